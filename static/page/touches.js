/** Touches on a surface that is drawn on. */

/**
 * Keep them from the browser's own gestures. touch-action alone does not: Chromium 156 takes a quick stroke for a fling, and
 * the tap that follows, on whatever button, for the finger that stops it, which makes no click.
 * @param {HTMLElement} surface @param {AbortSignal} signal @param {string} [free] selector of what on it is not drawn on
 */
export function holdTouches(surface, signal, free) {
  const hold = (/** @type {TouchEvent} */ event) => {
    const isFree = free && event.target instanceof Element && event.target.closest(free);
    if (!isFree) event.preventDefault();
  };
  surface.addEventListener("touchstart", hold, { signal, passive: false });
}
