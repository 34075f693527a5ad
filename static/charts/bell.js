/** A normal density as a curve. Pure: strings out. */

export const WIDTH = 200;
export const HEIGHT = 44;
const REACH = 4; // prior standard deviations to each side

/**
 * The outline of a normal density over −4..4, its top at the picture's top.
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
