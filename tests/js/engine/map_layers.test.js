import assert from "node:assert/strict";
import { before, test } from "node:test";
import { kernelDensity } from "../../../static/engine/density.js";
import { linearise } from "../../../static/engine/linearisation.js";
import { mapLayer } from "../../../static/engine/map_layers.js";
import { alongAxes, placeOn } from "../../../static/core/plane.js";
import { COMPARED } from "../../../static/core/request_kinds.js";
import { answer, codesOf, comparisonOf, networksOf } from "./networks.js";

const pause = async () => {};
const CODES = codesOf(12, 16);
const FIRST = { along: alongAxes([0, 1], 16), sd: [1, 1.1] };
/** Between the first and third axes, and across. */
const SLANTED = { along: [[0.6, 0, 0.8], [0.8, 0, -0.6]].map((u) => [...u, ...Array(13).fill(0)]), sd: [2, 0.5] }; // prettier-ignore
/** Of 16 axes. @type {import("../../../static/engine/answers.js").Engine} */
let engine;
before(async () => {
  const sd = Array.from({ length: 16 }, (_, axis) => 1 + axis / 10);
  engine = { ...(await networksOf("vae-16d")), sd, cloud: codesOf(40, 16, 3) };
});

/** Whether a is b to a share of it. */
const near = (a, b, share, about = "") => assert.ok(Math.abs(a - b) <= share * Math.abs(b), `${a}, not ${b}: ${about}`);

test("labels are those of a comparison, and as probable", async () => {
  const { label, confidence } = await mapLayer(engine, "labels", CODES, FIRST, pause);
  const wanted = comparisonOf(engine, COMPARED, CODES);
  assert.deepEqual([label, confidence], [[...wanted.label], [...wanted.confidence]]);
  assert.ok(new Set(label).size > 1);
});

test("slopes along the first axes alone are what they are among all", () => {
  const { decoder } = engine;
  const z = CODES.subarray(0, 16);
  const slopes = (along) => decoder.memory.lend(() => linearise(decoder, z, along).slopes.slice());
  assert.deepEqual(slopes(FIRST.along), slopes().subarray(0, 2 * decoder.pixels));
});

for (const [name, plane] of Object.entries({ "two axes": FIRST, "slanted directions": SLANTED }))
  test(`stretch along ${name} is the area that two small steps span, per sd of each`, async () => {
    const { log10_area } = await mapLayer(engine, "stretch", CODES, plane, pause);
    const step = 0.01; // sd
    log10_area.forEach((found, i) => {
      const change = plane.along.map((direction, k) => {
        const [here, there] = [-1, 1].map((sign) => {
          const z = CODES.slice(16 * i, 16 * (i + 1));
          direction.forEach((part, axis) => (z[axis] += (part * sign * step * plane.sd[k]) / 2));
          return engine.decoder.decode(z).floats;
        });
        return Array.from(there, (value, pixel) => (value - here[pixel]) / step);
      });
      const [[a, b], [, c]] = change.map((one) =>
        change.map((other) => one.reduce((sum, v, k) => sum + v * other[k], 0)),
      );
      near(10 ** found, Math.sqrt(a * c - b * b), 0.01, `code ${i}`);
    });
  });

test("where nothing changes, stretch is that of the least singular values", async () => {
  const far = new Float32Array(16).fill(1e9); // all pixels are black or white
  const { log10_area } = await mapLayer(engine, "stretch", far, { ...FIRST, sd: [1e-20, 1e-20] }, pause);
  near(log10_area[0], -24, 1e-12);
});

test("the nearest code is so in sd over all axes, and the first of two", async () => {
  const cloud = new Float32Array(4 * 16);
  cloud[2] = 2; // the first: 2 of sd 4
  cloud[16 + 15] = -1; // the second: 1 of sd 1
  cloud.copyWithin(32, 0, 16);
  cloud[48] = 9;
  const sd = Array.from({ length: 16 }, (_, axis) => (axis === 2 ? 4 : 1));
  const places = new Float32Array(2 * 16);
  places[2] = 4; // 0.5 sd from the first, of two that are the same
  places[16] = 8; // 1 sd from the last
  const found = await mapLayer({ ...engine, sd, cloud }, "nearest", places, FIRST, pause);
  assert.deepEqual(found, { index: [0, 3], distance: [0.5, 1] });
});

/** The sum of a density over a square of ±reach sd, in steps. */
function whole(density, reach, step) {
  let sum = 0;
  for (let x = -reach; x <= reach; x += step)
    for (let y = -reach; y <= reach; y += step) sum += density([x, y]) * step ** 2;
  return sum;
}

test("density counts codes: all of them are on the plane, most where they are dense", () => {
  const cloud = [...Array(30).fill([1, 1]), ...Array(10).fill([-2, 0.5])].map(([x, y], i) => [x + 0.01 * i, y]);
  const density = kernelDensity(cloud);
  near(whole(density, 10, 0.1), 40, 1e-6);
  assert.ok(density([1.2, 1]) > 2 * density([-2, 0.5]));
});

test("a cloud that is a point is blurred as one of 1 sd, and one on a slanting line stays thin", () => {
  const width = 8 ** (-1 / 6); // Scott's rule
  near(kernelDensity(Array(8).fill([0.3, -2]))([0.3, -2]), 8 / (2 * Math.PI * width ** 2), 1e-12);
  const line = kernelDensity(Array.from({ length: 8 }, (_, i) => [i - 3.5, i - 3.5]));
  const [on, beside] = [line([0, 0]), line([0.01 * width, -0.01 * width])]; // √2 of the least width apart
  near(beside / on, Math.exp(-1), 1e-6);
});

test("density is of places on the plane, in sd", async () => {
  for (const plane of [FIRST, SLANTED]) {
    const { density } = await mapLayer(engine, "density", CODES, plane, pause);
    const places = (codes) =>
      Array.from({ length: codes.length / 16 }, (_, i) =>
        placeOn(plane, [...codes.subarray(16 * i, 16 * (i + 1))]).map((value, k) => value / plane.sd[k]),
      );
    const at = kernelDensity(places(engine.cloud));
    places(CODES).forEach((place, i) => near(density[i], at(place), 1e-5, `code ${i}`));
  }
});

test("others come between parts of a layer, and change nothing in it", async () => {
  for (const layer of ["labels", "stretch", "metric", "density", "prior", "nearest"]) {
    let pauses = 0;
    const busy = async () => {
      pauses++;
      answer(engine, COMPARED, codesOf(3, 16));
    };
    const found = await mapLayer(engine, layer, codesOf(20, 16), FIRST, busy);
    assert.ok(pauses >= 2, layer);
    assert.deepEqual(found, await mapLayer(engine, layer, codesOf(20, 16), FIRST, pause));
  }
});
