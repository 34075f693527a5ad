/** What has come of it, in a sentence for those who don't see it: once it rests, and nothing of each frame. */

import { createAnnouncer } from "../page/announcer.js";
import { format, short, t } from "../page/text.js";

/** @typedef {import("./plots.js").Measured} Measured */

/** @param {import("./parts.js").Parts} parts @param {AbortSignal} signal */
export function mountSummary({ at }, signal) {
  const announcer = createAnnouncer(at("said"));
  signal.addEventListener("abort", announcer.unmount);
  /** @type {Measured | null} */
  let newest = null;
  let rests = false;
  let step = 0;
  const say = () => {
    if (rests && newest?.step === step) announcer.announce(sentence(newest));
  };
  return {
    /** @param {Measured} measured */
    measured(measured) {
      newest = measured;
      say();
    },
    /** @param {boolean} isRunning @param {number} now steps done */
    state(isRunning, now) {
      [rests, step] = [!isRunning, now];
      if (isRunning) announcer.announce(t("training.said_playing"));
      else say();
    },
    clear: () => void (newest = null),
  };
}

/** @param {Measured} measured */
function sentence({ step, of: { ae, vae } }) {
  const share = (/** @type {number} */ value) => format(100 * value, 0);
  return t("training.said", {
    steps: format(step, 0),
    ae: format(ae.loss, 1),
    vae: format(vae.loss, 1),
    kl: vae.kl === null ? short(null) : format(vae.kl, 2),
    active: short(vae.active),
    kept_ae: share(ae.kept),
    kept_vae: share(vae.kept),
  });
}
