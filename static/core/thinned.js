/** A series that grows without end, of which few points are kept. Pure. */

export const MOST = 300;

/**
 * With a further point; where they become too many, those stay that are evenly apart, the first, and the newest.
 * @template {{step: number}} T @param {T[]} points by step @param {T} point @param {number} [most] @returns {T[]}
 */
export function appended(points, point, most = MOST) {
  const all = [...points, point];
  if (all.length <= most) return all;
  const apart = (2 * (point.step - all[0].step)) / most;
  let next = -Infinity;
  return all.filter((one, i) => {
    if (one.step < next && i < all.length - 1) return false;
    next = one.step + apart;
    return true;
  });
}
