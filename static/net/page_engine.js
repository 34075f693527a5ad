/** The page's own engine: one Worker for each model, which answers in the live socket's bytes. */

import { DRAWN } from "../core/request_kinds.js";
import { SIDES, forBoth } from "../core/sides.js";
import { oneByOne } from "./one_by_one.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("./live_socket.js").Wanted} Wanted */
/** @typedef {import("../engine/worker.js").Addresses} Addresses */
/** @typedef {(codes: number[][], signal: AbortSignal) => Promise<Uint8Array>} Decode gives 784 bytes a code */
/** @typedef {{resolve: (bytes: Uint8Array) => void, reject: (error: Error) => void}} Asked */

/** The engine is no more: it was ended, or one of its Workers has died. */
export class EngineEnded extends Error {}

/** A Worker that answers questions by number; what it is to load is its first. */
class Answerer {
  /** @type {Map<number, Asked>} */ #asked = new Map();
  #number = 0;
  #ended = false;
  #worker;

  /** @param {Worker} worker @param {Addresses} addresses whole, as a Worker's own are others @param {() => void} onLost */
  constructor(worker, addresses, onLost) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = worker.onmessageerror = () => {
      this.end();
      onLost();
    };
    /** Settles once it can be asked, or where it can't. @type {Promise<unknown>} */
    this.ready = this.#send({ load: addresses });
  }

  /** @param {import("../engine/worker.js").Answer} answer */
  #hear({ number, bytes, failed }) {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    if (failed) asked?.reject(new Error(failed));
    else asked?.resolve(bytes);
  }

  /** @param {object} question @param {Transferable[]} [moved] @returns {Promise<Uint8Array>} */
  #send(question, moved = []) {
    if (this.#ended) return Promise.reject(new EngineEnded());
    const number = ++this.#number;
    this.#worker.postMessage({ number, ...question }, moved);
    return new Promise((resolve, reject) => this.#asked.set(number, { resolve, reject }));
  }

  /** @param {number} kind @param {number[][]} codes */
  ask(kind, codes) {
    const values = Float32Array.from(codes.flat());
    return this.#send({ kind, codes: values }, [values.buffer]);
  }

  end() {
    this.#ended = true;
    this.#worker.terminate();
    for (const { reject } of this.#asked.values()) reject(new EngineEnded("the engine has ended"));
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

  /** @param {Wanted} wanted */
  answers = ({ kind }) => kind !== DRAWN;

  /** @param {Wanted} wanted @returns {Promise<Uint8Array>} */
  ask = ({ side, codes, kind = 0 }) => this.#answerers[side].ask(kind, codes);

  /** Images that may wait: of each model one request at a time, so that others come between. @type {Record<Side, Decode>} */
  decodeInTurn = forBoth((side) => oneByOne((codes) => this.ask({ side, codes })));

  end() {
    for (const side of SIDES) this.#answerers[side].end();
  }
}
