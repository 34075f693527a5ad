/** The evidence's panel, by a script that comes after the rest. */

import { $ } from "../page/element.js";

/**
 * @param {() => Promise<import("./evidence/evidence.js").Evidence>} script
 * @param {Parameters<import("./evidence/evidence.js").Evidence["mountEvidence"]>[1]} given
 * @param {(error: Error) => void} onError where it does not come
 */
export function laterEvidence(script, given, onError) {
  /** @type {{unmount: () => void} | null} */
  let panel = null;
  let isWanted = true;
  script()
    .then((made) => {
      if (isWanted) panel = made.mountEvidence($("evidence-shown"), given);
    })
    .catch((error) => isWanted && onError(error));
  return {
    unmount() {
      isWanted = false;
      panel?.unmount();
    },
  };
}
