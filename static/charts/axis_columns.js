/** All axes of a posterior side by side: where it lies and how wide it is, against the prior, and what that costs. Pure. */

export const WIDTH = 320;
const HEIGHT = 76; // of the part that shows places
const REACH = 3; // of the prior's sd: what lies farther out stands at the edge
const COST = 34; // height of the bars below
const GAP = 6;
const THIN = 0.9; // the least height that is seen

/** @param {number} place in units of the prior's sd */
const heightOf = (place) => HEIGHT / 2 - (Math.min(Math.max(place, -REACH), REACH) / REACH) * (HEIGHT / 2);

/** A rectangle. @param {string} name its class @param {number} x @param {[number, number]} ends from top to bottom @param {number} width */
const bar = (name, x, [top, bottom], width) =>
  `<rect class="${name}" x="${x.toFixed(2)}" y="${top.toFixed(2)}" width="${width.toFixed(2)}" height="${Math.max(bottom - top, THIN).toFixed(2)}"/>`;

/**
 * @param {{mu: number, sigma: number, nats: number, isDead: boolean}[]} axes in the order to be shown, not empty
 * @param {string} name for screen readers
 * @returns {string} an SVG element
 */
export function axisColumns(axes, name) {
  const wide = WIDTH / axes.length;
  const most = Math.max(...axes.map(({ nats }) => nats), Number.MIN_VALUE);
  const columns = axes.map(({ mu, sigma, nats, isDead }, i) => {
    const [x, room] = [i * wide + wide * 0.15, wide * 0.7];
    const ends = /** @type {[number, number]} */ ([heightOf(mu + sigma), heightOf(mu - sigma)]);
    const middle = /** @type {[number, number]} */ ([heightOf(mu) - THIN, heightOf(mu) + THIN]);
    const ground = HEIGHT + GAP;
    const cost = bar("cost", x, [ground, ground + (COST * Math.max(nats, 0)) / most], room);
    return `<g data-i="${i}"${isDead ? ' class="dead"' : ""}>${bar("width", x, ends, room)}${bar("middle", x, middle, room)}${cost}</g>`;
  });
  const prior = bar("prior-band", 0, [heightOf(1), heightOf(-1)], WIDTH);
  return `<svg class="axis-columns" viewBox="0 0 ${WIDTH} ${HEIGHT + GAP + COST}" preserveAspectRatio="none" role="img" aria-label="${name}">
    ${prior}<path class="zero" d="M0,${HEIGHT / 2}H${WIDTH}"/>${columns.join("")}</svg>`;
}

/** The column at a share of the width, 0 to 1. @param {number} share @param {number} count */
export const columnAt = (share, count) => Math.min(Math.max(Math.floor(share * count), 0), count - 1);
