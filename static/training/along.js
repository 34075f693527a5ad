/** Take it along: both models as a file, and a link that trains to the same weights. */

import { saveTwins } from "./save.js";
import { tell } from "./parts.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../net/training_session.js").TrainingSession} Session */

/** @typedef {import("../core/training_knobs.js").Start} Start */

const SHOWN = 12; // letters of a digest

/**
 * @param {import("./parts.js").Parts} parts
 * @param {{
 *   session: () => Session | null,
 *   start: () => Start,
 *   count: () => number,
 *   link: () => string | null,
 *   onError: (error: unknown) => void,
 *   signal: AbortSignal,
 * }} options count: of images that train; link: the whole address; null where there is none, of a training on the visitor's
 *   own drawing, or of one that is too long
 */
export function mountAlong({ at, button }, { session, start, count, link, onError, signal }) {
  let isReady = false;
  /** What is being saved. @type {object | null} */
  let saving = null;
  const say = (/** @type {string} */ sentence) => tell(at("told"), sentence);
  function enable() {
    button("save").disabled = !isReady || saving !== null;
    button("link").disabled = !isReady;
  }
  async function save() {
    const current = session();
    if (!current) return;
    const mine = (saving = {});
    enable();
    try {
      await saveTwins(current, count(), start());
      if (saving === mine) say(t("training.saved"));
    } finally {
      if (saving === mine) saving = null;
      enable();
    }
  }
  async function copy() {
    const address = link();
    if (address === null) return say(t(start() === "own" ? "training.own_no_link" : "training.long_no_link"));
    try {
      await navigator.clipboard.writeText(address);
      say(t("training.linked", { steps: format(session()?.step ?? 0, 0) }));
    } catch (error) {
      // As in a frame, or on a page without https.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      say(t("training.unlinked"));
    }
  }
  button("save").addEventListener("click", () => save().catch(onError), { signal });
  button("link").addEventListener("click", () => copy().catch(onError), { signal });
  return {
    /** Whether there is anything to take. @param {boolean} is */
    enable(is) {
      isReady = is;
      if (!is) saving = null;
      enable();
    },
    /** What the weights are now. @param {Record<"ae" | "vae", string | null>} digest null: not known */
    digest({ ae, vae }) {
      tell(at("digest-ae"), ae?.slice(0, SHOWN) ?? "…");
      tell(at("digest-vae"), vae?.slice(0, SHOWN) ?? "…");
    },
    /** Of another training. */
    begin() {
      say(t("training.serve"));
      this.enable(false);
    },
  };
}
