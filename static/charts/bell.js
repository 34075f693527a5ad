/** The curve of a normal density, as an SVG path. Pure. */

export const WIDTH = 200;
export const HEIGHT = 44;
const REACH = 4; // half of the x axis, in standard deviations of the prior

/**
 * The outline of a normal density on an x axis of −4..4, scaled so that its peak is near the top.
 * @param {number} mu @param {number} sigma @returns {string} an SVG path
 */
export function bell(mu, sigma) {
  const around = Array.from({ length: 61 }, (_, i) => mu + sigma * (i / 10 - 3));
  const points = around.map((value) => {
    const x = ((value + REACH) / (2 * REACH)) * WIDTH;
    const y = HEIGHT - (HEIGHT - 3) * Math.exp(-0.5 * ((value - mu) / sigma) ** 2);
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}
