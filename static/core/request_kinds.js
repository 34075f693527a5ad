/** What a request on the live socket wants of its codes. */

export const IMAGES = 0;
export const COMPARED = 1;
export const WALKED = 2; // compared, and the curve that they are decoded to measured finely
export const EVENLY = 3; // the same, re-timed to equal changes of the image
export const DRAWN = 4; // the rows are a drawing, to be encoded

/** @typedef {"given" | "even" | null} Pace of a walk; null: they are none */
/** @param {number} kind @returns {Pace} */
export const paceOf = (kind) => (kind === WALKED ? "given" : kind === EVENLY ? "even" : null);
