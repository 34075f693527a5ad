/** The square of codes around μ that the lens on the VAE's map decodes. Pure. */

export const ACROSS = 5; // images on a side
export const REACH = 2.5; // from μ to each edge, in multiples of the larger σ

/**
 * Codes at the centres of the lens's cells, row by row from the top.
 * @param {number[]} mu
 * @param {number[]} sigma
 */
export function lensCodes(mu, sigma) {
  const step = (2 * REACH * Math.max(sigma[0], sigma[1])) / ACROSS;
  const offsets = Array.from({ length: ACROSS }, (_, i) => (i - (ACROSS - 1) / 2) * step);
  return offsets.flatMap((down) => offsets.map((right) => [mu[0] + right, mu[1] - down, ...mu.slice(2)]));
}
