/** Play and pause, single steps and epochs, the speed, and how far training is. */

import { tell } from "./parts.js";
import { isForBrowser } from "../core/keys.js";
import { format, t } from "../page/text.js";

/**
 * @typedef {{
 *   onAdvance: (what: "step" | "epoch") => void,
 *   onReset: () => void,
 *   onPace: (stepsPerSecond: number | null) => void,
 * }} Drive what has a use where models train
 */

/**
 * @param {import("./parts.js").Parts} parts
 * @param {{onPlay: () => void, isOpen: () => boolean, signal: AbortSignal}} on onPlay: or pause; isOpen: whether the room is seen
 */
export function mountTransport({ at, button, paces }, { onPlay, isOpen, signal }) {
  const play = button("play");
  play.addEventListener("click", onPlay, { signal });
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (!isOpen() || event.key !== " " || event.repeat || isForBrowser(event) || hasSpace(event.target)) return;
    event.preventDefault();
    onPlay();
  };
  document.addEventListener("keydown", press, { signal });
  return {
    /** @param {Drive} drive */
    drives({ onAdvance, onReset, onPace }) {
      button("reset").disabled = false;
      button("step").addEventListener("click", () => onAdvance("step"), { signal });
      button("epoch").addEventListener("click", () => onAdvance("epoch"), { signal });
      button("reset").addEventListener("click", onReset, { signal });
      for (const one of paces) one.addEventListener("change", () => onPace(Number(one.value) || null), { signal });
    },
    /** @param {boolean} isPlaying @param {string} [label] of the button that plays it */
    playing(isPlaying, label = t("training.play")) {
      play.classList.toggle("playing", isPlaying);
      tell(play, isPlaying ? t("training.pause") : label);
      if (!isPlaying) tell(at("rate"), "");
    },
    /** @param {number} step @param {number} perEpoch */
    count(step, perEpoch) {
      tell(at("count"), t("training.count", { steps: format(step, 0), epochs: format(step / perEpoch, 1) }));
    },
    /** @param {number} rate steps a second */
    rate: (rate) => tell(at("rate"), t("training.pace_now", { rate: format(rate, 0) })),
    /** The speed that is chosen. */
    pace: () => Number([...paces].find((one) => one.checked)?.value) || null,
    /** Whether it can be used. @param {boolean} isReady */
    enable(isReady) {
      for (const name of ["play", "step", "epoch"]) button(name).disabled = !isReady;
    },
  };
}

/** Whether what has the focus has a use of its own for the space bar. @param {EventTarget | null} target */
const hasSpace = (target) => target instanceof Element && target.matches("button, a, input, select, summary, textarea");
