/** A visitor's digit and how it was obtained, in the words of the server's answer. */

import { check } from "./normalise/knobs.js";
import { Problem } from "./problem.js";
import { read, readAgain, stepsWithoutDigit } from "./reading.js";

/** @typedef {import("./normalise/knobs.js").Knobs} Knobs */
/** @typedef {import("./normalise/normalise.js").Normalised} Normalised */
/** @typedef {import("./reading.js").File} File */
/** @typedef {import("./reading.js").Picture} Picture */
/** @typedef {{picture: Picture, found: Normalised | Problem}} Answer picture: to be read again with other knobs */

/**
 * The digit in a file. Raises the Problems of the knobs and of the file.
 * @param {File} file @param {Knobs} knobs @returns {Promise<Answer>}
 */
export async function fromFile(file, knobs) {
  check(knobs);
  return told(await read(file, knobs), knobs);
}

/**
 * The digit in a picture that was read before. Raises Problem bad_knob or bad_crop.
 * @param {Picture} picture @param {Knobs} knobs @returns {Promise<Answer>}
 */
export async function fromPicture(picture, knobs) {
  check(knobs);
  return told(await readAgain(picture, knobs), knobs);
}

/** With what the steps made of the picture, where no digit was found. @param {Answer} answer @param {Knobs} knobs */
function told(answer, knobs) {
  const { picture, found } = answer;
  if (found instanceof Problem) found.steps = stepsWithoutDigit(picture, knobs);
  return answer;
}
