/** The page's own engine: one Worker for each model, which answers in the live socket's bytes, or in the API's terms. */

import { AskedWorker } from "./asked_worker.js";
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

/** The engine is no more: it was ended, or one of its Workers has died. */
export class EngineEnded extends Error {}

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
    const die = (/** @type {Side} */ side) => {
      this.#answerers[side].end(new EngineEnded());
      onLost();
    };
    this.#answerers = forBoth((side) => new AskedWorker(create(side), () => die(side)));
    /** Settles once it can be asked, or where it can't. */
    this.ready = Promise.all(SIDES.map((side) => this.#answerers[side].send({ load: starts[side] })));
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
    const ended = new EngineEnded("the engine has ended");
    for (const side of SIDES) this.#answerers[side].end(ended);
  }
}
