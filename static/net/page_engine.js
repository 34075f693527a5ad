/** The page's own engine: one Worker for each model, which answers in the live socket's bytes. */

import { DRAWN } from "../core/request_kinds.js";
import { SIDES, forBoth } from "../core/sides.js";
import { oneByOne } from "./one_by_one.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("./live_socket.js").Wanted} Wanted */
/** @typedef {import("../engine/worker.js").Addresses} Addresses */
/** @typedef {(codes: number[][], signal: AbortSignal) => Promise<Uint8Array>} Decode gives 784 bytes a code */
/** @typedef {{resolve: (bytes: Uint8Array) => void, reject: (error: Error) => void}} Asked */

/** A Worker that answers questions by number. */
class Answerer {
  /** @type {Map<number, Asked>} */ #asked = new Map();
  #number = 0;
  #worker;

  /** @param {Worker} worker @param {Addresses} addresses whole, as a Worker's own are others @param {() => void} onLost */
  constructor(worker, addresses, onLost) {
    this.#worker = worker;
    /** Settles once it can be asked, or is lost before. @type {Promise<void>} */
    this.ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        "number" in data ? this.#hear(data) : data.failed ? reject(new Error(data.failed)) : resolve();
      worker.onerror = worker.onmessageerror = () => {
        reject(new Error("the engine is lost"));
        this.end();
        onLost();
      };
    });
    worker.postMessage(addresses);
  }

  /** @param {import("../engine/worker.js").Answer} answer */
  #hear({ number, bytes }) {
    this.#asked.get(number)?.resolve(bytes);
    this.#asked.delete(number);
  }

  /** @param {number} kind @param {number[][]} codes @returns {Promise<Uint8Array>} */
  ask(kind, codes) {
    const number = ++this.#number;
    const values = Float32Array.from(codes.flat());
    this.#worker.postMessage({ number, kind, codes: values }, [values.buffer]);
    return new Promise((resolve, reject) => this.#asked.set(number, { resolve, reject }));
  }

  end() {
    this.#worker.terminate();
    for (const { reject } of this.#asked.values()) reject(new Error("the engine has ended"));
    this.#asked.clear();
  }
}

/** An engine as LiveSocket takes it. */
export class PageEngine {
  #answerers;

  /**
   * Raises DOMException where the browser makes no Worker, as in a frame without an origin.
   * @param {(side: Side) => Worker} create @param {Record<Side, Addresses>} addresses
   * @param {() => void} onLost called where a Worker dies
   */
  constructor(create, addresses, onLost) {
    this.#answerers = forBoth((side) => new Answerer(create(side), addresses[side], onLost));
    this.ready = Promise.all(SIDES.map((side) => this.#answerers[side].ready));
  }

  /** The same for images that may wait: one request of each model at a time. @type {Record<Side, Decode>} */
  decodeInTurn = forBoth((side) => oneByOne((codes) => this.ask({ side, codes })));

  /** @param {Wanted} wanted */
  answers = ({ kind }) => kind !== DRAWN;

  /** @param {Wanted} wanted @returns {Promise<Uint8Array>} */
  ask = ({ side, codes, kind = 0 }) => this.#answerers[side].ask(kind, codes);

  end() {
    for (const side of SIDES) this.#answerers[side].end();
  }
}
