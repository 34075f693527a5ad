/** The page's own engine: one Worker for each model, which answers in the live socket's bytes, or in the API's terms. */

import { SIDES, forBoth } from "../core/sides.js";
import { warningsOf } from "../core/warnings.js";
import { oneByOne } from "./one_by_one.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/contract.js").ImageFacts} ImageFacts */
/** @typedef {import("./live_socket.js").Wanted} Wanted */
/** @typedef {import("../core/plane.js").Plane} Plane */
/** @typedef {import("../engine/worker.js").Start} Start */
/** @typedef {(codes: number[][], signal: AbortSignal) => Promise<Uint8Array>} Decode gives the bytes of an image a code */
/** @typedef {{resolve: (found: any) => void, reject: (error: Error) => void}} Asked */

/** The engine is no more: it was ended, or one of its Workers has died. */
export class EngineEnded extends Error {}

/** A Worker that answers questions by number; what it is to load is its first. */
class Answerer {
  /** @type {Map<number, Asked>} */ #asked = new Map();
  #number = 0;
  #ended = false;
  #worker;

  /** @param {Worker} worker @param {Start} start with whole addresses, as a Worker's own are others @param {() => void} onLost */
  constructor(worker, start, onLost) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = worker.onmessageerror = () => {
      this.end();
      onLost();
    };
    /** Settles once it can be asked, or where it can't. @type {Promise<unknown>} */
    this.ready = this.#send({ load: start });
  }

  /** @param {import("../engine/worker.js").Answer} answer */
  #hear({ number, found, failed }) {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    if (failed) asked?.reject(new Error(failed));
    else asked?.resolve(found);
  }

  /** @param {object} question @param {Transferable[]} [moved] @returns {Promise<any>} */
  #send(question, moved = []) {
    if (this.#ended) return Promise.reject(new EngineEnded());
    const number = ++this.#number;
    this.#worker.postMessage({ number, ...question }, moved);
    return new Promise((resolve, reject) => this.#asked.set(number, { resolve, reject }));
  }

  /** @param {string} ask by its name in engine/answers.js @param {object} given @param {Transferable[]} [moved] */
  ask = (ask, given, moved) => this.#send({ ask, given }, moved);

  end() {
    this.#ended = true;
    this.#worker.terminate();
    for (const { reject } of this.#asked.values()) reject(new EngineEnded("the engine has ended"));
    this.#asked.clear();
  }
}

/** An engine as LiveSocket takes it, that also answers what is asked of the API. */
export class PageEngine {
  #answerers;
  /** Whether it can say all of a digit. */
  knowsSample = false;

  /**
   * Raises DOMException where the browser makes no Worker, as in a frame without an origin.
   * @param {(side: Side) => Worker} create @param {Record<Side, Start>} starts
   * @param {() => void} onLost called where a Worker dies
   */
  constructor(create, starts, onLost) {
    this.#answerers = forBoth((side) => new Answerer(create(side), starts[side], onLost));
    this.ready = Promise.all(SIDES.map((side) => this.#answerers[side].ready));
  }

  /** @param {Wanted} wanted @returns {Promise<Uint8Array>} */
  ask({ side, codes, kind = 0 }) {
    const values = Float32Array.from(codes.flat());
    return this.#answerers[side].ask("codes", { kind, codes: values }, [values.buffer]);
  }

  /** Images that may wait: of each model one request at a time, so that others come between. @type {Record<Side, Decode>} */
  decodeInTurn = forBoth((side) => oneByOne((codes) => this.ask({ side, codes })));

  /** Learn the sample, which images are compared with. @param {Uint8Array[]} digits */
  async learn(digits) {
    await this.#answerers.vae.ask("learn", { digits });
    this.knowsSample = true;
  }

  /** A digit's code in a model. @param {Side} side @param {Uint8Array} digit @returns {Promise<number[]>} */
  code = (side, digit) => this.#answerers[side].ask("code", { digit });

  /**
   * All facts about a digit. Only once the sample is known.
   * @param {Uint8Array} digit @returns {Promise<{image: ImageFacts, models: Record<Side, Encoding>}>}
   */
  async encode(digit) {
    const { ae, vae } = this.#answerers;
    const [ofAe, ofVae, image] = await Promise.all([
      ae.ask("digit", { digit }),
      vae.ask("digit", { digit }),
      vae.ask("image", { digit }),
    ]);
    const judged = (/** @type {Omit<Encoding, "warnings">} */ encoding) => ({
      ...encoding,
      warnings: warningsOf(image, encoding.standing.percentile),
    });
    return { image, models: { ae: judged(ofAe), vae: judged(ofVae) } };
  }

  /** Codes drawn by chance. @param {object} wanted as engine/answers.js takes it @returns {Promise<number[][]>} */
  draw = (wanted) => this.#answerers.vae.ask("draws", wanted);

  /** @param {Side} side @param {number[]} z @param {Plane} plane @returns {Promise<import("../core/contract.js").Similarity>} */
  similarity = (side, z, plane) => this.#answerers[side].ask("similarity", { z, plane });

  /**
   * A layer's numbers at codes, column by column.
   * @param {Side} side @param {import("../core/state.js").Layer} name @param {number[][]} codes @param {Plane} plane that they are on
   * @returns {Promise<Record<string, number[]>>}
   */
  layer(side, name, codes, plane) {
    const values = Float32Array.from(codes.flat());
    return this.#answerers[side].ask("layer", { name, codes: values, plane }, [values.buffer]);
  }

  end() {
    for (const side of SIDES) this.#answerers[side].end();
  }
}
