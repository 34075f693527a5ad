import assert from "node:assert/strict";
import { test } from "node:test";
import { createKernel } from "../../../static/engine/kernels.js";
import { Memory } from "../../../static/engine/memory.js";
import { KERNELS, codesOf, kernelOf } from "./networks.js";

/** What a function leaves of numbers, by either kernel. */
async function byBoth(work) {
  const results = [];
  for (const kind of KERNELS) results.push(work(new Memory(await kernelOf(kind))));
  return results;
}

const near = (got, wanted, within) =>
  got.forEach((value, i) => assert.ok(Math.abs(value - wanted(i)) <= within, `${i}: ${value}, not ${wanted(i)}`));

/** Both give the same bits, and these are right. */
async function holds(work, wanted, within) {
  const [simd, scalar] = await byBoth(work);
  assert.deepEqual(new Uint32Array(simd.slice().buffer), new Uint32Array(scalar.slice().buffer));
  near([...simd], wanted, within);
}

const BELOW = {
  "-3": 0.0013498980316301,
  "-1": 0.1586552539314571,
  0: 0.5,
  0.5: 0.691462461274013,
  2: 0.9772498680518208,
};

test("eˣ is right to six digits, and has an end", async () => {
  for (const kernel of [await kernelOf("simd"), await kernelOf("scalar")]) {
    for (let x = -87; x <= 87; x += 0.37) assert.ok(Math.abs(kernel.exp(x) / Math.exp(Math.fround(x)) - 1) < 3e-7, x);
    assert.equal(kernel.exp(-1000), kernel.exp(-87));
    assert.equal(kernel.exp(1000), kernel.exp(87));
  }
});

test("GELU is x·Φ(x)", async () => {
  const xs = Object.keys(BELOW).map(Number);
  const given = Float32Array.from({ length: 8 }, (_, i) => xs[i] ?? 0);
  const work = (memory) => {
    const at = memory.put(given);
    memory.kernel.gelu(at, 8);
    return memory.floats(at, 8);
  };
  await holds(work, (i) => given[i] * (BELOW[given[i]] ?? 0), 2e-8 + 3 * 2 ** -24);
});

test("curves have the same bits with SIMD and without, wherever they are asked", async () => {
  const given = codesOf(20_000, 1, 90);
  for (const name of ["gelu", "squash"]) {
    const work = (memory) => {
      const at = memory.put(given);
      if (name === "gelu") memory.kernel.gelu(at, given.length);
      else memory.kernel.squash(at, at, given.length);
      return memory.floats(at, given.length);
    };
    const right = name === "gelu" ? (i) => Math.max(given[i], 0) : (i) => 1 / (1 + Math.exp(-given[i]));
    await holds(work, right, name === "gelu" ? 0.18 : 1e-7);
  }
});

