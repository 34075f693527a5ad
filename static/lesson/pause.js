/** A pause, so that one thing can be seen after another; none where the visitor wants no motion, or has gone on. */

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
export const pause = (ms, signal) =>
  new Promise((resolve) => {
    const still = signal.aborted || matchMedia("(prefers-reduced-motion: reduce)").matches;
    setTimeout(resolve, still ? 0 : ms);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
