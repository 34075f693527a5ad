/** The images of a training: MNIST's, and the visitor's own where that trains too. */

/** @typedef {import("./source.js").Source} Source */

const OWN_SHARE = 20; // one training image in so many is the visitor's

/**
 * All that are known; the visitor's own is the last of each kind: held out, so that it is seen where it lies.
 * @param {Source} source @param {Uint8Array | null} own
 */
export function allOf({ train, heldOut, labels }, own) {
  const added = own ? [own] : [];
  return { train: [...train, ...added], heldOut: [...heldOut, ...added], labels: [...labels, ...added.map(() => -1)] };
}

/**
 * Places of those that train; null: all, one after the other.
 * @param {import("../core/training_knobs.js").Start} start @param {number} length of MNIST's own @param {boolean} hasOwn
 */
export function placesOf(start, length, hasOwn) {
  if (start === "one") return [0];
  const times = Math.ceil(length / (OWN_SHARE - 1));
  return hasOwn ? Array.from({ length: length + times }, (_, i) => Math.min(i, length)) : null;
}
