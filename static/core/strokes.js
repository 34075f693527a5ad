/** A drawing as pen strokes, and as the rows that the server takes. Pure. */

/** @typedef {[number, number]} Point x, y in widths of the pad, y downward */
/** @typedef {{pen: number, points: Point[]}} Stroke pen: its width in px of a digit's image */

export const LIMIT = 2000; // points in a drawing, half of what the server takes
const NEAREST = 0.006; // pad widths: a closer point makes no visible difference in a digit's image

/** @param {Stroke[]} strokes */
const count = (strokes) => strokes.reduce((sum, { points }) => sum + points.length, 0);

/** Whether a drawing has reached its limit. @param {Stroke[]} strokes */
export const isFull = (strokes) => count(strokes) >= LIMIT;

/**
 * Extend the last stroke, skipping points that are too close or over the limit; the same array if all are skipped.
 * @param {Stroke[]} strokes @param {Point[]} points @returns {Stroke[]}
 */
export function extend(strokes, points) {
  const stroke = /** @type {Stroke} */ (strokes.at(-1));
  const line = [...stroke.points];
  for (const [x, y] of points) {
    const [lastX, lastY] = line[line.length - 1];
    if (Math.hypot(x - lastX, y - lastY) >= NEAREST && count(strokes) + line.length - stroke.points.length < LIMIT)
      line.push([x, y]);
  }
  return line.length === stroke.points.length ? strokes : [...strokes.slice(0, -1), { ...stroke, points: line }];
}

/**
 * Rows of x, y and pen width, which is negative where a stroke begins.
 * @param {Stroke[]} strokes
 * @returns {number[][]}
 */
export const toRows = (strokes) =>
  strokes.flatMap(({ pen, points }) => points.map(([x, y], i) => [x, y, i ? pen : -pen]));
