/** Pages of the gallery of real images. Pure. */

import { MNIST } from "./mnist.js";

/** Index of the digit that is shown at first, a 3. */
export const FIRST_DIGIT = 5;
/** Where a sample begins with an image that is not an ordinary one. @type {Record<string, number>} */
const FIRST = { [MNIST]: FIRST_DIGIT, "colour-sprites": 5 };
/** Index of the image that is shown at first of a set's sample. @param {{id: string}} images @param {number} [count] of the sample */
export const firstOf = ({ id }, count = Infinity) => Math.min(FIRST[id] ?? 0, count - 1);
const PLACES = 10;

/**
 * Indices of the images on a page: one of each class in turn, in order; successive pages cycle through each class.
 * @param {(number | null)[]} labels
 * @param {number} page
 * @param {number | null} [chosen] an image that keeps the first place of its class, on any page
 * @returns {number[]}
 */
export function galleryPage(labels, page, chosen = null) {
  const classes = [...new Set(labels)].sort((a, b) => Number(a) - Number(b));
  const inPlace = Array.from({ length: PLACES }, (_, place) => page * PLACES + place).map((turn) => {
    const own = ofClass(labels, classes[turn % classes.length]);
    return own[Math.floor(turn / classes.length) % own.length];
  });
  const found = [...new Set(inPlace)];
  if (chosen === null || found.includes(chosen)) return found;
  const first = found.findIndex((index) => labels[index] === labels[chosen]);
  return first < 0 ? found : found.with(first, chosen);
}

/** @param {(number | null)[]} labels @param {number | null} wanted */
const ofClass = (labels, wanted) => labels.flatMap((label, index) => (label === wanted ? [index] : []));
