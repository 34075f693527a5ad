/** A prediction as places on a scale: one marker for each model, or one alone; afterwards, the gaps to what was measured. */

import { element } from "../element.js";
import { mean } from "../../core/statistics.js";
import { format, t } from "../../page/text.js";

/**
 * @typedef {{id: string, name: string}} Series id: "ae" or "vae", whose colour it takes, or any other
 * @typedef {{
 *   series: Series[],
 *   low: number,
 *   high: number,
 *   step: number,
 *   decimals: number,
 *   unit: string,
 *   ends: [string, string],
 *   onChange: (values: (number | null)[]) => void,
 * }} Scale unit: for tables; ends: what its ends mean
 */

/** @param {HTMLElement} desk @param {Scale} scale @returns {import("../lesson.js").Control} */
export function mountMarkers(desk, scale) {
  const rows = scale.series.map((series) => mountRow(series, scale, changed));
  const [low, high] = scale.ends.map((end) => element("span", "", end));
  const ends = element("p", "ends");
  ends.append(low, high);
  desk.replaceChildren(...rows.map(({ row }) => row), ends);
  function changed() {
    scale.onChange(rows.map(({ value }) => value()));
  }
  return {
    series: scale.series.map(({ id }) => id),
    unit: scale.unit,
    value() {
      const values = rows.map(({ value }) => value());
      return values.every((one) => one !== null) ? /** @type {number[]} */ (values) : null;
    },
    set: (values) => rows.forEach(({ set }, i) => set(values[i])),
    lock: () => rows.forEach(({ lock }) => lock()),
    show: (measured) => rows.forEach(({ show }, i) => show(measured[i])),
  };
}

/** @param {Series} series @param {Scale} scale @param {() => void} onChange */
function mountRow({ id, name }, { low, high, step, decimals, unit }, onChange) {
  const row = element("div", `marker of-${id}`);
  const label = element("span", "name", name);
  const track = element("div", "track");
  const slider = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step });
  slider.value = String((low + high) / 2);
  slider.setAttribute("aria-label", name);
  slider.setAttribute("aria-valuetext", t("lesson.not_placed"));
  const bar = element("i", "measured");
  const gap = element("i", "gap");
  const guess = element("i", "guess");
  const told = element("output", "", "?");
  track.append(bar, gap, guess, slider);
  const hands = mountHands({ low, high, step, name });
  row.append(label, track, told, hands.form);
  row.classList.add("unplaced");
  let placed = false;

  const share = (/** @type {number} */ value) => (Math.min(Math.max(value, low), high) - low) / (high - low);
  /** @param {number} value */
  function set(value) {
    placed = true;
    slider.value = String(value);
    row.classList.remove("unplaced");
    row.style.setProperty("--guess", String(share(value)));
    told.textContent = format(value, decimals);
    slider.setAttribute("aria-valuetext", `${format(value, decimals)} ${unit}`);
  }
  slider.addEventListener("input", () => {
    set(Number(slider.value));
    onChange();
  });
  // A press where the thumb already is changes nothing, and is a choice all the same.
  slider.addEventListener("pointerup", () => {
    set(Number(slider.value));
    onChange();
  });
  hands.onAdded((values) => {
    track.querySelectorAll(".hand").forEach((hand) => hand.remove());
    for (const value of values) {
      const hand = element("i", "hand");
      hand.style.setProperty("--at", String(share(value)));
      track.append(hand);
    }
    set(mean(values));
    onChange();
  });

  return {
    row,
    value: () => (placed ? Number(slider.value) : null),
    set,
    lock() {
      slider.disabled = true;
      hands.form.hidden = true;
      row.classList.add("locked");
    },
    /** @param {number} measured */
    show(measured) {
      row.classList.add("shown");
      row.style.setProperty("--measured", String(share(measured)));
      const values = { guess: format(Number(slider.value), decimals), measured: format(measured, decimals) };
      told.replaceChildren(...gapWords(placed, values));
    },
  };
}

/** @param {boolean} placed @param {{guess: string, measured: string}} values */
function gapWords(placed, { guess, measured }) {
  const found = element("b", "", measured);
  found.title = t("lesson.measured");
  if (!placed) return [found];
  return [element("small", "", t("lesson.you", { guess })), found];
}

/** What a hall says, number by number; seen where the lesson is presented. @param {{low: number, high: number, step: number, name: string}} scale */
function mountHands({ low, high, step, name }) {
  const form = element("form", "hands");
  const field = Object.assign(document.createElement("input"), { type: "number", min: low, max: high, step });
  field.required = true;
  field.setAttribute("aria-label", t("lesson.hand", { name }));
  form.append(field, Object.assign(element("button", "", t("lesson.add_hand")), { type: "submit" }));
  /** @type {number[]} */
  const values = [];
  /** @type {(values: number[]) => void} */
  let added = () => {};
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    values.push(Number(field.value));
    field.value = "";
    added(values);
  });
  return { form, onAdded: (/** @type {typeof added} */ listener) => (added = listener) };
}
