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
