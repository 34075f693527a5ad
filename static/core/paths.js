/** Paths from one code to another, as codes at equal times. Pure: no DOM. */

export const STEPS = 32;
const BEYOND = 0.25; // of the way, to each side
export const FEWEST_FOR_SLERP = 10; // dimensions: there, and not in fewer, codes lie near a sphere around the origin

/** @typedef {"straight" | "even" | "circle" | "drawn"} Path */

/** The times of a walk: 0 at its beginning, 1 at its end. @param {boolean} overshoots */
export function times(overshoots) {
  const [first, last] = overshoots ? [-BEYOND, 1 + BEYOND] : [0, 1];
  return Array.from({ length: STEPS + 1 }, (_, i) => first + ((last - first) * i) / STEPS);
}

/** Along the straight line. @param {number[]} a @param {number[]} b @param {number[]} at @returns {number[][]} */
export const straight = (a, b, at) => at.map((t) => a.map((value, axis) => value + (b[axis] - value) * t));

/**
 * Along the great circle, its radius going evenly from one's to the other's.
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
  // On one line with the origin there is no circle, or every one.
  if (!(Math.sin(angle) > 1e-6)) return straight(a, b, at);
  return at.map((t) => {
    const [of, to] = [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
    const length = radius + (other - radius) * t;
    return a.map((value, axis) => length * ((of * value) / radius + (to * b[axis]) / other));
  });
}

/**
 * A drawn line as codes at equal lengths of it.
 * @param {number[][]} drawn at least one @returns {number[][]}
 */
export function resample(drawn) {
  // A hand that rests draws one place twice: a line without length has no direction.
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
