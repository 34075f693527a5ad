/** Paths from one code to another, as codes at evenly spaced times. Pure. */

export const STEPS = 32;
const BEYOND = 0.25; // overshoot at each end, as a fraction of the path
export const FEWEST_FOR_SLERP = 10; // dimensions: in fewer, codes don't lie near a sphere around the origin

/** @typedef {"straight" | "even" | "shortest" | "circle" | "drawn"} Path shortest: by the change of the image */

/** The STEPS + 1 times of a walk: 0 at A, 1 at B, beyond both if it overshoots. @param {boolean} overshoots */
export function times(overshoots) {
  const [first, last] = overshoots ? [-BEYOND, 1 + BEYOND] : [0, 1];
  return Array.from({ length: STEPS + 1 }, (_, i) => first + ((last - first) * i) / STEPS);
}

/** The straight line from a to b. @param {number[]} a @param {number[]} b @param {number[]} at @returns {number[][]} */
export const straight = (a, b, at) => at.map((t) => a.map((value, axis) => value + (b[axis] - value) * t));

/**
 * Spherical interpolation from a to b: along the great circle, with a radius that changes linearly.
 * Source: Shoemake 1985, "Animating rotation with quaternion curves"; for latent codes White 2016, "Sampling generative
 * networks".
 * @param {number[]} a
 * @param {number[]} b
 * @param {number[]} at
 * @returns {number[][]}
 */
export function slerp(a, b, at) {
  const [radius, other] = [Math.hypot(...a), Math.hypot(...b)];
  const cosine = a.reduce((sum, value, axis) => sum + value * b[axis], 0) / (radius * other);
  const angle = Math.acos(Math.min(Math.max(cosine, -1), 1));
  // If a and b lie on one line with the origin, there is no unique great circle.
  if (!(Math.sin(angle) > 1e-6)) return straight(a, b, at);
  return at.map((t) => {
    const [of, to] = [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
    const length = radius + (other - radius) * t;
    return a.map((value, axis) => length * ((of * value) / radius + (to * b[axis]) / other));
  });
}

/**
 * Resample a drawn line to STEPS + 1 codes, evenly spaced by arc length.
 * @param {number[][]} drawn at least one @returns {number[][]}
 */
export function resample(drawn) {
  // A resting hand repeats points, and a segment without length can't be divided.
  const points = drawn.filter((point, i) => i === 0 || point.some((value, axis) => value !== drawn[i - 1][axis]));
  const lengths = [0];
  for (let i = 1; i < points.length; i++) {
    lengths.push(lengths[i - 1] + Math.hypot(...points[i].map((value, axis) => value - points[i - 1][axis])));
  }
  const whole = lengths[lengths.length - 1];
  if (points.length === 1) return times(false).map(() => points[0]);
  return times(false).map((t) => {
    const end = Math.max(
      1,
      lengths.findIndex((length) => length >= t * whole),
    );
    const part = (t * whole - lengths[end - 1]) / (lengths[end] - lengths[end - 1]);
    return points[end].map((value, axis) => points[end - 1][axis] + (value - points[end - 1][axis]) * part);
  });
}
