/** Which parts of a plane of latent space are shown. Pure. */

/** @typedef {import("./viewport.js").Extent} Extent */

const MARGIN = 1.12; // around the crowd, of its own half width

/**
 * The square that all but the outermost codes lie in.
 * @param {{mu: number[]}[]} codes @param {number} [share] of the codes, on each axis @returns {Extent}
 */
export function crowdExtent(codes, share = 0.97) {
  const range = (/** @type {number} */ axis) => {
    const sorted = codes.map(({ mu }) => mu[axis]).sort((a, b) => a - b);
    const cut = Math.floor((sorted.length * (1 - share)) / 2);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  };
  const [[left, right], [low, high]] = [range(0), range(1)];
  return {
    center: [(left + right) / 2, (low + high) / 2],
    half_width: (MARGIN * Math.max(right - left, high - low)) / 2,
  };
}

/**
 * Where a zoom into an extent towards a place is, on the way to a part of the whole: the centre moves with it, so that the
 * place stays in sight from beginning to end.
 * @param {Extent} extent @param {number[]} place @param {{part: number, last: number}} zoom part: of the half width that is
 *   shown, from 1 down to `last` @returns {Extent}
 */
export function zoomedTo({ center: [x, y], half_width: half }, place, { part, last }) {
  const way = (1 - part) / (1 - last);
  return { half_width: half * part, center: [x + (place[0] - x) * way, y + (place[1] - y) * way] };
}
