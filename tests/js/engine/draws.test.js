import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { draw, drawFitted } from "../../../static/engine/draws.js";
import { createTables, standardNormal } from "../../../static/engine/normal.js";
import { Pcg64 } from "../../../static/engine/pcg64.js";

const R = 3.6541528853610088;
const TOP = 2 ** 23; // the places in a layer
const density = (x) => Math.exp((-x * x) / 2);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
function covariance(a, b) {
  const [x, y] = [mean(a), mean(b)];
  return mean(a.map((value, i) => (value - x) * (b[i] - y)));
}
const near = (got, wanted, within) => assert.ok(Math.abs(got - wanted) <= within, `${got}, not ${wanted}`);
const take = (n, make) => Array.from({ length: n }, make);
const { fround } = Math;
const STANDARD = { mu: [0, 0], sigma: [1, 1] };

// Of NumPy 2.4: the halves of default_rng(seed).bit_generator.random_raw(2), the lower first.
const WORDS = [
  [0, 0xd9c2825f, 0xa30febcf, 0x82d9d721, 0x4510bdf8],
  [1, 0x7922e4ff, 0x8306bdf3, 0xc152a866, 0xf35196bb],
  [2 ** 32, 0x85ac1625, 0xe3c5ebe2, 0xfe31dbcc, 0x8ea09968],
  [2 ** 53, 0x053e52e9, 0x47cf26b9, 0xfc46787f, 0xfa5a1b9c],
  [2n ** 64n + 5n, 0xe3d6074e, 0xbe1ed79d, 0x923f1721, 0x64197d17],
  [2n ** 128n - 1n, 0x520f46e1, 0x3e2f9d58, 0x3dfe53cf, 0xb32aa6d9],
];

test("a seed's words are NumPy's, whatever its size", () => {
  for (const [seed, ...words] of WORDS) {
    const generator = new Pcg64(seed);
    assert.deepEqual(
      words.map(() => generator.next32()),
      words,
      `${seed}`,
    );
  }
});

test("a seed is a whole number of no more than 128 bits", () => {
  for (const seed of [-1, 0.5, NaN, Infinity, -1n, 2n ** 128n])
    assert.throws(() => new Pcg64(seed), RangeError, `${seed}`);
});

test("the ziggurat's layers have one area, and the base has it with the tail", () => {
  const { k, w, f } = createTables();
  const edge = Array.from(w, (width) => width * TOP);
  const step = 1e-3;
  const tail = take(8000, (_, i) => step * density(R + (i + 0.5) * step)).reduce((sum, part) => sum + part, 0);
  const area = R * density(R) + tail;
  near(edge[0] * f[255], area, 1e-9);
  for (let i = 1; i < 256; i++) near(edge[i] * (f[i - 1] - f[i]), area, 1e-7);
  for (let i = 1; i < 256; i++) near(k[i] * w[i], i === 1 ? 0 : edge[i - 1], 1e-6);
  near(k[0] * w[0], R, 1e-6);
  assert.equal(f[0], 1);
});

test("numbers are normal, in the tail too", () => {
  const generator = new Pcg64(3);
  const numbers = take(200_000, () => standardNormal(generator));
  const share = (test) => numbers.filter(test).length / numbers.length;
  near(mean(numbers), 0, 0.01);
  near(covariance(numbers, numbers), 1, 0.01);
  for (const [limit, above] of [
    [0, 0.5],
    [1, 0.158655],
    [2, 0.02275],
    [3, 0.00135],
    [R, 0.000129],
    [4, 0.0000317],
  ]) {
    const within = 4 * Math.sqrt(above / numbers.length);
    near(
      share((x) => x > limit),
      above,
      within,
    );
    near(
      share((x) => x < -limit),
      above,
      within,
    );
  }
  assert.ok(numbers.every((x) => x === fround(x)));
});

test("the tail is drawn with 24 bits, and each operation rounded to float32", () => {
  const base = 0xfffffe00; // the base's last place, which lies in the tail
  for (let bits = 1; bits < 2 ** 24; bits += 9973) {
    const words = [base, bits * 256 + 255, 0xffffffff];
    const next32 = () => words.shift() ?? assert.fail("asked for more");
    const past = fround(fround(1 / R) * fround(-Math.log1p(-bits / 2 ** 24)));
    assert.equal(standardNormal({ next32 }), -fround(fround(R) + past));
    assert.equal(words.length, 0);
  }
});

