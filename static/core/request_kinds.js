/** Kinds of request on the live socket: what is wanted of the codes. */

export const IMAGES = 0;
export const COMPARED = 1;
export const WALKED = 2; // compared, with the length of the decoded curve finely measured
export const EVENLY = 3; // walked, re-timed so that each step changes the image equally
export const DRAWN = 4; // the rows are a drawing, to be encoded

/** @typedef {"given" | "even" | null} Pace of a walk; null: not a walk */
