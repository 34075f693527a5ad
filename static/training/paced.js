/** Frames at a pace that suits who looks. */

const CALM_MS = 500; // between frames, for those who want little motion

/** Whether little motion is wanted. */
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Shows the newest at once, or where little motion is wanted twice a second. @template T @param {(newest: T) => void} show */
export function paced(show) {
  /** @type {T | null} */
  let newest = null;
  let shownAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  function go() {
    waiting = undefined;
    shownAt = performance.now();
    if (newest) show(newest);
    newest = null;
  }
  return {
    /** @param {T} one */
    show(one) {
      newest = one;
      const due = shownAt + (isCalm() ? CALM_MS : 0) - performance.now();
      if (due <= 0) go();
      else waiting ??= setTimeout(go, due);
    },
    /** What waits is of another training. */
    forget() {
      clearTimeout(waiting);
      waiting = undefined;
    },
  };
}
