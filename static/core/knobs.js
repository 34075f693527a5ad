/** A picture's knobs before a visitor turns any: all is found by itself, as the server has it. Pure. */

/** @type {import("./contract.js").Knobs} */
export const AUTOMATIC = {
  threshold: null,
  invert: false,
  thickness: 0,
  digit: null,
  turn: 0,
  mirror: false,
  crop: null,
};
