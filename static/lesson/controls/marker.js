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
  /** As it was said: a slider has its own steps. @type {number | null} */
  let placed = null;
  const hands = mountHands(name, scale, (values) => {
    showHands(parts.track, values, scale);
    if (values.length) place(mean(values));
    else takeUp();
  });
  parts.row.append(hands);

  /** @param {number} value */
  function set(value) {
    placed = value;
    showGuess(parts, value, scale);
  }
  /** @param {number} value */
  function place(value) {
    set(value);
    onChange();
  }
  function takeUp() {
    placed = null;
    showUnplaced(parts);
    onChange();
  }
  listenToPlacing(parts.input, {
    place,
    /** @param {number | null} before */
    restore: (before) => (before === null ? takeUp() : place(before)),
    value: () => placed,
  });

  return {
    row: parts.row,
    value: () => placed,
    set,
    lock() {
      parts.input.disabled = true;
      hands.hidden = true;
      parts.output.removeAttribute("aria-live");
      parts.row.classList.add("locked");
    },
    /** @param {number} measured */
    show: (measured) => showMeasured(parts, { measured, guess: placed, name }, scale),
  };
}

/**
 * What is dragged or chosen by keys; and a press where the thumb already is, which changes nothing, and is a choice all the
 * same: begun there, and with the main button. What a finger that scrolls has moved is put back.
 * @param {HTMLInputElement} input
 * @param {{
 *   place: (value: number) => void,
 *   restore: (before: number | null) => void,
 *   value: () => number | null,
 * }} placing
 */
function listenToPlacing(input, { place, restore, value }) {
  const read = () => place(Number(input.value));
  let isPressed = false;
  /** @type {number | null} */
  let before = null;
  input.addEventListener("input", read);
  input.addEventListener("pointerdown", ({ button, isPrimary }) => {
    isPressed = !input.disabled && button === 0 && isPrimary; // presses come to a slider that is off, too
    before = value();
  });
  input.addEventListener("pointercancel", () => {
    if (isPressed) restore(before);
    isPressed = false;
  });
  input.addEventListener("pointerup", () => {
    if (isPressed) read();
    isPressed = false;
  });
}

/** @param {string} id @param {string} name @param {Scale} scale */
function build(id, name, scale) {
  const row = element("div", `marker of-${id} unplaced`);
  const track = element("div", "track");
  const input = slider(name, scale);
  input.setAttribute("aria-valuetext", t("lesson.not_placed"));
  const output = element("output", "placed", "?");
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
  row.classList.remove("unplaced");
  row.style.setProperty("--guess", String(share(value, scale)));
  output.textContent = told(value, scale);
  input.setAttribute("aria-valuetext", `${format(value, scale.decimals)} ${scale.unit}`);
}

/** @param {Parts} parts */
function showUnplaced({ row, input, output }) {
  row.classList.add("unplaced");
  output.textContent = "?";
  input.setAttribute("aria-valuetext", t("lesson.not_placed"));
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

/**
 * Both numbers, and of what they are for those who don't see where they stand.
 * @param {Parts} parts @param {{measured: number, guess: number | null, name: string}} found @param {Scale} scale
 */
function showMeasured({ row, output }, { measured, guess, name }, scale) {
  row.classList.add("shown");
  row.style.setProperty("--measured", String(share(measured, scale)));
  const own = guess === null ? [] : [element("small", "", t("lesson.you", { guess: told(guess, scale) }))];
  const found = Object.assign(element("b", "", told(measured, scale)), { title: t("lesson.measured") });
  output.replaceChildren(unseen(`${name}: `), ...own, unseen(`; ${t("lesson.measured")} `), found);
}

const unseen = (/** @type {string} */ text) => element("span", "unseen", text);
