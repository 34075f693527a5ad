/** Play, pause and scrub: where on a walk one stands. */

import { t } from "../text.js";

const FRAME_MS = 90;

/**
 * @param {{scrub: HTMLInputElement, shown: HTMLElement, play: HTMLElement}} elements
 * @param {{last: number, onIndex: (index: number) => void}} options onIndex: of each place that is played, scrubbed or gone to
 */
export function mountPlayer({ scrub, shown, play }, { last, onIndex }) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;
  const index = () => Number(scrub.value);

  function go(/** @type {number} */ to) {
    scrub.value = String(to);
    shown.textContent = t("walk.at", { index: to, steps: last });
    scrub.setAttribute("aria-valuetext", shown.textContent);
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
  Object.assign(scrub, { max: String(last), value: "0" });
  scrub.addEventListener("input", () => goTo(index()), { signal });
  play.addEventListener("click", () => (playing ? pause() : start()), { signal });
  shown.textContent = t("walk.at", { index: 0, steps: last });
  pause();

  return {
    index,
    goTo,
    pause,
    unmount() {
      pause();
      listening.abort();
    },
  };
}
