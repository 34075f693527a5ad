/** The steps from a picture to an image of the set, each with its result, and the digits found, of which one is chosen. */

import { HEAD, isTurnedWebp, isWebp } from "../core/exif.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/contract.js").Step} Step */
/** @typedef {import("../core/contract.js").Found} Found */
/** @typedef {import("../core/contract.js").Way} Way */

/** A caption on what a step did and found. @param {Step} step @returns {string} */
function captionOf({ name, note }) {
  if (name === "light") return note ? t("step.light_evened") : t("step.light_even");
  if (name === "pieces" && note === 1) return t("step.one_piece");
  if (name === "polarity") return note === "dark_on_light" ? t("step.dark_on_light") : t("step.light_on_dark");
  return t(`step.${name}`, {
    note: typeof note === "number" ? format(note, Number.isInteger(note) ? 0 : 2) : String(note),
  });
}

/**
 * @param {{list: HTMLElement, found: HTMLElement}} elements
 * @param {{
 *   onChoose: (digit: number) => void,
 *   onFirst: (frame: HTMLElement, image: HTMLImageElement) => void,
 *   onForeign: () => void,
 * }} options onFirst: the visitor's picture has been placed, and stays for all its steps; onForeign: it is not shown as
 *   it was given, but as it is turned
 */
export function mountSteps({ list, found }, { onChoose, onFirst, onForeign }) {
  /** An object URL of the visitor's file. @type {string} */
  let address = "";
  /** The visitor's picture. @type {ReturnType<typeof figure> | null} */
  let first = null;
  /** Whether the server reads the picture as this browser doesn't, or not upright: its first step is shown then. */
  let isForeign = false;
  let given = 0;
  let firstStep = "";

  /** @param {string} source @param {string} caption */
  function figure(source, caption) {
    // The caption beside it says what it is: an alternative would say so again.
    const item = document.createElement("li");
    const frame = Object.assign(document.createElement("div"), { className: "step-frame" });
    const image = Object.assign(new Image(), { src: source, alt: "" });
    frame.append(image);
    item.append(frame, Object.assign(document.createElement("p"), { textContent: caption }));
    return { item, frame, image };
  }
  function foreign() {
    isForeign = true;
    if (first) first.image.src = firstStep;
    onForeign();
  }
  /** Whatever browsers do with a WebP's Exif, the server's picture is upright. @param {File} file */
  async function check(file) {
    const mine = ++given;
    // Exif may lie at the end; of any other format the head is enough.
    const isTurned = isWebp(await bytesOf(file.slice(0, HEAD))) && isTurnedWebp(await bytesOf(file));
    if (isTurned && mine === given) foreign();
  }
  function original() {
    first = figure(isForeign ? firstStep : address, t("step.original"));
    const { item, frame, image } = first;
    item.className = "original";
    image.addEventListener("error", foreign, { once: true });
    onFirst(frame, image);
    return item;
  }
  function step(/** @type {Step} */ one, /** @type {Way} */ { digits, chosen }) {
    const { item, frame, image } = figure(one.picture ?? "", captionOf(one));
    item.dataset.step = one.name;
    if (one.name === "centre" || one.name === "fitted") image.className = "digit";
    if (one.name === "grey" && digits.length > 1) {
      image.addEventListener("load", () =>
        frame.append(...digits.map(({ box }, i) => outline(box, image, i === chosen))),
      );
    }
    return item;
  }
  function choice(/** @type {Found} */ { picture }, /** @type {number} */ i, /** @type {number} */ chosen) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(i === chosen));
    button.append(
      Object.assign(new Image(), { src: picture, alt: t("step.take", { number: i + 1 }), className: "digit" }),
    );
    button.addEventListener("click", () => onChoose(i));
    return button;
  }

  return {
    /** Start with a picture, whose steps follow. @param {File} file */
    begin(file) {
      URL.revokeObjectURL(address);
      address = URL.createObjectURL(file);
      first = null;
      isForeign = false;
      check(file).catch((error) => {
        // It is gone meanwhile: then the image fails too, and is foreign by that.
        if (error.name !== "NotReadableError" && error.name !== "NotFoundError") throw error;
      });
    },
    /** Whether the first picture is shown as it was given, not as it is turned. */
    isGiven: () => !isForeign,
    /** @param {Way} way */
    show(way) {
      firstStep = way.steps[0]?.picture ?? "";
      if (isForeign && first) first.image.src = firstStep;
      if (!first) list.replaceChildren(original());
      while (list.children.length > 1) list.lastChild?.remove(); // the first stays, with the focus in it
      list.append(...way.steps.map((one) => step(one, way)));
      const focused = [...found.querySelectorAll("button")].indexOf(
        /** @type {HTMLButtonElement} */ (document.activeElement),
      );
      found.hidden = way.digits.length < 2;
      found.querySelector("div")?.replaceChildren(...way.digits.map((one, i) => choice(one, i, way.chosen)));
      found.querySelectorAll("button")[focused]?.focus();
      showRest(found.querySelector("p"), way);
    },
    release: () => URL.revokeObjectURL(address),
  };
}

/** @param {Blob} part */
const bytesOf = async (part) => new Uint8Array(await part.arrayBuffer());

/** Say that there are more digits than are shown. */
function showRest(/** @type {HTMLElement | null} */ rest, /** @type {Way} */ { digits, digits_found: count }) {
  if (!rest) return;
  rest.hidden = count <= digits.length;
  rest.textContent = rest.hidden ? "" : t("picture.more", { shown: digits.length, count: format(count, 0) });
}

/**
 * Outline a digit in the picture, which is centred in a square frame.
 * @param {[number, number, number, number]} box @param {HTMLImageElement} image @param {boolean} isChosen
 */
function outline([left, top, width, height], { naturalWidth, naturalHeight }, isChosen) {
  const mark = document.createElement("span");
  mark.className = isChosen ? "outline chosen" : "outline";
  const longer = Math.max(naturalWidth, naturalHeight);
  const [across, down] = [naturalWidth / longer, naturalHeight / longer];
  const percent = (/** @type {number} */ part) => `${(100 * part).toFixed(2)}%`;
  Object.assign(mark.style, {
    left: percent(left * across + (1 - across) / 2),
    top: percent(top * down + (1 - down) / 2),
    width: percent(width * across),
    height: percent(height * down),
  });
  return mark;
}
