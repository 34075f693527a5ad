/** What the lens on the VAE's map decodes: a square of codes around μ. Pure. */

export const ACROSS = 5; // images
export const REACH = 2.5; // of the wider σ, to each side

/**
 * The codes at the middles of the lens's cells, row by row from the top.
 * @param {number[]} mu
 * @param {number[]} sigma
 */
export function lensCodes(mu, sigma) {
  const step = (2 * REACH * Math.max(sigma[0], sigma[1])) / ACROSS;
  const offsets = Array.from({ length: ACROSS }, (_, i) => (i - (ACROSS - 1) / 2) * step);
  return offsets.flatMap((down) => offsets.map((right) => [mu[0] + right, mu[1] - down, ...mu.slice(2)]));
}
