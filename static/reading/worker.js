/**
 * Reads pictures in a Worker, so that none has to leave the visitor's machine: told a file and knobs, or other knobs alone.
 */

import { PictureFile } from "./browser_pixels.js";
import { dataUrl } from "./data_url.js";
import { fromFile, fromPicture } from "./digit_input.js";
import { fitted } from "./fitted.js";
import { pngAddress } from "../core/png.js";
import { Problem } from "./problem.js";

/** @typedef {import("./normalise/knobs.js").Knobs} Knobs */
/** @typedef {import("./normalise/normalise.js").Normalised} Normalised */
/** @typedef {import("./normalise/steps.js").Step} Step */
/** @typedef {import("../core/pixels.js").Shape} Shape */
/** @typedef {{number: number, file?: Blob, knobs: Knobs, into: Shape | null}} Question without a file: of the one before; into: images that are no digits */
/** @typedef {import("../core/contract.js").Way & {input: Uint8Array, warnings: string[]}} Read input: an image's bytes */
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
 * @type {{file: PictureFile, picture: import("./reading.js").Picture | null} | null}
 */
let kept = null;
let last = Promise.resolve();

/** @param {Omit<Question, "into">} question @returns {Promise<Normalised | Problem>} */
async function read({ file, knobs }) {
  const { file: own, picture } = begun(file);
  return taken(own, () => (picture ? fromPicture(picture, knobs) : fromFile(own.open, knobs)));
}

/** The file that is given, or else the one before. @param {Blob | undefined} file */
function begun(file) {
  const one = file ? { file: new PictureFile(file), picture: null } : kept;
  if (!one) throw new Problem("unknown_picture");
  if (file) kept = null;
  return one;
}

/** @param {Omit<Question, "into"> & {into: Shape}} question @returns {Promise<Read>} */
async function readInto({ file, knobs, into }) {
  const { file: own } = begun(file);
  try {
    const { bytes, side, channels } = await fitted(own.open, knobs, into);
    kept = { file: own, picture: null };
    const step = { name: "fitted", note: `${side}×${side}`, picture: pngAddress(bytes, side, channels) };
    return { input: bytes, warnings: [], steps: [step], digits: [], digits_found: 0, chosen: 0 };
  } finally {
    own.close();
  }
}

/** @param {Question} question @returns {Promise<Read>} */
async function answerTo({ into, ...question }) {
  if (into) return readInto({ ...question, into });
  const found = await read(question);
  if (found instanceof Problem) throw found;
  return { ...found, steps: found.steps.map(shown), digits: found.digits.map(shown) };
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
    postMessage({ number, found: await answerTo(question) });
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
