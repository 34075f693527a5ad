/** An uploaded picture: show its steps to 28×28, and encode it again as the knobs turn; the newest setting counts. */

import { $ } from "../page/element.js";
import { mountKnobs } from "../views/knobs.js";
import { mountSteps } from "../views/picture_steps.js";

/** @typedef {import("../core/contract.js").Way} Way */
/** @typedef {import("../core/contract.js").Picture} Picture */

/** @type {import("../core/contract.js").Knobs} */
export const AUTOMATIC = { threshold: null, invert: false, thickness: 0, digit: null };
const THRESHOLD = 0.5; // shown if none was found

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
   * Apply a setting; while another is in flight, only the newest waits.
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

  /** Show a picture's steps and digits. @param {Picture} given @param {Way & {picture: string | null}} found */
  function show(given, { picture: name, steps: way, digits, chosen }) {
    if (given.file !== picture?.file) steps.begin(given.file);
    // The knobs may have been turned further meanwhile.
    picture = { ...given, knobs: turned && picture ? picture.knobs : given.knobs, name };
    section.hidden = false;
    steps.show({ steps: way, digits, chosen });
    if (!turned) knobs.show(picture.knobs, Number(way.find((step) => step.name === "threshold")?.note ?? THRESHOLD));
  }

  channels.digit.listen((digit) => {
    if (digit?.picture) show(digit.picture, digit.image);
    else close();
  });
  // The steps show why no digit was found, and which knob may help.
  channels.refused.listen(({ picture: given, found, steps }) =>
    show(given, { picture: found, steps, digits: [], chosen: 0 }),
  );

  return {
    /** Encode a picture; the digit before it stays current until a digit is found. @param {File} file */
    begin: (file) => encode({ file, name: null, knobs: AUTOMATIC }),
    current: () => picture,
    /** Close the panel, as another digit is current. */
    leave: close,
    unmount() {
      $("picture-close").removeEventListener("click", close);
      knobs.unmount();
      steps.release();
      close();
    },
  };
}
