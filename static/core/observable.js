/** Events and values that parts of the page share without knowing one another. Pure. */

/**
 * @template T
 * @typedef {{listen: (listener: (event: T) => void) => void, emit: (event: T) => void}} Channel
 */
/**
 * @template T
 * @typedef {{readonly value: T, listen: (listener: (value: T) => void) => void, set: (value: T) => void}} Observable
 */

/**
 * A channel: its listeners hear each event, in no order that they may rely on.
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
 * A value whose listeners hear each time that it is set, even to what it is.
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
