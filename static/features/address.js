/** Back, Forward and a changed fragment: show what the address names, or another page, without loading the page anew. */

import { formatState, parseState } from "../core/state.js";

/**
 * Returns a function that brings the page to a state by itself, in the newest entry of the history.
 * @param {import("../core/store.js").Store} store
 * @param {{
 *   url: ReturnType<typeof import("./url_mirror.js").mirror>,
 *   show: (target: import("../core/state.js").State) => Promise<void>,
 * }} options url: writes nothing meanwhile; show: bring the page to a state
 */
export function followAddress(store, { url, show }) {
  /** What is on its way, if anything is. @type {object | null} */
  let following = null;
  /** @param {import("../core/state.js").State} target */
  async function follow(target) {
    const mine = (following = {});
    url.hold(target);
    try {
      await show(target);
    } finally {
      if (mine === following) {
        following = null;
        url.release();
      }
    }
  }
  addEventListener("popstate", () => {
    const target = parseState(location.hash);
    if (following || formatState(target) !== formatState(store.state)) return follow(target);
  });
  return follow;
}