test("the slope of GELU, and the entropy of a pixel, are what finite differences and logarithms say", async () => {
  const given = codesOf(400, 1, 6);
  const targets = codesOf(400, 1, 0.5).map((value) => value + 0.5);
  const phi = (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  const slope = (memory) => {
    const [x, y] = [memory.put(given), memory.take(400)];
    memory.kernel.geluSlope(x, y, 400);
    return memory.floats(y, 400);
  };
  // Φ by Simpson's rule, which knows nothing of the kernel's polynomial.
  const below = (x) => {
    const [n, from] = [2000, -12];
    const step = (x - from) / n;
    let sum = phi(from) + phi(x);
    for (let i = 1; i < n; i++) sum += (i % 2 ? 4 : 2) * phi(from + i * step);
    return (sum * step) / 3;
  };
  await holds(slope, (i) => below(given[i]) + given[i] * phi(given[i]), 5e-7);
  const entropy = (memory) => {
    const y = memory.take(400);
    memory.kernel.crossEntropy(memory.put(given), memory.put(targets), y, 400);
    return memory.floats(y, 400);
  };
  const p = (i) => 1 / (1 + Math.exp(-given[i]));
  await holds(entropy, (i) => -targets[i] * Math.log(p(i)) - (1 - targets[i]) * Math.log(1 - p(i)), 1e-6);
});

test("an entropy stays finite however sure the logits", async () => {
  const logits = Float32Array.of(500, -500, 500, -500);
  const targets = Float32Array.of(1, 0, 0, 1);
  const work = (memory) => {
    const y = memory.take(4);
    memory.kernel.crossEntropy(memory.put(logits), memory.put(targets), y, 4);
    return memory.floats(y, 4);
  };
  await holds(work, (i) => [0, 0, 500, 500][i], 1e-6);
});

test("the logarithm is right to thirteen digits", async () => {
  for (const kernel of [await kernelOf("simd"), await kernelOf("scalar")])
    for (let x = 1e-30; x < 1e30; x *= 3.7) assert.ok(Math.abs(kernel.log(x) - Math.log(x)) < 1e-13 * 70, x);
});

test("numbers are added and multiplied place by place", async () => {
  const [a, b] = [codesOf(8, 1), codesOf(8, 2).subarray(8)];
  for (const [name, wanted] of [
    ["add", (i) => a[i] + b[i]],
    ["multiply", (i) => a[i] * b[i]],
  ]) {
    const work = (memory) => {
      const y = memory.put(b);
      memory.kernel[name](memory.put(a), y, 8);
      return memory.floats(y, 8);
    };
    await holds(work, wanted, 1e-6);
  }
});

test("the slope of a norm is what finite differences say", async () => {
  const [width, stride, n] = [13, 16, 3];
  const [x, changes, w] = [codesOf(1, stride, 2), codesOf(n, stride), codesOf(1, stride, 3)];
  const norm = (row) => {
    const values = Array.from(row).slice(0, width);
    const mean = values.reduce((sum, value) => sum + value, 0) / width;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width + 1e-5);
    return values.map((value, k) => ((value - mean) / sd) * w[k]);
  };
  const work = (memory) => {
    const y = memory.put(new Float32Array(n * stride));
    memory.kernel.layerNormSlope(memory.put(x), memory.put(changes), y, memory.put(w), n, width, stride);
    return memory.floats(y, n * stride);
  };
  const wanted = (i) => {
    const [row, k] = [Math.floor(i / stride), i % stride];
    if (k >= width) return 0;
    const moved = (sign) => norm(Array.from(x, (value, at) => value + sign * 1e-5 * changes[row * stride + at]))[k];
    return (moved(1) - moved(-1)) / 2e-5;
  };
  await holds(work, wanted, 1e-4);
});

test("features are the code, its sines and its cosines", async () => {
  const [n, d, count, stride] = [5, 3, 7, 32];
  const [z, frequencies] = [codesOf(n, d, 30), codesOf(d, count, 3)];
  const work = (memory) => {
    const at = memory.take(n * stride);
    memory.floats(at, n * stride).fill(0);
    memory.kernel.features(memory.put(z), memory.put(frequencies), at, n, d, count, stride);
    return memory.floats(at, n * stride);
  };
  const wanted = (i) => {
    const [row, k] = [Math.floor(i / stride), i % stride];
    if (k < d) return z[row * d + k];
    if (k >= d + 2 * count) return 0;
    const wave = (k - d) % count;
    const phase = [0, 1, 2].reduce((sum, axis) => sum + z[row * d + axis] * frequencies[axis * count + wave], 0);
    return k < d + count ? Math.sin(phase) : Math.cos(phase);
  };
  await holds(work, wanted, 1e-7);
});

test("products are what they should be, for one row as for many, and rows may lie apart", async () => {
  const [inputs, columns, stride] = [19, 2, 24];
  const weights = codesOf(inputs, 16 * columns, 1);
  const bias = codesOf(1, 16 * columns, 1);
  for (const n of [1, 2, 3, 8]) {
    const x = codesOf(n, stride, 1);
    const work = (memory) => {
      const [w, b, at, y] = [weights, bias, x].map((v) => memory.put(v)).concat(memory.take(n * 16 * columns));
      memory.kernel.dense(at, w, b, y, n, inputs, stride, columns);
      return memory.floats(y, n * 16 * columns);
    };
    const wanted = (i) => {
      const [row, output] = [Math.floor(i / (16 * columns)), i % (16 * columns)];
      const packed = (input) => weights[(Math.floor(output / 16) * inputs + input) * 16 + (output % 16)];
      return Array.from({ length: inputs }, (_, k) => x[row * stride + k] * packed(k)).reduce(
        (a, b) => a + b,
        bias[output],
      );
    };
    await holds(work, wanted, 1e-5);
  }
});

test("norms have mean 0 and sd 1 before weight and bias", async () => {
  for (const width of [16, 7]) {
    const x = codesOf(3, 16, 5).map((value) => value + 100);
    const work = (memory) => {
      const [at, y] = [memory.put(x), memory.take(48)];
      memory.floats(y, 48).fill(0);
      memory.kernel.layerNorm(
        at,
        y,
        memory.put(new Float32Array(16).fill(2)),
        memory.put(new Float32Array(16).fill(1)),
        3,
        width,
        16,
      );
      return memory.floats(y, 48);
    };
    const of = (row) => {
      const values = Array.from(x.subarray(row * 16, row * 16 + width));
      const mean = values.reduce((a, b) => a + b) / width;
      return { mean, sd: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / width + 1e-5) };
    };
    const wanted = (i) => {
      const { mean, sd } = of(Math.floor(i / 16));
      return i % 16 < width ? (2 * (x[i] - mean)) / sd + 1 : 0;
    };
    await holds(work, wanted, 1e-5);
  }
});

