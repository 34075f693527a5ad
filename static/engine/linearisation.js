/** The decoder's Jacobian at a code, by forward-mode differentiation, layer by layer, as model/networks/jvp.py has it. */

import { padded } from "./layers.js";

/** @typedef {import("./decoder.js").Decoder} Decoder */

/**
 * Logits (p) at a code, and their derivatives (k, p) along directions, as views: until more room is taken.
 * @param {Decoder} decoder @param {Float32Array} z (d) @param {number[][]} [along] directions (k, d); else all axes
 */
export function linearise(decoder, z, along = allAxes(decoder.dims)) {
  const axes = along.length;
  const { memory, lift, blocks, norm, logits: last, pixels } = decoder;
  const width = padded(lift.outputs);
  const [logits, slopes] = [memory.take(pixels), memory.take(axes * pixels)];
  memory.lend(() => {
    const [h, u] = [1, 2].map(() => memory.take(width));
    const [dh, du] = [1, 2].map(() => memory.take(axes * width));
    const features = decoder.features(memory.put(z), 1);
    lift.apply(features, h, 1);
    lift.slope(turns(decoder, features, along), dh, axes);
    for (const block of blocks) through(decoder, block, [h, dh], axes);
    norm.rows(h, u, 1);
    norm.slopes(h, dh, du, axes);
    last.apply(u, logits, 1);
    last.slope(du, slopes, axes);
  });
  return { logits: memory.floats(logits, pixels), slopes: memory.floats(slopes, axes * pixels) };
}

/**
 * A row h and its derivatives dh (k, width) become what a block makes of them.
 * @param {Decoder} decoder @param {import("./decoder.js").Block} block @param {[number, number]} dual @param {number} axes
 */
function through({ memory, lift }, { norm, first, second }, [h, dh], axes) {
  const { kernel } = memory;
  const width = padded(lift.outputs);
  memory.lend(() => {
    const [u, v, factor] = [1, 2, 3].map(() => memory.take(width));
    const [du, dv] = [1, 2].map(() => memory.take(axes * width));
    norm.rows(h, u, 1);
    norm.slopes(h, dh, du, axes);
    first.apply(u, v, 1);
    first.slope(du, dv, axes);
    kernel.geluSlope(v, factor, width);
    kernel.gelu(v, width);
    for (let axis = 0; axis < axes; axis++) kernel.multiply(factor, dv + 4 * axis * width, width);
    second.apply(v, u, 1);
    second.slope(dv, du, axes);
    kernel.add(u, h, width);
    kernel.add(du, dh, axes * width);
  });
}

/** The address of derivatives (k, padded) of a code's Fourier features. @param {Decoder} decoder @param {number} features @param {number[][]} along */
function turns({ memory, dims, waves, lift, frequencies }, features, along) {
  const stride = padded(lift.inputs);
  const at = memory.take(along.length * stride);
  const [rows, f] = [memory.floats(at, along.length * stride).fill(0), memory.floats(frequencies, dims * waves)];
  const [sines, cosines] = [dims, dims + waves].map((place) => memory.floats(features + 4 * place, waves));
  along.forEach((direction, i) => {
    const row = rows.subarray(i * stride, (i + 1) * stride);
    row.set(direction);
    for (let k = 0; k < waves; k++) {
      const turn = turned(direction, f, k, waves);
      row[dims + k] = cosines[k] * turn;
      row[dims + waves + k] = -sines[k] * turn;
    }
  });
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
