/** Work that is done one piece at a time, in order, so that whatever else is asked waits for one piece at most. */

/**
 * Returns a function that has a piece done; it rejects with the signal's reason where that is aborted before.
 * @template T, R
 * @param {(piece: T) => Promise<R>} work
 * @returns {(piece: T, signal: AbortSignal) => Promise<R>}
 */
export function oneByOne(work) {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (piece, signal) => {
    const result = last.then(() => {
      signal.throwIfAborted();
      return work(piece);
    });
    last = result.catch(() => {});
    return result;
  };
}
