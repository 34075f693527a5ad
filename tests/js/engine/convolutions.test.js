import assert from "node:assert/strict";
import { test } from "node:test";
import { createConvolution } from "../../../static/engine/convolutions.js";
import { padded } from "../../../static/engine/layers.js";
import { Memory } from "../../../static/engine/memory.js";
import { UnknownModel } from "../../../static/core/tensors.js";
import { KERNELS, codesOf, kernelOf } from "./networks.js";

/** What a convolution makes of a picture, number by number. */
function convolved(x, { side, channels, outputs, size, step, border }, weight, bias) {
  const out = Math.floor((side + 2 * border - size) / step) + 1;
  return Array.from({ length: out * out * outputs }, (_, i) => {
    const [output, place] = [i % outputs, Math.floor(i / outputs)];
    const [top, left] = [Math.floor(place / out) * step - border, (place % out) * step - border];
    let sum = bias[output];
    for (let c = 0; c < channels; c++)
      for (let k = 0; k < size * size; k++) {
        const [row, column] = [top + Math.floor(k / size), left + (k % size)];
        if (row < 0 || column < 0 || row >= side || column >= side) continue;
        sum += x[(row * side + column) * channels + c] * weight[(output * channels + c) * size * size + k];
      }
    return sum;
  });
}

const USUAL = { size: 3, step: 1, border: 1 };
const CASES = [
  { side: 14, channels: 32, outputs: 64, ...USUAL },
  { side: 7, channels: 20, outputs: 24, ...USUAL },
  { side: 1, channels: 2, outputs: 3, ...USUAL },
  { side: 9, channels: 1, outputs: 32, ofImage: true, ...USUAL },
  { side: 28, channels: 1, outputs: 16, ofImage: true, size: 5, step: 2, border: 2 },
  { side: 7, channels: 1, outputs: 8, size: 3, step: 2, border: 1 },
  { side: 7, channels: 16, outputs: 32, size: 3, step: 2, border: 1 },
];

test("each way of convolving gives what the sums do, with the same bits with SIMD and without", async () => {
  for (const shape of CASES) {
    const { side, channels, outputs, size } = shape;
    const [weight, bias] = [codesOf(outputs, channels * size * size, 1), codesOf(1, outputs, 1)];
    const x = codesOf(side * side, channels, 1);
    const wanted = convolved(x, shape, weight, bias);
    const results = [];
    for (const kind of KERNELS) {
      const memory = new Memory(await kernelOf(kind));
      const tensors = new Map([
        ["c.weight", { shape: [outputs, channels, size, size], values: weight }],
        ["c.bias", { shape: [outputs], values: bias }],
      ]);
      const convolution = createConvolution(memory, tensors, "c", shape);
      assert.equal(convolution.depth, shape.ofImage ? 1 : padded(channels));
      const { depth } = convolution;
      const given = new Float32Array(side * side * depth);
      for (let i = 0; i < x.length; i++) given[Math.floor(i / channels) * depth + (i % channels)] = x[i];
      const places = convolution.sideAfter(side) ** 2;
      const at = memory.put(given);
      const y = memory.take(places * padded(outputs));
      convolution.apply(at, y, side);
      const found = memory.floats(y, places * padded(outputs)).slice();
      results.push(found);
      wanted.forEach((value, i) => {
        const got = found[Math.floor(i / outputs) * padded(outputs) + (i % outputs)];
        assert.ok(Math.abs(got - value) < 1e-4, `${JSON.stringify(shape)} ${i}: ${got}, not ${value}`);
      });
    }
    assert.deepEqual(new Uint32Array(results[0].buffer), new Uint32Array(results[1].buffer));
  }
});

test("a convolution that is not square is refused", async () => {
  const tensors = new Map([["c.weight", { shape: [1, 1, 3, 5], values: new Float32Array(15) }]]);
  const memory = new Memory(await kernelOf("simd"));
  assert.throws(() => createConvolution(memory, tensors, "c", { step: 1, border: 1 }), UnknownModel);
});
