/** Retries with exponential backoff: a busy server or a lost network may be back later. */

/**
 * @typedef {{first: number, longest?: number, tries?: number}} Schedule
 *   first: the first pause, ms; each pause is twice the one before, up to longest; tries: in all, unlimited if unset
 */

/** For requests that failed because of a busy server or a lost network. @type {Schedule} */
export const BUSY = { first: 500, tries: 5 };
/** For what the page can't do without, however long the server is away. @type {Schedule} */
export const PATIENT = { first: 500, longest: 8000 };

/** What ends each pause under way. @type {Set<() => void>} */
const pauses = new Set();

/**
 * The pause after a number of failures in a row, ms; null if no tries are left.
 * @param {number} failures at least 1
 * @param {Schedule} schedule
 */
export function pauseAfter(failures, { first, longest = Infinity, tries = Infinity }) {
  return failures < tries ? Math.min(longest, first * 2 ** (failures - 1)) : null;
}

/**
 * Act after a pause, or when pauses are ended. The pause is shortened by up to a quarter, by chance: a lecture hall that
 * asks again all at once would overload a server that has just restarted. Returns what ends the pause.
 * @param {number} ms @param {() => void} act
 */
export function afterPause(ms, act) {
  const end = () => {
    clearTimeout(timer);
    if (pauses.delete(end)) act();
  };
  const timer = setTimeout(end, ms * (0.75 + Math.random() / 4));
  pauses.add(end);
  return end;
}

/** Let all that pauses try at once, as the network or the server is back. */
export const endPauses = () => [...pauses].forEach((end) => end());

/** @param {number} ms @param {AbortSignal | null} [signal] @returns {Promise<void>} */
const sleep = (ms, signal) =>
  new Promise((resolve) => {
    const end = afterPause(ms, resolve);
    signal?.addEventListener("abort", end, { once: true });
  });

/**
 * Repeat an attempt until it succeeds. Rejects with the error of the last try, at once if that isn't worth another, or
 * with the signal's reason once it is aborted.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {Schedule} schedule
 * @param {{
 *   signal?: AbortSignal | null,
 *   isWorthIt?: (error: any) => boolean,
 *   onFailure?: (error: any, failures: number) => void,
 * }} [options] onFailure: called before each pause, with the number of failures so far
 * @returns {Promise<T>}
 */
export async function retry(attempt, schedule, { signal, isWorthIt = () => true, onFailure = () => {} } = {}) {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const pause = pauseAfter(failures, schedule);
      if (pause === null || !isWorthIt(error)) throw error;
      onFailure(error, failures);
      if (pause > 0) await sleep(pause, signal);
    }
    signal?.throwIfAborted();
  }
}