test("patches are what a convolution sees, with zeros beyond the edge", async () => {
  const [side, depth, size, step, border] = [5, 3, 3, 2, 1];
  const x = codesOf(side * side, depth);
  const out = 3;
  const work = (memory) => {
    const [at, y] = [memory.put(x), memory.take(out * out * size * size * depth)];
    memory.floats(y, out * out * size * size * depth).fill(9);
    assert.equal(memory.kernel.patches(at, y, side, depth, size, step, border), out);
    return memory.floats(y, out * out * size * size * depth);
  };
  const wanted = (i) => {
    const [place, within] = [Math.floor(i / (size * size * depth)), i % (size * size * depth)];
    const row = Math.floor(place / out) * step - border + Math.floor(within / (size * depth));
    const column = (place % out) * step - border + (Math.floor(within / depth) % size);
    return row < 0 || column < 0 || row >= side || column >= side
      ? 0
      : x[(row * side + column) * depth + (within % depth)];
  };
  await holds(work, wanted, 0);
});

test("pooling takes the largest of four, or means of overlapping areas", async () => {
  const x = codesOf(49, 2);
  const at = (row, column, c) => x[(row * 7 + column) * 2 + c];
  await holds(
    (memory) => {
      const y = memory.take(9 * 2);
      memory.kernel.averagePool(memory.put(x), y, 7, 2, 2, 3);
      return memory.floats(y, 18);
    },
    (i) => {
      const [top, left] = [2 * Math.floor(i / 6), 2 * (Math.floor(i / 2) % 3)]; // areas of 3×3, two apart
      return (
        Array.from({ length: 9 }, (_, k) => at(top + Math.floor(k / 3), left + (k % 3), i % 2)).reduce(
          (a, b) => a + b,
        ) / 9
      );
    },
    1e-6,
  );
  const four = codesOf(16, 4);
  await holds(
    (memory) => {
      const y = memory.take(16);
      memory.kernel.maxPool(memory.put(four), y, 4, 4);
      return memory.floats(y, 16);
    },
    (i) => {
      const [row, column] = [2 * Math.floor(i / 8), 2 * (Math.floor(i / 4) % 2)];
      const of = (dr, dc) => four[((row + dr) * 4 + column + dc) * 4 + (i % 4)];
      return Math.max(of(0, 0), of(0, 1), of(1, 0), of(1, 1));
    },
    0,
  );
});

test("groups of channels are normed together", async () => {
  for (const size of [4, 3]) await groupsAreNormed(size);
});

/** @param {number} size channels in each of two groups */
async function groupsAreNormed(size) {
  const [pixels, channels, stride] = [10, 2 * size, 16];
  const x = codesOf(pixels, stride, 3);
  const [w, b] = [codesOf(1, 16, 2), codesOf(1, 32, 2).subarray(16)];
  const wanted = (i) => {
    const channel = i % stride;
    if (channel >= channels) return x[i];
    const first = channel - (channel % size);
    const group = Array.from(
      { length: pixels * size },
      (_, k) => x[Math.floor(k / size) * stride + first + (k % size)],
    );
    const mean = group.reduce((a, b) => a + b) / group.length;
    const variance = group.reduce((sum, value) => sum + (value - mean) ** 2, 0) / group.length;
    return ((x[i] - mean) / Math.sqrt(variance + 1e-5)) * w[channel] + b[channel];
  };
  const work = (memory) => {
    const at = memory.put(x);
    memory.kernel.groupNorm(at, memory.put(w), memory.put(b), pixels, channels, 2, stride);
    return memory.floats(at, x.length);
  };
  await holds(work, wanted, 1e-5);
}

test("bytes that are no kernel this browser can compile leave it to JavaScript; other errors are told", async () => {
  const kernel = await createKernel(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 99]));
  assert.ok(Math.abs(kernel.exp(1) - Math.E) < 1e-6);
  await assert.rejects(createKernel(/** @type {any} */ (5)), TypeError);
});

test("room that is lent is free again, also after an error", async () => {
  const memory = new Memory(await kernelOf("simd"));
  const before = memory.take(4);
  assert.throws(
    () =>
      memory.lend(() => {
        memory.take(1e6);
        throw new Error("stopped");
      }),
    /stopped/,
  );
  assert.equal(memory.take(4), before + 16);
});
