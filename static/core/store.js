/** The store: the page's state, and who listens to which part of it. */

/** @typedef {import("./state.js").State} State */

/** Holds the state: read it, set a part, listen to keys. */
export class Store {
  /** @type {Map<(state: State) => void, (keyof State)[]>} */
  #listeners = new Map();

  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  /** Set a part; listeners to a key that really changed are called. @param {Partial<State>} patch */
  set(patch) {
    const before = this.state;
    this.state = { ...before, ...patch };
    for (const [listener, keys] of this.#listeners) {
      if (keys.some((key) => before[key] !== this.state[key])) listener(this.state);
    }
  }

  /**
   * Call back when any of the keys changes; returns how to stop.
   * @param {(keyof State)[]} keys @param {(state: State) => void} listener @returns {() => void}
   */
  listen(keys, listener) {
    this.#listeners.set(listener, keys);
    return () => this.#listeners.delete(listener);
  }
}
