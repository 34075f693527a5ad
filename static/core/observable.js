/** Events and values that parts of the page share without knowing each other. Pure. */

/**
 * @template T
 * @typedef {{listen: (listener: (event: T) => void) => void, emit: (event: T) => void}} Channel
 */
/**
 * @template T
 * @typedef {{readonly value: T, listen: (listener: (value: T) => void) => void, set: (value: T) => void}} Observable
 */

/**
 * A channel: all listeners get each event, in unspecified order.
 * @template T
 * @returns {Channel<T>}
 */
export function channel() {
  /** @type {((event: T) => void)[]} */
  const listeners = [];
  return {
    listen: (listener) => void listeners.push(listener),
    emit: (event) => listeners.forEach((listener) => listener(event)),
  };
}

/**
 * A value that notifies its listeners at each set, even to the same value.
 * @template T
 * @param {T} initial
 * @returns {Observable<T>}
 */
export function observable(initial) {
  /** @type {Channel<T>} */
  const changes = channel();
  let current = initial;
  return {
    get value() {
      return current;
    },
    listen: changes.listen,
    set(value) {
      current = value;
      changes.emit(value);
    },
  };
}
