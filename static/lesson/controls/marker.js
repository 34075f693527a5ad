/** A place on a scale: guessed, then measured. */

import { element, slider } from "../element.js";
import { mountHands } from "./hands.js";
import { mean } from "../../core/statistics.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("./markers.js").Scale} Scale */
/** @typedef {ReturnType<typeof build>} Parts */

/** @param {import("./series.js").Series} series @param {Scale} scale @param {() => void} onChange */
export function mountMarker({ id, name }, scale, onChange) {
  const parts = build(id, name, scale);
  const hands = mountHands(name, scale, (values) => {
    showHands(parts.track, values, scale);
    place(mean(values));
  });
  parts.row.append(hands);
  let isPlaced = false;

  /** @param {number} value */
  function set(value) {
    isPlaced = true;
    showGuess(parts, value, scale);
  }
  /** @param {number} value */
  function place(value) {
    set(value);
    onChange();
  }
  // A press where the thumb already is changes nothing, and is a choice all the same.
  for (const event of ["input", "pointerup"])
    parts.input.addEventListener(event, () => place(Number(parts.input.value)));

  return {
    row: parts.row,
    value: () => (isPlaced ? Number(parts.input.value) : null),
    set,
    lock() {
      parts.input.disabled = true;
      hands.hidden = true;
      parts.output.removeAttribute("aria-live");
      parts.row.classList.add("locked");
    },
    /** @param {number} measured */
    show: (measured) => showMeasured(parts, measured, isPlaced, scale),
  };
}

/** @param {string} id @param {string} name @param {Scale} scale */
function build(id, name, scale) {
  const row = element("div", `marker of-${id} unplaced`);
  const track = element("div", "track");
  const input = slider(name, scale);
  input.setAttribute("aria-valuetext", t("lesson.not_placed"));
  const output = element("output", "", "?");
  output.setAttribute("aria-live", "off"); // the slider says what is placed; what is measured is to be told
  track.append(...["measured", "guess"].map((kind) => element("i", kind)), input);
  row.append(element("span", "name", name), track, output);
  return { row, track, input, output };
}

/** @param {number} value @param {Scale} scale */
const told = (value, { decimals, suffix = "" }) => `${format(value, decimals)}${suffix}`;

/** How far along a scale a value lies, 0 to 1. @param {number} value @param {Scale} scale */
const share = (value, { low, high }) => (Math.min(Math.max(value, low), high) - low) / (high - low);

/** @param {Parts} parts @param {number} value @param {Scale} scale */
function showGuess({ row, input, output }, value, scale) {
  input.value = String(value);
  const shown = told(Number(input.value), scale); // what the scale made of it
  row.classList.remove("unplaced");
  row.style.setProperty("--guess", String(share(value, scale)));
  output.textContent = shown;
  input.setAttribute("aria-valuetext", `${format(Number(input.value), scale.decimals)} ${scale.unit}`);
}

/** @param {HTMLElement} track @param {number[]} values @param {Scale} scale */
function showHands(track, values, scale) {
  track.querySelectorAll(".hand").forEach((hand) => hand.remove());
  for (const value of values) {
    const hand = element("i", "hand");
    hand.style.setProperty("--at", String(share(value, scale)));
    track.append(hand);
  }
}

/** @param {Parts} parts @param {number} measured @param {boolean} isPlaced @param {Scale} scale */
function showMeasured({ row, input, output }, measured, isPlaced, scale) {
  row.classList.add("shown");
  row.style.setProperty("--measured", String(share(measured, scale)));
  const found = Object.assign(element("b", "", told(measured, scale)), { title: t("lesson.measured") });
  const guess = told(Number(input.value), scale);
  output.replaceChildren(...(isPlaced ? [element("small", "", t("lesson.you", { guess }))] : []), found);
}
