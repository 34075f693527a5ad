/** The ink of segments with round ends, by whole numbers below 2^53: see app/images/strokes.py. */

export const BOX = 20; // px, the longer side of a digit
export const FINE = 8; // pixels drawn per pixel of the box, along each axis
export const GRID = 16; // steps per fine pixel, to which points and half the pen's width are rounded, up if halfway
const SIDE = BOX * FINE; // fine pixels
const WIDE = SIDE + 1; // a run's end is marked behind it

/**
 * From (x, y) to a point `across` (0 or more) and `down` from it; `half`: of the pen's width. All in steps.
 * @typedef {{x: number, y: number, across: number, down: number, half: number}} Segment
 */

/** How many fine pixels of each of the box's are ink, (20, 20). @param {Segment[]} segments */
export function inkOf(segments) {
  const marks = new Int32Array(SIDE * WIDE);
  for (const segment of segments) markRuns(marks, segment);
  const counts = new Uint8Array(BOX * BOX);
  for (let row = 0; row < SIDE; row++) {
    const to = Math.floor(row / FINE) * BOX;
    let open = 0;
    for (let column = 0; column < SIDE; column++) {
      open += marks[row * WIDE + column];
      if (open) counts[to + Math.floor(column / FINE)]++;
    }
  }
  return counts;
}

/** One more where a run of ink begins, one less behind it. @param {Int32Array} marks (160, 161) @param {Segment} segment */
function markRuns(marks, segment) {
  const { x, y, down, half } = segment;
  const bottom = Math.floor((Math.max(y, y + down) + half) / GRID);
  for (let row = Math.ceil((Math.min(y, y + down) - half) / GRID); row <= bottom; row++) {
    const [left, right] = reach(row * GRID - y, segment);
    marks[row * WIDE + Math.ceil((x + left) / GRID)]++;
    marks[row * WIDE + Math.floor((x + right) / GRID) + 1]--;
  }
}

/**
 * The least and greatest whole x within `half` of a segment from (0, 0), at y: of discs around both ends and of the bar
 * between them. Bounds lie between whole numbers, so none is ever met; by 0 they are ±Infinity.
 * @param {number} y @param {Segment} segment
 */
function reach(y, { across, down, half }) {
  const one = chord(y, half);
  const other = chord(y - down, half);
  const left = Math.min(-one, across - other);
  const right = Math.max(one, across + other);
  const squared = across * across + down * down;
  const beside = Math.floor(Math.sqrt(half * half * squared)) + 0.5; // bounds |across · y − down · x|
  const a = (across * y - beside) / down;
  const b = (across * y + beside) / down;
  const low = Math.ceil(Math.max(Math.min(a, b), (0.5 - down * y) / across));
  const high = Math.floor(Math.min(Math.max(a, b), (squared - 0.5 - down * y) / across));
  return low <= high ? [Math.min(left, low), Math.max(right, high)] : [left, right];
}

/** Half of a disc's chord at y from its centre; −Infinity beyond the disc. @param {number} y @param {number} half */
function chord(y, half) {
  const squared = half * half - y * y;
  return squared < 0 ? -Infinity : Math.floor(Math.sqrt(squared));
}
