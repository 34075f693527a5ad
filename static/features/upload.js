/**
 * A given picture: its steps to 28×28 are shown, and taken again as the knobs are turned; the newest setting counts.
 */

import { $ } from "../page/element.js";
import { mountKnobs } from "../views/knobs.js";
import { mountSteps } from "../views/steps.js";

/** @typedef {import("../core/contract.js").Way} Way */
/** @typedef {import("../core/contract.js").Picture} Picture */

/** @type {import("../core/contract.js").Knobs} */
export const AUTOMATIC = { threshold: null, invert: false, thickness: 0, digit: null };
const THRESHOLD = 0.5; // shown where none was found

/**
 * @param {{encode: (picture: Picture) => Promise<void>, channels: import("./channels.js").Channels}} options
 */
export function mountUpload({ encode, channels }) {
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

  /**
   * Another setting; while one is under way, only the newest waits.
   * @param {Partial<import("../core/contract.js").Knobs>} setting
   */
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

  /** What became of a picture. @param {Picture} given @param {Way & {picture: string | null}} found */
  function show(given, { picture: name, steps: way, digits, chosen }) {
    if (given.file !== picture?.file) steps.begin(given.file);
    // While this was under way, the knobs may have been turned further.
    picture = { ...given, knobs: turned && picture ? picture.knobs : given.knobs, name };
    section.hidden = false;
    steps.show({ steps: way, digits, chosen });
    if (!turned) knobs.show(picture.knobs, Number(way.find((step) => step.name === "threshold")?.note ?? THRESHOLD));
  }

  channels.digit.listen((digit) => {
    if (digit?.picture) show(digit.picture, digit.image);
    else close();
  });
  // One sees why there is no digit in it, and which knob may help.
  channels.refused.listen(({ picture: given, found, steps }) =>
    show(given, { picture: found, steps, digits: [], chosen: 0 }),
  );

  return {
    /** A picture is given; until it is a digit, the one before stays. @param {File} file */
    begin: (file) => encode({ file, name: null, knobs: AUTOMATIC }),
    current: () => picture,
    /** Another digit is current. */
    leave: close,
    unmount() {
      $("picture-close").removeEventListener("click", close);
      knobs.unmount();
      steps.release();
      close();
    },
  };
}
