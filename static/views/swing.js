/** Play and pause of all walks at once, and a slider that moves them by hand. */

import { nearestStep, STEPS, swung } from "../core/traversal.js";
import { format, t } from "../page/text.js";

const FRAME_MS = 140;

/**
 * Nothing plays by itself; who asks for less motion has the slider alone.
 * @param {{play: HTMLElement, scrub: HTMLInputElement, shown: HTMLElement}} elements
 * @param {(step: number) => void} onStep
 */
export function mountSwing({ play, scrub, shown }, onStep) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;
  let tick = nearestStep(0);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const listening = new AbortController();
  const { signal } = listening;

  function put() {
    const step = swung(tick);
    scrub.value = String(step);
    shown.textContent = t("axes.at", { sd: format(STEPS[step], 1) });
    scrub.setAttribute("aria-valuetext", shown.textContent);
    onStep(step);
  }
  function pause() {
    clearInterval(playing);
    playing = undefined;
    play.textContent = t("walk.play");
  }
  function start() {
    play.textContent = t("walk.pause");
    playing = setInterval(() => {
      tick++;
      put();
    }, FRAME_MS);
  }
  function allow() {
    play.hidden = calm.matches;
    if (calm.matches) pause();
  }
  scrub.max = String(STEPS.length - 1);
  scrub.addEventListener(
    "input",
    () => {
      pause();
      tick = Number(scrub.value);
      put();
    },
    { signal },
  );
  play.addEventListener("click", () => (playing ? pause() : start()), { signal });
  calm.addEventListener("change", allow, { signal });
  pause();
  allow();
  put();
  return {
    unmount() {
      pause();
      listening.abort();
    },
  };
}
