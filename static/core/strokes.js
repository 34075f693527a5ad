/** A drawing as strokes of a pen, and as the rows that the server takes. Pure. */

/** @typedef {[number, number]} Point in sides of the pad, y downward */
/** @typedef {{pen: number, points: Point[]}} Stroke pen: its width, px of the 28×28 */

export const LIMIT = 2000; // points of a drawing, half of what the server takes
const NEAREST = 0.006; // sides: a closer point adds nothing that is seen in 28×28

/** @param {Stroke[]} strokes */
const count = (strokes) => strokes.reduce((sum, { points }) => sum + points.length, 0);

/** Whether the pad takes no more. @param {Stroke[]} strokes */
export const isFull = (strokes) => count(strokes) >= LIMIT;

/**
 * The drawing with its last stroke drawn on; the same drawing where that would change nothing.
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
 * Rows of x, y and the pen, which is negative where a stroke begins.
 * @param {Stroke[]} strokes
 * @returns {number[][]}
 */
export const toRows = (strokes) =>
  strokes.flatMap(({ pen, points }) => points.map(([x, y], i) => [x, y, i ? pen : -pen]));
