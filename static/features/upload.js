/** A picture at hand: its way to 28×28 is shown, and goes anew as its knobs are turned; the newest turn counts. */

import { mountKnobs } from "../views/knobs.js";
import { mountSteps } from "../views/steps.js";

/** @typedef {import("../net/api.js").Encoding} Encoding */
/** @typedef {import("../net/api.js").Picture} Picture */

/** @type {import("../net/api.js").Knobs} */
export const AUTOMATIC = { threshold: null, invert: false, thickness: 0, digit: null };

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {{encode: (picture: Picture) => Promise<void>}} options */
export function mountPicture({ encode }) {
  const section = $("picture");
  /** @type {Picture | null} */
  let picture = null;
  let busy = false;
  let turned = false;
  const steps = mountSteps({ list: $("steps"), found: $("found") }, { onChoose: (digit) => turn({ digit }) });
  const knobs = mountKnobs(
    {
      threshold: $("threshold"),
      thresholdShown: $("threshold-shown"),
      thickness: $("thickness"),
      thicknessShown: $("thickness-shown"),
      invert: $("invert"),
      automatic: $("automatic"),
    },
    { onTurn: turn, onAutomatic: () => turn({ ...AUTOMATIC, digit: picture?.knobs.digit ?? null }) },
  );

  /** Another setting; while one is under way, only the newest waits. @param {Partial<import("../net/api.js").Knobs>} setting */
  function turn(setting) {
    if (!picture) return;
    picture = { ...picture, knobs: { ...picture.knobs, ...setting } };
    turned = true;
    if (!busy) run();
  }
  async function run() {
    busy = true;
    while (turned && picture) {
      turned = false;
      await encode(picture);
    }
    busy = false;
  }
  function close() {
    picture = null;
    section.hidden = true;
  }
  $("picture-close").addEventListener("click", close);

  return {
    /** A picture is given; until it is a digit, the one before stays. @param {File} file */
    begin: (file) => encode({ file, name: null, knobs: AUTOMATIC }),
    /** What became of a picture. @param {Picture} given @param {Pick<Encoding, "picture" | "steps" | "digits" | "chosen">} encoding */
    show(given, { picture: name, steps: way, digits, chosen }) {
      if (given.file !== picture?.file) steps.begin(given.file);
      // While this was under way, the knobs may have been turned further.
      picture = { ...given, knobs: turned && picture ? picture.knobs : given.knobs, name };
      section.hidden = false;
      steps.show({ steps: way, digits, chosen });
      if (!turned) knobs.show(picture.knobs, Number(way.find((step) => step.name === "threshold")?.note ?? 0.5));
    },
    current: () => picture,
    /** Another digit is at hand. */
    leave: close,
    unmount() {
      $("picture-close").removeEventListener("click", close);
      knobs.unmount();
      steps.release();
      close();
    },
  };
}
