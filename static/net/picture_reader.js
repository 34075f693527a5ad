/** Reads pictures in the page, by a Worker that is made for the first of them. */

import { PageReader, ReaderEnded } from "./page_reader.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("../core/contract.js").Picture} Picture */
/** @typedef {import("../reading/worker.js").Read} Read */
/** @typedef {import("../reading/worker.js").Question["into"]} Into images that are no digits, or null */
/** @typedef {(picture: Pick<Picture, "file" | "knobs">, into: Into, signal: AbortSignal) => Promise<Read | null>} ReadPicture null: this browser can't */

// What a browser can't decode, or shows otherwise than it is: a server may read it.
const UNREAD = ["not_an_image", "damaged_image", "foreign_format", "hidden_pixels"];

/**
 * A picture that is read again with other knobs is not decoded anew.
 * @param {() => Worker} create raises DOMException where the browser makes no Worker
 * @param {import("./page_reader.js").Say} say
 * @param {(() => Promise<unknown>) | null} find null: a server reads what this can't; where there is none that is refused, with a
 *   sentence, and `find` rejects with another one where the site lacks the reader's script
 * @returns {ReadPicture}
 */
export function pictureReader(create, say, find) {
  /** @type {PageReader | null} */
  let reader = null;
  /** @type {Blob | null} */
  let last = null;

  /** @type {(picture: Pick<Picture, "file" | "knobs">, into: Into, signal: AbortSignal) => Promise<Read>} */
  async function read({ file, knobs }, into, signal) {
    reader ??= new PageReader(create, say);
    if (file === last) return reader.again(knobs, signal, into);
    last = null;
    const found = await reader.read(file, knobs, signal, into).catch((error) => {
      if (isOfPicture(error)) last = file; // other knobs may find a digit
      throw error;
    });
    last = file;
    return found;
  }

  return async (picture, into, signal) => {
    try {
      return await read(picture, into, signal);
    } catch (error) {
      if (error instanceof ReaderEnded) [reader, last] = [null, null]; // another reads the next picture
      const unable = error instanceof ReaderEnded || (error instanceof DOMException && !isAbort(error));
      if (!find && (unable || isUnread(error))) return null;
      if (!find || !unable) throw error;
      await find();
      throw new Refusal(say("error.no_reader", {}), "no_reader");
    }
  };
}

/** @param {unknown} error */
const isUnread = (error) => error instanceof Refusal && UNREAD.includes(error.code);
/** @param {unknown} error */
const isOfPicture = (error) => error instanceof Refusal && error.details.steps;
/** @param {unknown} error */
const isAbort = (error) => /** @type {Error} */ (error).name === "AbortError";
