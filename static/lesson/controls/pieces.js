/** A prediction as symbols put on the parts of a drawing: press a symbol, then the part; afterwards, which are right. */

import { button, element } from "../element.js";
import { rich } from "../rich.js";
import { t } from "../../page/text.js";

/** @typedef {{shown: string, name: string}} Symbol shown: with a _ before what is lowered; name: as it is spoken */
/** @typedef {{id: string, name: string, box: HTMLElement}} Part */
/** @typedef {{symbols: Symbol[], parts: Part[], onChange: () => void}} Puzzle */

const TAKES_OFF = ["Backspace", "Delete"];

/** @param {HTMLElement} desk @param {Puzzle} puzzle @returns {import("../steps.js").Control} */
export function mountPieces(desk, { symbols, parts, onChange }) {
  /** The symbol at each part. @type {(number | null)[]} */
  const put = parts.map(() => null);
  const tray = mountTray(symbols);
  const slots = parts.map(({ box }, i) => box.appendChild(button("piece-slot symbol", "", () => place(i))));
  slots.forEach((slot, i) => slot.addEventListener("keydown", ({ key }) => TAKES_OFF.includes(key) && takeOff(i)));
  desk.replaceChildren(tray.box);

  /** Put the symbol there; the one that is held and stands there already comes off. @param {number} i */
  function place(i) {
    if (put[i] === tray.held()) return takeOff(i);
    const before = put.indexOf(tray.held());
    if (before >= 0) put[before] = null;
    put[i] = tray.held();
    const next = symbols.findIndex((_, at) => !put.includes(at));
    if (next >= 0) tray.hold(next);
    paint();
    onChange();
  }
  /** @param {number} i */
  function takeOff(i) {
    const symbol = put[i];
    if (symbol === null) return;
    put[i] = null;
    tray.hold(symbol);
    paint();
    onChange();
  }
  function paint() {
    slots.forEach((slot, i) => showPut(slot, symbols[put[i] ?? -1], parts[i]));
    tray.showUsed(put);
  }
  paint();

  return {
    series: parts.map(({ id }) => id),
    unit: "number of the symbol",
    value: () => (put.includes(null) ? null : /** @type {number[]} */ ([...put])),
    fits: (values) => [...values].sort().every((value, i) => value === i), // each symbol once
    set(values) {
      put.splice(0, put.length, ...values);
      paint();
    },
    lock() {
      tray.box.hidden = true;
      for (const slot of slots) slot.disabled = true;
    },
    show: (measured) =>
      slots.forEach((slot, i) => showRight(slot, symbols[measured[i]], symbols[put[i] ?? measured[i]], parts[i])),
  };
}

/** The symbols, of which one is held. @param {Symbol[]} symbols */
function mountTray(symbols) {
  const box = element("div", "tray");
  let held = 0;
  const pieces = symbols.map(({ shown, name }, i) => {
    const piece = button("piece symbol", "", () => hold(i));
    piece.append(...rich(shown));
    piece.setAttribute("aria-label", `${plain(shown)}: ${name}`);
    return piece;
  });
  box.append(...pieces);
  /** @param {number} i */
  function hold(i) {
    held = i;
    pieces.forEach((piece, at) => piece.setAttribute("aria-pressed", String(at === i)));
  }
  hold(0);
  return {
    box,
    hold,
    held: () => held,
    /** @param {(number | null)[]} used */
    showUsed: (used) => pieces.forEach((piece, i) => piece.classList.toggle("used", used.includes(i))),
  };
}

/** @param {HTMLElement} slot @param {Symbol | undefined} symbol that is put there @param {Part} part */
function showPut(slot, symbol, part) {
  slot.classList.toggle("filled", Boolean(symbol));
  name(slot, symbol?.shown ?? "?", t("lesson.slot", { name: part.name }), symbol?.name);
}

/** @param {HTMLElement} slot @param {Symbol} right @param {Symbol} own @param {Part} part */
function showRight(slot, right, own, part) {
  const isRight = own === right;
  slot.classList.add(isRight ? "right" : "wrong");
  const words = t(isRight ? "lesson.slot" : "lesson.slot_wrong", { name: part.name, guess: own.name });
  name(slot, `${right.shown} ${isRight ? "✓" : "✗"}`, words, right.name);
}

/** A symbol as its parts are read one after the other. @param {string} shown */
const plain = (shown) => shown.replaceAll("_", "");

/** What is seen of a slot begins what is said of it. @param {HTMLElement} slot @param {string} shown @param {string} part @param {string} [symbol] */
function name(slot, shown, part, symbol = "") {
  slot.replaceChildren(...rich(shown));
  slot.setAttribute("aria-label", [plain(shown), symbol, part].filter(Boolean).join(", "));
}
