/** Where a pointer is between the screen's frames. */

const PACE_MS = 6; // some mice tell a thousand times a second, and the page has other things to do
const A_FRAME = 2; // moves heard: on a slow machine more would leave no time for the frame

/**
 * Listen to raw updates, which come as the hand moves, where pointermove comes with a frame; but only while the page computes,
 * as a server would be asked more often than the screen shows. Browsers without them send none, and the last place before a
 * frame may be left to pointermove.
 * @param {HTMLElement} element @param {(event: PointerEvent) => void} onMove @param {AbortSignal} signal
 */
export function listenToRawMoves(element, onMove, signal) {
  let last = -Infinity;
  let left = A_FRAME;
  const listener = (/** @type {Event} */ event) => {
    if (document.body.dataset.computes !== "page" || event.timeStamp - last < PACE_MS || !left) return;
    last = event.timeStamp;
    if (left-- === A_FRAME) requestAnimationFrame(() => (left = A_FRAME));
    onMove(/** @type {PointerEvent} */ (event));
  };
  element.addEventListener("pointerrawupdate", listener, { signal });
}
