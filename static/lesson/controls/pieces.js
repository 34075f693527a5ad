/** A prediction as symbols put on the parts of a drawing: press a symbol, then the part; afterwards, which are right. */

import { element } from "../element.js";
import { t } from "../../page/text.js";

/**
 * @typedef {{
 *   symbols: {id: string, shown: string, name: string}[],
 *   parts: {id: string, name: string, box: HTMLElement}[],
 *   onChange: () => void,
 * }} Puzzle a symbol belongs to the part of the same id; name: as it is spoken
 */

/** @param {HTMLElement} desk @param {Puzzle} puzzle @returns {import("../lesson.js").Control} */
export function mountPieces(desk, { symbols, parts, onChange }) {
  /** The symbol at each part. @type {(number | null)[]} */
  const put = parts.map(() => null);
  let held = 0;
  let locked = false;

  const tray = element("div", "tray");
  const pieces = symbols.map(({ shown, name: spoken }, i) => {
    const piece = Object.assign(element("button", "piece symbol", shown), { type: "button" });
    piece.setAttribute("aria-label", `${shown}: ${spoken}`);
    piece.addEventListener("click", () => hold(i));
    return piece;
  });
  tray.append(...pieces);
  desk.replaceChildren(tray);

  const slots = parts.map(({ box }, i) => {
    const slot = Object.assign(element("button", "piece-slot symbol"), { type: "button" });
    slot.addEventListener("click", () => place(i));
    box.append(slot);
    return slot;
  });

  /** @param {number} i */
  function hold(i) {
    held = i;
    pieces.forEach((piece, at) => piece.setAttribute("aria-pressed", String(at === i)));
  }
  /** @param {number} i */
  function place(i) {
    if (locked) return;
    const before = put.indexOf(held);
    if (before >= 0) put[before] = null;
    put[i] = held;
    const next = symbols.findIndex((_, at) => !put.includes(at));
    if (next >= 0) hold(next);
    paint();
    onChange();
  }
  function paint() {
    slots.forEach((slot, i) => {
      const symbol = put[i] === null ? null : symbols[/** @type {number} */ (put[i])];
      slot.classList.toggle("filled", Boolean(symbol));
      name(slot, symbol?.shown ?? "?", t("lesson.slot", { name: parts[i].name }), symbol?.name);
    });
    pieces.forEach((piece, i) => piece.classList.toggle("used", put.includes(i)));
  }
  hold(0);
  paint();

  return {
    series: parts.map(({ id }) => id),
    unit: "number of the symbol",
    value: () => (put.includes(null) ? null : /** @type {number[]} */ ([...put])),
    set(values) {
      values.forEach((value, i) => (put[i] = value));
      paint();
    },
    lock() {
      locked = true;
      tray.hidden = true;
      for (const slot of slots) slot.disabled = true;
    },
    show(measured) {
      slots.forEach((slot, i) => {
        const right = symbols[measured[i]];
        const own = put[i];
        const isRight = own === null || own === measured[i];
        slot.classList.add(isRight ? "right" : "wrong");
        const words = isRight ? "lesson.slot" : "lesson.slot_wrong";
        const guess = own === null ? "" : symbols[own].name;
        name(slot, `${right.shown} ${isRight ? "✓" : "✗"}`, t(words, { name: parts[i].name, guess }), right.name);
      });
    },
  };
}

/** What is seen of a slot begins what is said of it. @param {HTMLElement} slot @param {string} shown @param {string} part @param {string} [symbol] */
function name(slot, shown, part, symbol = "") {
  slot.textContent = shown;
  slot.setAttribute("aria-label", [shown, symbol, part].filter(Boolean).join(", "));
}
