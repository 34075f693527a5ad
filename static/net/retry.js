/** Retries with exponential backoff: a busy server or a lost network may be back later. */

/**
 * @typedef {{first: number, longest?: number, tries?: number}} Schedule
 *   first: the first pause, ms; each pause is twice the one before, up to longest; tries: in all, unlimited if unset
 */

/** For requests that failed because of a busy server or a lost network. @type {Schedule} */
export const BUSY = { first: 500, tries: 5 };

/**
 * The pause after a number of failures in a row, ms; null if no tries are left.
 * @param {number} failures at least 1
 * @param {Schedule} schedule
 */
export function pauseAfter(failures, { first, longest = Infinity, tries = Infinity }) {
  return failures < tries ? Math.min(longest, first * 2 ** (failures - 1)) : null;
}

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Repeat an attempt until it succeeds. Rejects with the error of the last try, at once if that isn't worth another, or
 * with the signal's reason once it is aborted.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {Schedule} schedule
 * @param {{signal?: AbortSignal | null, isWorthIt?: (error: unknown) => boolean}} [options]
 * @returns {Promise<T>}
 */
export async function retry(attempt, schedule, { signal, isWorthIt = () => true } = {}) {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const pause = pauseAfter(failures, schedule);
      if (pause === null || !isWorthIt(error)) throw error;
      if (pause > 0) await sleep(pause);
    }
    signal?.throwIfAborted();
  }
}
