/** The controls that choose the maps' plane: its kind, and what of that kind. */

import { sorted } from "../core/axes.js";
import { axisName } from "../core/axis_name.js";
import { fits, readPlane, writePlane } from "../core/plane_choice.js";
import { awaitedPicture } from "../charts/digit_image.js";
import { format, nameOf, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/plane_choice.js").Kind} Kind */
/** @typedef {import("../core/axes.js").Axis} Axis */

const PAIRS = 16; // of principal axes, at most
const ENDS = ["A", "B", "C"];

/**
 * @typedef {{
 *   axes: Record<Side, Axis[]>,
 *   shares: (side: Side) => number[],
 *   codes: import("../core/contract.js").Code[],
 *   sample: Promise<Uint8Array[]>,
 *   store: import("../core/store.js").Store,
 *   onChoose: (plane: string | null) => void,
 * }} Options shares: of the codes' variance, along each principal axis; codes: of the sample
 * @typedef {Options & {there: Parameters<typeof fits>[1], classes: number[], choose: (kind: Kind, of: number[]) => void}} Known
 *   classes: of the sample's images
 */

/** @param {HTMLElement} element @param {Options} options */
export function mountPlaneChoice(element, options) {
  const { store } = options;
  const known = knownOf(options);
  const { there } = known;
  const kind = select(
    t("plane.title"),
    kindsOf(known).map((one) => [one, t(`plane.kind_${one}`)]),
  );
  const title = Object.assign(document.createElement("span"), { textContent: t("plane.title") });
  title.setAttribute("aria-hidden", "true");
  const controls = Object.assign(document.createElement("span"), { className: "plane-of" });
  element.replaceChildren(title, kind, controls);
  element.hidden = false;
  let shown = "";

  function show() {
    const named = readPlane(store.state.plane);
    const choice = fits(named, there) ? named : readPlane(null);
    kind.value = choice.kind;
    const focused = [...controls.children].findIndex((one) => one.contains(document.activeElement));
    const wanted = `${choice.kind}:${choice.of}:${store.state.digit === null}`;
    if (wanted === shown) return;
    shown = wanted;
    controls.replaceChildren(...CONTROLS[choice.kind](choice.of, known));
    /** @type {HTMLElement | undefined} */ (controls.children[focused])?.focus();
  }
  kind.addEventListener("change", () => {
    const chosen = /** @type {Kind} */ (kind.value);
    known.choose(chosen, begin(chosen, known));
  });
  const stop = store.listen(["plane", "digit"], show);
  show();
  return {
    unmount() {
      stop();
      element.replaceChildren();
      element.hidden = true;
    },
  };
}

/** @param {Options} options @returns {Known} */
function knownOf(options) {
  const { axes, codes, onChoose } = options;
  const labels = codes.map(({ label }) => label);
  const classes = [...new Set(labels)].flatMap((one) => one ?? []).sort((a, b) => a - b);
  const choose = (/** @type {Kind} */ kind, /** @type {number[]} */ of) => onChoose(writePlane({ kind, of }));
  return { ...options, there: { dims: axes.vae.length, labels }, classes, choose };
}

/** The kinds of plane that there are. @param {Known} known @returns {Kind[]} */
const kindsOf = ({ codes, classes }) => [
  "axes",
  "pca",
  ...(codes.length >= ENDS.length ? /** @type {const} */ (["images"]) : []),
  ...(classes.length > 1 ? /** @type {const} */ (["classes"]) : []),
];

/** What a kind begins with. @param {Kind} of @param {Known} known @returns {number[]} */
function begin(of, known) {
  if (of === "axes") return [0, 1];
  if (of === "pca") return [1, 2];
  return of === "classes" ? known.classes.slice(0, 2) : threeImages(known);
}

/** The current image, and the next of other classes, or else the next. @param {Known} known */
function threeImages({ codes, store }) {
  const from = store.state.digit ?? 0;
  const rest = codes.map((_, i) => (from + i) % codes.length);
  const others = rest.filter((i, n) => n > 0 && rest.slice(0, n).every((j) => codes[j].label !== codes[i].label));
  return [from, ...others, ...rest.slice(1)].slice(0, 3);
}

/** What chooses among planes of a kind. @type {Record<Kind, (of: number[], known: Known) => HTMLElement[]>} */
const CONTROLS = {
  axes(of, { axes, choose }) {
    const options = sorted(axes.vae).map(({ index }) => [String(index), axisText(axes, index)]);
    return [t("plane.right"), t("plane.up")].map((name, i) =>
      picker(name, options, of[i], (axis) => choose("axes", swapped(of, i, axis))),
    );
  },
  pca([first, second], { shares, there: { dims }, choose }) {
    const firsts = Array.from({ length: Math.min(Math.ceil(dims / 2), PAIRS) }, (_, i) =>
      Math.min(2 * i + 1, dims - 1),
    );
    const among = second === first + 1 && firsts.includes(first) ? firsts : [first, ...firsts];
    const texts = among.map((one) => [String(one), pairText(shares, one, one === first ? second : one + 1)]);
    return [picker(t("plane.pairs"), texts, first, (one) => choose("pca", [one, one + 1]))];
  },
  images: (of, known) => [
    ...ENDS.map((end, i) => taker(end, of, i, known)),
    note(known.store.state.digit === null ? t("plane.own") : t("plane.hint")),
  ],
  classes: (of, { classes, choose }) =>
    [t("plane.from"), t("plane.other")].map((name, i) =>
      picker(
        name,
        classes.map((label) => [String(label), nameOf(label)]),
        of[i],
        (label) => choose("classes", swapped(of, i, label)),
      ),
    ),
};

/** @param {Record<Side, Axis[]>} axes @param {number} axis */
const axisText = ({ ae, vae }, axis) =>
  t("plane.axis", { axis: axisName(axis), vae: format(vae[axis].held, 2), ae: format(ae[axis].held, 2) });

/** @param {Options["shares"]} shares @param {number} first @param {number} second */
function pairText(shares, first, second) {
  const of = (/** @type {Side} */ side) => format(100 * (shares(side)[first - 1] + shares(side)[second - 1]), 0);
  return t("plane.pair", { first, second, ae: of("ae"), vae: of("vae") });
}

/** A button that takes the current image. @param {string} end @param {number[]} of @param {number} i @param {Known} known */
function taker(end, of, i, { codes, sample, store, choose }) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "end-taker" });
  const { label } = codes[of[i]];
  const name = label === null ? String(of[i] + 1) : nameOf(label);
  button.setAttribute("aria-label", t("plane.take", { end, name }));
  button.append(end, awaitedPicture(sample, of[i]));
  const { digit } = store.state;
  button.disabled = digit === null;
  button.addEventListener("click", () => {
    if (store.state.digit !== null) choose("images", of.with(i, store.state.digit));
  });
  return button;
}

/** The chosen two, of which one becomes another; they stay different. @param {number[]} of @param {number} i @param {number} chosen */
const swapped = (of, i, chosen) => (of[1 - i] === chosen ? [of[1], of[0]] : of.with(i, chosen));

/** @param {string} name @param {string[][]} options value and text of each */
function select(name, options) {
  const made = document.createElement("select");
  made.setAttribute("aria-label", name);
  made.append(
    ...options.map(([value, textContent]) => Object.assign(document.createElement("option"), { value, textContent })),
  );
  return made;
}

/** @param {string} name @param {string[][]} options @param {number} value @param {(value: number) => void} onPick */
function picker(name, options, value, onPick) {
  const made = select(name, options);
  made.value = String(value);
  made.addEventListener("change", () => onPick(Number(made.value)));
  return made;
}

/** @param {string} textContent */
const note = (textContent) => Object.assign(document.createElement("small"), { className: "note", textContent });
