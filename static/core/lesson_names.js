/** The names of the lesson's steps, in the lecture's order: all that the page knows of them before it loads the lesson. Pure. */

export const NAMES = [
  "point",
  "between",
  "random",
  "near",
  "curve",
  "spread",
  "noise",
  "symbols",
  "rebuild",
  "loss",
  "beta",
  "end",
];
export const FIRST_STEP = NAMES[0];

/** The name of a step, or undefined. @param {string} text */
export const stepNamed = (text) => NAMES.find((name) => name === text);
