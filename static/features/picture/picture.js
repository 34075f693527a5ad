/**
 * The panel of a picture, a script of its own: its steps to an image of the set, and its knobs, as which it is encoded again;
 * the newest setting counts. Page and script meet at the script's element.
 */

import { turned, unturned } from "../../core/crop.js";
import { AUTOMATIC } from "../../core/knobs.js";
import { after } from "../../core/turns.js";
import { $ } from "../../page/element.js";
import { t } from "../../page/text.js";
import { mountCrop } from "../../views/crop.js";
import { mountKnobs } from "../../views/knobs.js";
import { mountSteps } from "../../views/picture_steps.js";

/** @typedef {import("../../core/contract.js").Way} Way */
/** @typedef {import("../../core/contract.js").Picture} Picture */

const AS_GIVEN = { turn: 0, mirror: false };
const THRESHOLD = 0.5; // shown if none was found

/**
 * @typedef {Way & {picture: string | null, upright: import("../../core/contract.js").ImageFacts["upright"]}} Found
 * @typedef {{show: (given: Picture, found: Found) => void, current: () => Picture | null, close: () => void, unmount: () => void}} Panel
 */

/** @param {(picture: Picture) => Promise<void>} encode @returns {Panel} */
function mountPicture(encode) {
  const section = $("picture");
  /** @type {Picture | null} */
  let picture = null;
  let busy = false;
  let changed = false;
  /** How the picture would be a digit. @type {import("../../core/contract.js").Turn | null} */
  let proposed = null;
  const steps = mountSteps(
    { list: $("steps"), found: $("found") },
    {
      onChoose: (digit) => set({ digit }),
      onFirst: (frame, image) => crop.over(frame, image),
      onForeign: () => showMark(),
    },
  );
  const crop = mountCrop(
    { mark: $("mark"), unmark: $("unmark"), told: $("crop-told"), keys: $("crop-keys") },
    { onCrop: (part) => set({ crop: part && turned(part, shownWay()), digit: null }) },
  );
  const knobs = mountKnobs(
    {
      threshold: $("threshold"),
      thresholdShown: $("threshold-shown"),
      thickness: $("thickness"),
      thicknessShown: $("thickness-shown"),
      invert: $("invert"),
      turn: $("turn"),
      mirror: $("mirror"),
      automatic: $("automatic"),
    },
    { onSet: set, onTurn: turn, onAutomatic: takeBack },
  );

  /**
   * Apply a setting; while another is in flight, only the newest waits.
   * @param {Partial<import("../../core/contract.js").Knobs>} setting
   */
  function set(setting) {
    if (!picture) return;
    picture = { ...picture, knobs: { ...picture.knobs, ...setting } };
    changed = true;
    if (!busy) run();
  }
  /** Turn the picture further; its digits then come in another order. @param {import("../../core/contract.js").Turn} further */
  function turn(further) {
    if (!picture) return;
    const { crop: part } = picture.knobs;
    set({ ...after(picture.knobs, further), digit: null, crop: part && turned(part, further) });
  }
  /** Take back all knobs; which digit is meant, by choice or by mark, is none. */
  function takeBack() {
    if (!picture) return;
    const { turn: quarters, mirror, digit, crop: part } = picture.knobs;
    set({ ...AUTOMATIC, digit: quarters || mirror ? null : digit, crop: part && unturned(part, picture.knobs) });
  }
  /** How the picture lies to the one on which parts are marked. @returns {import("../../core/contract.js").Turn} */
  const shownWay = () => (picture && steps.isGiven() ? picture.knobs : AS_GIVEN);
  /** Show what is marked where it lies in the picture on the page. */
  function showMark() {
    const part = picture?.knobs.crop ?? null;
    crop.show(part && unturned(part, shownWay()));
  }
  const accept = () => proposed && turn(proposed);
  async function run() {
    busy = true;
    try {
      while (changed && picture) {
        changed = false;
        await encode(picture);
      }
    } finally {
      busy = false;
    }
  }
  function close() {
    picture = null;
    section.hidden = true;
  }
  $("picture-close").addEventListener("click", close);
  $("upright").addEventListener("click", accept);

  /**
   * Show a picture's steps and digits, and how to turn it if that would make it one.
   * @param {Picture} given @param {Found} found
   */
  function show(given, { picture: name, steps: way, digits, digits_found, chosen, upright }) {
    proposed = upright;
    $("upright").hidden = !upright;
    if (upright) $("upright").textContent = t("knob.upright", { label: upright.label });
    if (given.file !== picture?.file) steps.begin(given.file);
    // The knobs may have been turned further meanwhile.
    picture = { ...given, knobs: changed && picture ? picture.knobs : given.knobs, name };
    section.hidden = false;
    steps.show({ steps: way, digits, digits_found, chosen });
    showMark();
    if (!changed) knobs.show(picture.knobs, Number(way.find((step) => step.name === "threshold")?.note ?? THRESHOLD));
  }

  return {
    show,
    current: () => picture,
    close,
    unmount() {
      $("picture-close").removeEventListener("click", close);
      $("upright").removeEventListener("click", accept);
      knobs.unmount();
      crop.unmount();
      steps.release();
      close();
    },
  };
}

const made = { mountPicture };
/** @typedef {typeof made} PictureScript */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made });
