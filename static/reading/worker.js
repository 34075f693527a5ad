/**
 * Reads pictures in a Worker, so that none has to leave the visitor's machine: told a file and knobs, or other knobs alone.
 */

import { PictureFile } from "./browser_pixels.js";
import { dataUrl } from "./data_url.js";
import { fromFile, fromPicture } from "./digit_input.js";
import { Problem } from "./problem.js";

/** @typedef {import("./normalise/knobs.js").Knobs} Knobs */
/** @typedef {import("./normalise/normalise.js").Normalised} Normalised */
/** @typedef {import("./normalise/steps.js").Step} Step */
/** @typedef {{number: number, file?: Blob, knobs: Knobs}} Question without a file: of the one before */
/** @typedef {import("../core/contract.js").Way & {input: Uint8Array, warnings: string[]}} Read input: 784 bytes */
/**
 * @typedef {{
 *   code: string,
 *   values: Record<string, string | number>,
 *   steps: import("../core/contract.js").Step[] | null,
 * }} Refused steps: what shows why there is no digit, or none
 */
/** @typedef {{number: number, found?: Read, refused?: Refused}} Answer */

/**
 * The picture that was read last, for other knobs.
 * @type {{file: PictureFile, picture: import("./reading.js").Picture} | null}
 */
let kept = null;
let last = Promise.resolve();

/** @param {Question} question @returns {Promise<Normalised | Problem>} */
async function read({ file, knobs }) {
  if (file) {
    kept = null;
    return taken(new PictureFile(file), (own) => fromFile(own.open, knobs));
  }
  if (!kept) throw new Problem("unknown_picture");
  const { picture } = kept;
  return taken(kept.file, () => fromPicture(picture, knobs));
}

/** @param {PictureFile} file @param {(file: PictureFile) => Promise<import("./digit_input.js").Answer>} work */
async function taken(file, work) {
  try {
    const { picture, found } = await work(file);
    kept = { file, picture };
    return found;
  } finally {
    file.close();
  }
}

/** @param {Question} question */
async function answer(question) {
  const { number } = question;
  try {
    const found = await read(question);
    if (found instanceof Problem) throw found;
    const told = { ...found, steps: found.steps.map(shown), digits: found.digits.map(shown) };
    postMessage({ number, found: told });
  } catch (error) {
    // Any other error is a fault, and the Worker's end.
    if (error instanceof Problem) postMessage({ number, refused: refusalOf(error) });
    else reportError(error);
  }
}

/** @param {Problem} problem @returns {Refused} */
const refusalOf = ({ code, values, steps }) => ({ code, values, steps: steps && steps.map(shown) });

/** With its picture's address. @template {{picture: import("./normalise/pictures.js").Picture}} T @param {T} one */
const shown = (one) => ({ ...one, picture: dataUrl(one.picture) });

addEventListener("message", ({ data }) => {
  last = last.then(() => answer(data)); // one after another, each with the picture of the one before
});
