/** An uploaded picture: encoded at once, and shown with its steps and knobs by a script that the first of them loads. */

import { AUTOMATIC } from "../core/knobs.js";
import { tell } from "../net/refusal.js";

/** @typedef {import("../core/contract.js").Picture} Picture */
/** @typedef {import("./picture/picture.js").Found} Found */

/**
 * @param {{
 *   encode: (picture: Picture) => Promise<void>,
 *   channels: import("./channels.js").Channels,
 *   script: () => Promise<import("./picture/picture.js").PictureScript>,
 * }} options script: of the panel
 */
export function mountUpload({ encode, channels, script }) {
  /** @type {import("./picture/picture.js").Panel | undefined} */
  let panel;
  /** What is to be shown, unless another has come once the panel is there. @type {Picture | null} */
  let shown = null;

  /** @param {Picture} given @param {Found} found */
  async function show(given, found) {
    shown = given;
    const { mountPicture } = await script();
    if (shown !== given) return;
    panel ??= mountPicture(encode);
    panel.show(given, found);
  }
  function leave() {
    shown = null;
    panel?.close();
  }
  /** @param {Picture} given @param {Found} found */
  const showSafely = (given, found) => void show(given, found).catch((error) => tell(error, channels.problem.emit));

  channels.digit.listen((digit) => {
    if (digit?.picture) showSafely(digit.picture, digit.image);
    else leave();
  });
  // The steps show why no digit was found, and which knob may help.
  channels.refused.listen(({ picture, found, steps }) =>
    showSafely(picture, { picture: found, steps, digits: [], digits_found: 0, chosen: 0, upright: null }),
  );

  return {
    /** Encode a picture; the image before it stays current until one is found. @param {File} file */
    begin: (file) => encode({ file, name: null, knobs: AUTOMATIC }),
    current: () => (panel ? panel.current() : shown),
    /** Close the panel, as another image is current. */
    leave,
    unmount() {
      shown = null;
      panel?.unmount();
    },
  };
}
