/** Pages of the gallery of real digits. Pure. */

/** Index of the digit that is shown at first, a 3. */
export const FIRST_DIGIT = 5;
const CLASSES = 10;

/**
 * Indices of the digits on a page: one of each class, in order; successive pages cycle through each class.
 * @param {number[]} labels
 * @param {number} page
 * @param {number | null} [chosen] a digit that keeps the place of its class, on any page
 * @returns {number[]}
 */
export function galleryPage(labels, page, chosen = null) {
  return Array.from({ length: CLASSES }, (_, label) => {
    if (chosen !== null && labels[chosen] === label) return chosen;
    const own = labels.flatMap((l, index) => (l === label ? [index] : []));
    return own[page % own.length];
  });
}
