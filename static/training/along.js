/** Take it along: both models as a file, and a link that trains to the same weights. */

import { saveTwins } from "./save.js";
import { tell } from "./parts.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../net/training_session.js").TrainingSession} Session */

const SHOWN = 12; // letters of a digest

/**
 * @param {import("./parts.js").Parts} parts
 * @param {{session: () => Session | null, count: () => number, link: () => string | null, onError: (error: unknown) => void, signal: AbortSignal}} options
 *   count: of images that train; link: the whole address; null where there is none, of a training on the visitor's own drawing
 */
export function mountAlong({ at, button }, { session, count, link, onError, signal }) {
  const say = (/** @type {string} */ sentence) => tell(at("told"), sentence);
  async function save() {
    const current = session();
    if (!current) return;
    button("save").disabled = true;
    try {
      await saveTwins(current, count());
      say(t("training.saved"));
    } finally {
      button("save").disabled = false;
    }
  }
  async function copy() {
    const address = link();
    if (address === null) return say(t("training.own_no_link"));
    try {
      await navigator.clipboard.writeText(address);
      say(t("training.linked", { steps: format(session()?.step ?? 0, 0) }));
    } catch (error) {
      // As in a frame, or on a page without https.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      say(t("training.unlinked"));
    }
  }
  for (const name of ["save", "link"]) button(name).disabled = false;
  button("save").addEventListener("click", () => save().catch(onError), { signal });
  button("link").addEventListener("click", () => copy().catch(onError), { signal });
  return {
    /** What the weights are now. @param {Record<"ae" | "vae", string | null>} digest null: not known */
    digest({ ae, vae }) {
      tell(at("digest-ae"), ae?.slice(0, SHOWN) ?? "…");
      tell(at("digest-vae"), vae?.slice(0, SHOWN) ?? "…");
    },
    hush: () => say(t("training.serve")),
  };
}
