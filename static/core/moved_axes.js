/** Which coordinates of a code to say after it has moved: of many dimensions nobody listens to all. Pure. */

const MOST = 3; // coordinates in a sentence

/**
 * The axes to name: all of a few, else those that moved; null where too many did.
 * @param {number[]} z
 * @param {number[] | null} before where it was when it was last said, if it was
 * @returns {number[] | null}
 */
export function movedAxes(z, before) {
  const axes = z.map((_, axis) => axis);
  if (z.length <= MOST) return axes;
  const moved = before ? axes.filter((axis) => z[axis] !== before[axis]) : axes;
  return moved.length && moved.length <= MOST ? moved : null;
}
