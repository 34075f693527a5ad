/** Mark a part of a picture: a rectangle over it, drawn, moved and resized by pointer or keys. */

import { FIRST, between, dragged, grown, inSquare, moved } from "../core/crop.js";
import { ARROWS, isForBrowser } from "../core/keys.js";
import { createAnnouncer } from "../page/announcer.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/contract.js").Box} Box */
/** @typedef {import("../core/crop.js").Point} Point */
/** @typedef {{pointer: number, from: Point, grip: string, before: Box | null}} Drag */

const STEP = 0.01; // of the picture's side, by key
const CORNERS = ["nw", "ne", "sw", "se"];

/**
 * @param {{mark: HTMLElement, unmark: HTMLElement, told: HTMLElement, keys: HTMLElement}} elements
 *   mark: enlarges the picture; unmark: back to the whole; keys: says how, once it is enlarged
 * @param {{onCrop: (part: Box | null) => void}} options with shares of the picture as it is shown
 */
export function mountCrop({ mark, unmark, told, keys }, { onCrop }) {
  const { area, shades } = build(keys);
  /** @type {Box | null} */
  let part = null;
  /** @type {Drag | null} */
  let drag = null;
  const announcer = createAnnouncer(told);

  /** @param {Box | null} next */
  function draw(next) {
    part = next;
    area.classList.toggle("marked", part !== null);
    for (const one of shades) place(one, part ?? [0, 0, 1, 1]);
    unmark.hidden = part === null;
  }
  /** Mark another part by hand. @param {Box | null} next */
  function become(next) {
    draw(next);
    announcer.announce(sentence(next));
    onCrop(next);
  }
  const isOpen = () => mark.getAttribute("aria-expanded") === "true";
  /** Enlarge the picture, so that a small digit can be marked, or make it small again. @param {boolean} is */
  function open(is) {
    mark.setAttribute("aria-expanded", String(is));
    mark.textContent = is ? t("crop.done") : t("crop.mark");
    area.closest("li")?.classList.toggle("marking", is);
    area.tabIndex = is ? 0 : -1;
    keys.classList.toggle("unseen", !is);
    if (!is) return;
    area.focus({ preventScroll: true });
    area.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function clear() {
    become(null);
    mark.focus(); // this button has gone
  }

  /** @param {PointerEvent} event @returns {Point} */
  function pointOf({ clientX, clientY }) {
    const { left, top, width, height } = area.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  }
  /** @param {PointerEvent} event */
  function begin(event) {
    if (!isOpen() || drag || event.button !== 0) return;
    event.preventDefault(); // or else a long press selects
    area.focus({ preventScroll: true });
    area.setPointerCapture(event.pointerId);
    const grip = /** @type {HTMLElement} */ (event.target).dataset.grip ?? "new";
    drag = { pointer: event.pointerId, from: pointOf(event), grip, before: part };
  }
  /** @param {PointerEvent} event */
  function go(event) {
    if (event.pointerId !== drag?.pointer) return;
    const { from, grip, before } = drag;
    const to = pointOf(event);
    const next =
      grip === "new" || !before ? between(from, to) : dragged(before, grip, [to[0] - from[0], to[1] - from[1]]);
    draw(next ?? before);
  }
  /** @param {PointerEvent} event */
  function end(event) {
    if (event.pointerId !== drag?.pointer) return;
    const { before } = drag;
    drag = null;
    if (event.type === "pointercancel") draw(before);
    else if (part !== before) become(part);
  }
  /** @param {Point} arrow @param {typeof moved} change */
  function step([right, down], change) {
    become(part ? change(part, [STEP * right, STEP * down]) : FIRST);
  }
  /** @param {KeyboardEvent} event */
  function press(event) {
    if (drag || isForBrowser(event)) return;
    if (event.key in ARROWS) step(ARROWS[event.key], event.shiftKey ? grown : moved);
    else if (event.key === "Enter" && !part) become(FIRST);
    else if (event.key === "Escape" && part) become(null);
    else if (event.key === "Escape" || event.key === "Enter") {
      open(false);
      mark.focus();
    } else return;
    event.preventDefault();
  }

  const listening = new AbortController();
  const { signal } = listening;
  area.addEventListener("pointerdown", begin, { signal });
  area.addEventListener("pointermove", go, { signal });
  area.addEventListener("pointerup", end, { signal });
  area.addEventListener("pointercancel", end, { signal });
  area.addEventListener("keydown", press, { signal });
  area.addEventListener("click", () => isOpen() || open(true), { signal });
  mark.addEventListener("click", () => open(!isOpen()), { signal });
  unmark.addEventListener("click", clear, { signal });

  return {
    /** Lie over a picture in its square frame, small at first. @param {HTMLElement} frame @param {HTMLImageElement} image */
    over(frame, image) {
      const fit = () => place(area, inSquare(image.naturalWidth, image.naturalHeight));
      image.addEventListener("load", fit, { signal });
      frame.append(area);
      drag = null;
      open(false);
    },
    /** Show what is marked, unless it is being dragged. @param {Box | null} marked */
    show(marked) {
      if (!drag) draw(marked);
    },
    unmount() {
      listening.abort();
      announcer.unmount();
    },
  };
}

/** What lies over the picture, and in it the two parts of the mark: a hole in a shade, and an edge with handles. */
function build(/** @type {HTMLElement} */ keys) {
  const piece = (/** @type {string} */ className) => Object.assign(document.createElement("div"), { className });
  const [area, veil, hole, edge] = ["crop", "crop-veil", "crop-hole", "crop-edge"].map(piece);
  area.setAttribute("role", "application");
  area.setAttribute("aria-label", t("crop.label"));
  area.setAttribute("aria-describedby", keys.id);
  edge.dataset.grip = "in";
  edge.append(...CORNERS.map(() => piece("crop-grip")));
  [...edge.children].forEach((grip, i) => grip.setAttribute("data-grip", CORNERS[i]));
  veil.append(hole);
  area.append(veil, edge);
  return { area, shades: [hole, edge] };
}

/** Lay an element over a part of what holds it. @param {HTMLElement} element @param {Box} part */
function place(element, part) {
  const [left, top, width, height] = part.map((share) => `${(100 * share).toFixed(3)}%`);
  Object.assign(element.style, { left, top, width, height });
}

/** @param {Box | null} part */
function sentence(part) {
  if (!part) return t("crop.none");
  const [left, top, width, height] = part.map((share) => format(100 * share, 0));
  return t("crop.told", { left, top, width, height });
}
