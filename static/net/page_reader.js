/** Pictures read by the page itself, in a Worker: no picture that the browser can decode leaves the visitor's machine. */

import { oneByOne } from "./one_by_one.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("../core/contract.js").Knobs} Knobs */
/** @typedef {import("../reading/worker.js").Answer} Answer */
/** @typedef {import("../reading/worker.js").Question} Question */
/** @typedef {import("../reading/worker.js").Read} Read */
/** @typedef {import("../reading/worker.js").Refused} Refused */
/** @typedef {(key: string, values: Record<string, string | number>) => string} Say a sentence of the catalogue */

/** The reader is no more: it was ended, or its Worker has died. */
export class ReaderEnded extends Error {}

/** A Worker that reads one picture at a time; what is no longer wanted before its turn is left out. */
export class PageReader {
  /** @type {{number: number, resolve: (found: Read) => void, reject: (error: Error) => void} | null} */
  #asked = null;
  #number = 0;
  #ended = false;
  #worker;
  #say;
  #inTurn = oneByOne((/** @type {Omit<Question, "number">} */ question) => this.#send(question));

  /**
   * Raises DOMException where the browser makes no Worker, as in a frame without an origin.
   * @param {() => Worker} create @param {Say} say
   */
  constructor(create, say) {
    this.#say = say;
    this.#worker = create();
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = this.#worker.onmessageerror = () => this.end();
  }

  /**
   * The digit in a picture. Rejects with Refusal, its details what the steps made of the picture where it has none.
   * @param {Blob} file @param {Knobs} knobs @param {AbortSignal} signal
   * @param {Question["into"]} [into] images that are no digits, into whose square it is fitted @returns {Promise<Read>}
   */
  read = (file, knobs, signal, into = null) => this.#inTurn({ file, knobs, into }, signal);

  /**
   * The digit in the picture that was read last.
   * @param {Knobs} knobs @param {AbortSignal} signal @param {Question["into"]} [into] @returns {Promise<Read>}
   */
  again = (knobs, signal, into = null) => this.#inTurn({ knobs, into }, signal);

  end() {
    this.#ended = true;
    this.#worker.terminate();
    this.#asked?.reject(new ReaderEnded("the reader has ended"));
    this.#asked = null;
  }

  /** @param {object} question @returns {Promise<Read>} */
  #send(question) {
    if (this.#ended) return Promise.reject(new ReaderEnded("the reader has ended"));
    const number = ++this.#number;
    this.#worker.postMessage({ number, ...question });
    return new Promise((resolve, reject) => (this.#asked = { number, resolve, reject }));
  }

  /** @param {Answer} answer */
  #hear({ number, found, refused }) {
    if (this.#asked?.number !== number) return;
    const { resolve, reject } = this.#asked;
    this.#asked = null;
    if (found) resolve(found);
    else reject(this.#refusal(/** @type {Refused} */ (refused)));
  }

  /** As the server's problem says it. @param {Refused} refused */
  #refusal({ code, values, steps }) {
    const details = { code, ...(steps && { picture: null, steps }) };
    const said = code === "not_an_image" ? "not_an_image_here" : code; // of those that servers read, browsers lack some
    return new Refusal(this.#say(`error.${said}`, values), code, details);
  }
}
