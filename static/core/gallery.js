/** Pages of the gallery of real digits. Pure. */

const CLASSES = 10;

/**
 * Indices of the digits on a page: one of each class, in order; successive pages cycle through each class.
 * @param {number[]} labels @param {number} page @returns {number[]}
 */
export function galleryPage(labels, page) {
  return Array.from({ length: CLASSES }, (_, label) => {
    const own = labels.flatMap((l, index) => (l === label ? [index] : []));
    return own[page % own.length];
  });
}
