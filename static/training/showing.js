/** What is seen of a frame: both maps, the rows of neighbours below them, and what decodes under the pointer. */

import { mountAround } from "./around.js";
import { createMap } from "./map.js";
import { tell } from "./parts.js";
import { createQuestions } from "./questions.js";
import { paint } from "../charts/digit_image.js";
import { FIRST_DIGIT, galleryPage } from "../core/gallery.js";
import { codeAt, codesAround, samePlace } from "../core/look_places.js";
import { forBoth, otherSide, SIDES } from "../core/sides.js";
import { percent, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../engine/training/viewer.js").Frame} Frame */
/** @typedef {import("../net/training_session.js").TrainingSession} Session */
/** @typedef {import("../net/training_session.js").Seen} Seen */
/** @typedef {[number, number]} Place */
/** @typedef {{session: Pick<Session, "look">, heldOut: Uint8Array[], labels: number[], own: number[]}} Shown own: places of the visitor's digits in heldOut */

const MORE = [FIRST_DIGIT, 11]; // digits that have an ellipse, beside one of each class
const ROW_MS = 150; // between two rows of neighbours while nobody points

/** @param {import("./parts.js").Parts} parts @param {{onError: (error: unknown) => void, signal: AbortSignal}} options */
export function mountShowing(parts, { onError, signal }) {
  const { of } = parts;
  const around = mountAround(parts);
  /** @type {(Shown & {dots: number[], ellipses: number[]}) | null} dots: labels of the sample's digits */
  let shown = null;
  let picked = FIRST_DIGIT;
  /** @type {Record<Side, Place> | null} */
  let places = null;
  /** @type {Side | null} */
  let pointed = null;
  let askedAt = 0;
  const { ask, begin } = createQuestions(answer, onError);

  const maps = forBoth((side) =>
    createMap(of(side, ".plane"), {
      onPoint: (place) => point(side, place),
      onPick: (place) => pick(side, place),
      signal,
    }),
  );

  /** @param {Side} side @param {Place | null} place */
  function point(side, place) {
    const [own, other] = [maps[side].look(), maps[otherSide(side)].look()];
    if (!place || !own || !other) return leave(side);
    pointed = side;
    const there = /** @type {Place} */ (samePlace(place, own, other));
    places = /** @type {Record<Side, Place>} */ ({ [side]: place, [otherSide(side)]: there });
    for (const one of SIDES) maps[one].mark({ place: places[one] });
    ask();
  }
  /** @param {Side} side */
  function leave(side) {
    if (pointed !== side) return;
    [pointed, places] = [null, null];
    for (const one of SIDES) {
      maps[one].mark({ place: null });
      of(one, ".hover").hidden = true;
    }
  }
  /** @param {Side} side @param {Place} place */
  function pick(side, place) {
    const look = maps[side].look();
    if (!look) return;
    picked = nearest(look.codes, place);
    for (const one of SIDES) maps[one].mark({ picked });
    ask();
  }
  /** @param {() => boolean} isCurrent */
  async function answer(isCurrent) {
    askedAt = performance.now();
    const [ae, vae] = SIDES.map((side) => maps[side].look());
    if (!shown || !ae || !vae) return;
    const { session, heldOut, dots } = shown;
    const [at, digit] = [places, picked]; // others may be pointed at and picked before the answer comes
    const codes = forBoth((side) => {
      const look = side === "ae" ? ae : vae;
      return [...codesAround(look, digit), ...(at ? [codeAt(at[side], look)] : [])];
    });
    const seen = await session.look(codes);
    if (!seen || !isCurrent() || signal.aborted) return;
    around.show(seen, heldOut[digit], dots[digit]);
    if (at && places) showUnder(at, seen, { ae, vae });
  }
  /** @param {Record<Side, Place>} at @param {Record<Side, Seen>} seen @param {Record<Side, import("../engine/training/viewer.js").Look>} looks */
  function showUnder(at, seen, looks) {
    for (const side of SIDES) {
      const box = of(side, ".hover");
      const { images, labels, sure } = seen[side];
      paint(/** @type {HTMLCanvasElement} */ (box.firstElementChild), /** @type {Uint8Array} */ (images.at(-1)));
      const told = t("training.at", { label: labels.at(-1) ?? 0, percent: percent(sure.at(-1) ?? 0) });
      tell(/** @type {HTMLElement} */ (box.lastElementChild), told);
      const { center, half_width: half } = looks[side].extent;
      box.classList.toggle("left", at[side][0] > center[0] + 0.2 * half && at[side][1] > center[1]);
      box.hidden = false;
    }
  }
  return {
    /** Of another session, or of other images. @param {Shown} next */
    begin(next) {
      begin();
      const dots = next.labels.slice(0, next.labels.length - next.own.length);
      shown = { ...next, dots, ellipses: galleryPage(dots, 0).concat(MORE) };
      picked = next.own[0] ?? FIRST_DIGIT;
      if (pointed) leave(pointed);
      for (const side of SIDES) maps[side].forget();
    },
    /** @param {Frame["looks"]} looks */
    frame(looks) {
      if (!shown) return;
      const { dots, ellipses, own } = shown;
      for (const side of SIDES)
        maps[side].show({ look: looks[side], labels: dots, ellipses, picked, own, place: places?.[side] ?? null });
      if (places || performance.now() - askedAt > ROW_MS) ask();
    },
    /** The rows show the newest weights, too. */
    rest: ask,
  };
}

/** The place of the nearest of the codes. @param {Float32Array} codes @param {Place} place */
function nearest(codes, [x, y]) {
  let [found, least] = [0, Infinity];
  for (let i = 0; i < codes.length / 2; i++) {
    const distance = Math.hypot(codes[2 * i] - x, codes[2 * i + 1] - y);
    if (distance < least) [found, least] = [i, distance];
  }
  return found;
}
