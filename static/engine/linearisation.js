/** The decoder's Jacobian at a code, by forward-mode differentiation, layer by layer, as model/networks/jvp.py has it. */

import { padded } from "./layers.js";

/** @typedef {import("./decoder.js").Decoder} Decoder */

/**
 * Logits (n, p) at codes, and their derivatives (n, k, p) along directions, as views: until more room is taken.
 * @param {Decoder} decoder @param {Float32Array} codes (n, d) @param {number[][]} [along] directions (k, d); else all axes
 */
export function linearise(decoder, codes, along = allAxes(decoder.dims)) {
  const axes = along.length;
  const { memory, lift, blocks, norm, logits: last, pixels } = decoder;
  const n = codes.length / decoder.dims;
  const width = n * padded(lift.outputs);
  const [logits, slopes] = [memory.take(n * pixels), memory.take(n * axes * pixels)];
  memory.lend(() => {
    const [h, u] = [1, 2].map(() => memory.take(width));
    const [dh, du] = [1, 2].map(() => memory.take(axes * width));
    const features = decoder.features(memory.put(codes), n);
    lift.apply(features, h, n);
    lift.slope(turns(decoder, features, n, along), dh, n * axes);
    for (const block of blocks) through(decoder, block, { h, dh, n, axes });
    norm.rows(h, u, n);
    norm.slopes(h, dh, du, n, axes);
    last.apply(u, logits, n);
    last.slope(du, slopes, n * axes);
  });
  return { logits: memory.floats(logits, n * pixels), slopes: memory.floats(slopes, n * axes * pixels) };
}

/**
 * Rows h (n, width) and their derivatives dh (n, k, width) become what a block makes of them.
 * @param {Decoder} decoder @param {import("./decoder.js").Block} block
 * @param {{h: number, dh: number, n: number, axes: number}} dual by their addresses; axes: k
 */
function through({ memory, lift }, { norm, first, second }, { h, dh, n, axes }) {
  const { kernel } = memory;
  const row = padded(lift.outputs);
  const width = n * row;
  memory.lend(() => {
    const [u, v, factor] = [1, 2, 3].map(() => memory.take(width));
    const [du, dv] = [1, 2].map(() => memory.take(axes * width));
    norm.rows(h, u, n);
    norm.slopes(h, dh, du, n, axes);
    first.apply(u, v, n);
    first.slope(du, dv, n * axes);
    kernel.geluSlope(v, factor, width);
    kernel.gelu(v, width);
    for (let i = 0; i < n * axes; i++) kernel.multiply(factor + 4 * row * Math.floor(i / axes), dv + 4 * row * i, row);
    second.apply(v, u, n);
    second.slope(dv, du, n * axes);
    kernel.add(u, h, width);
    kernel.add(du, dh, axes * width);
  });
}

/**
 * The address of derivatives (n, k, padded) of codes' Fourier features.
 * @param {Decoder} decoder @param {number} features their address @param {number} n @param {number[][]} along
 */
function turns({ memory, dims, waves, lift, frequencies }, features, n, along) {
  const stride = padded(lift.inputs);
  const at = memory.take(n * along.length * stride);
  const rows = memory.floats(at, n * along.length * stride).fill(0);
  const [seen, f] = [memory.floats(features, n * stride), memory.floats(frequencies, dims * waves)];
  const turning = along.map((direction) => Array.from({ length: waves }, (_, k) => turned(direction, f, k, waves)));
  for (let i = 0; i < n * along.length; i++) {
    const [code, axis] = [Math.floor(i / along.length), i % along.length];
    const [row, waved] = [rows.subarray(i * stride, (i + 1) * stride), seen.subarray(code * stride + dims)];
    row.set(along[axis]);
    for (let k = 0; k < waves; k++) {
      row[dims + k] = waved[waves + k] * turning[axis][k];
      row[dims + waves + k] = -waved[k] * turning[axis][k];
    }
  }
  return at;
}

/** How fast a wave's phase turns along a direction. @param {number[]} direction @param {Float32Array} f (d, waves) @param {number} k @param {number} waves */
function turned(direction, f, k, waves) {
  let sum = 0;
  for (let axis = 0; axis < direction.length; axis++) if (direction[axis]) sum += direction[axis] * f[axis * waves + k]; // of a single axis its own, to the last bit
  return sum;
}

/** @param {number} dims */
const allAxes = (dims) =>
  Array.from({ length: dims }, (_, axis) => Array.from({ length: dims }, (_, i) => Number(i === axis)));