test("draws repeat by seed, and fewer are the first of more", () => {
  const seeds = fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }));
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 40 }), (seed, d, n) => {
      const posterior = { mu: take(d, (_, i) => i), sigma: take(d, (_, i) => 1 / (i + 1)) };
      const drawn = draw(posterior, 40, 1, seed);
      assert.deepEqual(draw(posterior, n, 1, seed), drawn.slice(0, n));
      assert.notDeepEqual(draw(posterior, 40, 1, BigInt(seed) ^ 1n), drawn);
      assert.ok(drawn.length === 40 && drawn.every((row) => row.length === d));
      assert.ok(drawn.flat().every((x) => x === fround(x)));
    }),
  );
});

test("draws lie around μ, by σ and the temperature", () => {
  const plain = draw(STANDARD, 50, 1, 7);
  assert.deepEqual(
    draw({ mu: [0.25, -3], sigma: [1, 1] }, 3, 0, 7),
    take(3, () => [0.25, -3]),
  );
  assert.deepEqual(
    draw({ mu: [0, 1024], sigma: [0.5, 0] }, 50, 4, 7),
    plain.map(([x]) => [2 * x, 1024]),
  );
});

test("each operation of a draw is rounded to float32", () => {
  const [mu, sigma, ones] = [take(50, (_, i) => i / 3), take(50, (_, i) => i / 7), take(50, () => 1)];
  const [noise] = draw({ mu: take(50, () => 0), sigma: ones }, 1, 1, 5);
  const spread = sigma.map((one) => fround(fround(0.7) * fround(one)));
  const wanted = noise.map((x, i) => fround(fround(mu[i]) + fround(spread[i] * x)));
  assert.deepEqual(draw({ mu, sigma }, 1, 0.7, 5), [wanted]);
});

test("fitted draws are the noise, shaped by the covariance's symmetric root", () => {
  const corners = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ].map(([x, y]) => [x + 5, y - 3]);
  const spread = Math.sqrt(4 / 3);
  const wanted = draw({ mu: [5, -3], sigma: [spread, spread] }, 20, 0.5, 11);
  drawFitted(corners, 20, 0.5, 11)
    .flat()
    .forEach((x, i) => near(x, wanted.flat()[i], 1e-6));
  const turned = corners.map(([x, y]) => [2 * (x - 5) + (y + 3), x - 5 + 2 * (y + 3)]); // its root is (2, 1; 1, 2)
  const noise = draw(STANDARD, 20, 1, 11);
  drawFitted(turned, 20, 1, 11).forEach(([x, y], i) => {
    near(x, spread * (2 * noise[i][0] + noise[i][1]), 1e-5);
    near(y, spread * (noise[i][0] + 2 * noise[i][1]), 1e-5);
  });
});

test("fitted draws have the codes' mean and covariance, be they of many axes", () => {
  const d = 12;
  const mixing = draw({ mu: take(d, () => 0), sigma: take(d, (_, i) => 1 / (i + 1)) }, d, 1, 1);
  const codes = draw({ mu: take(d, () => 0), sigma: take(d, () => 1) }, 300, 1, 2).map((row) =>
    mixing.map((weights, i) => i + weights.reduce((sum, weight, j) => sum + weight * row[j], 0)),
  );
  const column = (rows, axis) => rows.map((row) => row[axis]);
  const drawn = drawFitted(codes, 5000, 1, 3);
  for (let a = 0; a < d; a++) {
    near(mean(column(drawn, a)), mean(column(codes, a)), 0.1);
    for (let b = 0; b <= a; b++)
      near(covariance(column(drawn, a), column(drawn, b)), covariance(column(codes, a), column(codes, b)), 0.25);
  }
});

test("an axis that has collapsed stays where it is", () => {
  const codes = draw({ mu: [0, 2, 0], sigma: [1, 0, 1] }, 100, 1, 1);
  for (const row of drawFitted(codes, 50, 1, 2)) near(row[1], 2, 1e-6);
});
