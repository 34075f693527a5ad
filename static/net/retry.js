/** When to try again after a failure, and a loop that does: a busy server or a lost network may be back later. */

/**
 * @typedef {{first: number, longest?: number, tries?: number}} Schedule
 *   first: the first pause, ms; each pause is twice the one before, up to longest; tries: in all; without end if unset
 */

/** For what a busy server or a lost network failed to bring. @type {Schedule} */
export const BUSY = { first: 500, tries: 5 };

/**
 * The pause after so many failures in a row, ms; null where there are no tries left.
 * @param {number} failures at least 1
 * @param {Schedule} schedule
 */
export function pauseAfter(failures, { first, longest = Infinity, tries = Infinity }) {
  return failures < tries ? Math.min(longest, first * 2 ** (failures - 1)) : null;
}

const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Try until it works. Rejects as the last try did, at once where an error is not worth another, or with the signal's
 * reason once it is aborted.
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
