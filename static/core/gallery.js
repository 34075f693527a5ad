/** The pages of the gallery of real digits. Pure. */

const CLASSES = 10;

/**
 * Which digits a page of the gallery shows: one of each class, in order, others on each page.
 * @param {number[]} labels @param {number} page @returns {number[]}
 */
export function galleryPage(labels, page) {
  return Array.from({ length: CLASSES }, (_, label) => {
    const own = labels.flatMap((l, index) => (l === label ? [index] : []));
    return own[page % own.length];
  });
}
