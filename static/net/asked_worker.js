/** A Worker that is asked by number, and may tell of more than it is asked. */

/** @typedef {{resolve: (found: any) => void, reject: (error: Error) => void}} Asked */
/** @typedef {{number: number, found?: any, failed?: string}} Answer failed: why there is none */

export class AskedWorker {
  /** @type {Map<number, Asked>} */ #asked = new Map();
  #number = 0;
  #worker;
  /** @type {Error | null} */ #ended = null;

  /** @param {Worker} worker @param {() => void} onDeath @param {(told: any) => void} [onTold] hears what it tells unasked */
  constructor(worker, onDeath, onTold) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => (data.number ? this.#hear(data) : onTold?.(data.told));
    worker.onerror = worker.onmessageerror = onDeath;
  }

  /** @param {Answer} answer */
  #hear({ number, found, failed }) {
    const asked = this.#asked.get(number);
    this.#asked.delete(number);
    if (failed) asked?.reject(new Error(failed));
    else asked?.resolve(found);
  }

  /** @param {object} question @param {Transferable[]} [moved] @returns {Promise<any>} */
  send(question, moved = []) {
    if (this.#ended) return Promise.reject(this.#ended);
    const number = ++this.#number;
    this.#worker.postMessage({ number, ...question }, moved);
    return new Promise((resolve, reject) => this.#asked.set(number, { resolve, reject }));
  }

  /** @param {string} ask by its name @param {unknown} [given] @param {Transferable[]} [moved] */
  ask = (ask, given, moved) => this.send({ ask, given }, moved);

  /** @param {Error} reason what all questions come to, from now on */
  end(reason) {
    this.#worker.terminate();
    this.#ended = reason;
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
  }
}
