/** Asking again: a server that was busy, or a network that was away, may have it later. */

const TRIES = 5;
const FIRST_PAUSE_MS = 500;

/**
 * Ask until there is an answer, after pauses that double; fails as the last try failed, or at once where the asker left.
 * @template T
 * @param {() => Promise<T>} ask @param {AbortSignal} signal @returns {Promise<T>}
 */
export async function patiently(ask, signal) {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || tries === TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)));
    signal.throwIfAborted();
  }
}
