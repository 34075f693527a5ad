/** Play, pause and scrub: the position on a walk. */

import { t } from "../page/text.js";

const FRAME_MS = 90;

/**
 * @param {{scrub: HTMLInputElement, shown: HTMLElement, play: HTMLElement}} elements
 * @param {{
 *   last: number,
 *   onIndex: (index: number) => void,
 * }} options last: the last index; onIndex: at each position that is played, scrubbed or gone to
 */
export function mountPlayer({ scrub, shown, play }, { last, onIndex }) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;
  const index = () => Number(scrub.value);

  function put(/** @type {number} */ to) {
    scrub.value = String(to);
    shown.textContent = t("walk.at", { index: to, steps: last });
    scrub.setAttribute("aria-valuetext", shown.textContent);
  }
  function go(/** @type {number} */ to) {
    put(to);
    onIndex(to);
  }
  function pause() {
    clearInterval(playing);
    playing = undefined;
    play.textContent = t("walk.play");
  }
  function next() {
    go(Math.min(index() + 1, last));
    if (index() === last) pause();
  }
  function start() {
    if (index() === last) go(0);
    play.textContent = t("walk.pause");
    playing = setInterval(next, FRAME_MS);
  }
  function goTo(/** @type {number} */ to) {
    pause();
    go(to);
  }

  const listening = new AbortController();
  const { signal } = listening;
  scrub.max = String(last);
  scrub.addEventListener("input", () => goTo(index()), { signal });
  play.addEventListener("click", () => (playing ? pause() : start()), { signal });
  put(0);
  pause();

  return {
    index,
    goTo,
    pause,
    /** Set the position without calling onIndex: its walk is yet to be shown. @param {number} to */
    standAt(to) {
      pause();
      put(to);
    },
    unmount() {
      pause();
      listening.abort();
    },
  };
}
