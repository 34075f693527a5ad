/** The store: the page's state, and the listeners to its keys. */

/** @typedef {import("./state.js").State} State */

/** The state, to be read, patched and listened to by key. */
export class Store {
  /** @type {Map<(state: State) => void, (keyof State)[]>} */
  #listeners = new Map();

  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  /** Apply a patch, and call the listeners of keys whose values changed. @param {Partial<State>} patch */
  set(patch) {
    const before = this.state;
    this.state = { ...before, ...patch };
    for (const [listener, keys] of this.#listeners) {
      if (keys.some((key) => before[key] !== this.state[key])) listener(this.state);
    }
  }

  /**
   * Call the listener when any of the keys changes. Returns a function that unsubscribes it.
   * @param {(keyof State)[]} keys @param {(state: State) => void} listener @returns {() => void}
   */
  listen(keys, listener) {
    this.#listeners.set(listener, keys);
    return () => this.#listeners.delete(listener);
  }
}
