/** float16, as checkpoints store weights. Source: IEEE 754-2019, §3.4. */

const numbers = new Float32Array(1);
const view = new Uint32Array(numbers.buffer);
const MOST = 0x47800000; // 2¹⁶ as float32: beyond the largest float16
const NORMAL = 0x38800000; // 2⁻¹⁴: below it float16 has fewer digits

/** The bits of the float16 nearest to a number, of two equally near the even one. @param {number} value */
export function toHalf(value) {
  numbers[0] = value;
  const sign = (view[0] >>> 16) & 0x8000;
  const bits = view[0] & 0x7fffffff;
  if (bits >= MOST) return sign | (bits > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (bits < NORMAL) return sign | subnormal(Math.abs(numbers[0]));
  // 13 digits fewer: half of the last one that stays is added, less one bit where that is even.
  return sign | ((bits - 0x38000000 + 0xfff + ((bits >>> 13) & 1)) >>> 13);
}

/** Multiples of 2⁻²⁴. @param {number} size */
function subnormal(size) {
  const scaled = size * 2 ** 24;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  return below + (rest > 0.5 || (rest === 0.5 && below % 2) ? 1 : 0);
}

/** @param {Float32Array} values @returns {Uint16Array} */
export const toHalves = (values) => Uint16Array.from(values, toHalf);
