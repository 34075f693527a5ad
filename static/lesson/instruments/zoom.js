/** A zoom that one can follow; at once where the visitor wants no motion. */

const LONG_MS = 1600;

/**
 * @param {number} share of the whole that is shown at the end @param {AbortSignal} signal
 * @param {(part: number) => void} show the part of the whole that is shown, from 1 down to `share`
 * @returns {Promise<void>}
 */
export function zoomIn(share, signal, show) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return new Promise((resolve) => {
    const start = performance.now();
    /** @param {number} now */
    function frame(now) {
      if (signal.aborted) return resolve();
      const time = still ? 1 : Math.min(Math.max(now - start, 0) / LONG_MS, 1);
      show(share ** (time * time * (3 - 2 * time)));
      if (time < 1) requestAnimationFrame(frame);
      else resolve();
    }
    requestAnimationFrame(frame);
  });
}
