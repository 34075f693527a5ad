/** Links to this page that show its state: in another language, and whole where this is a part of it. */

import { formatState } from "../core/state.js";
import { $ } from "../page/element.js";

const OF_FRAMES = ["embed", "hide", "lock", "share"];

/** @param {import("../core/store.js").Store} store */
export function mountOwnLinks(store) {
  const languages = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[hreflang]"));
  for (const link of languages) carry(link, (query) => query.set("lang", link.hreflang));
  const open = /** @type {HTMLAnchorElement} */ ($("open"));
  carry(open, (query) => OF_FRAMES.forEach((name) => query.delete(name)));

  /** @param {HTMLAnchorElement} link @param {(query: URLSearchParams) => void} change */
  function carry(link, change) {
    const update = () => {
      const query = new URLSearchParams(location.search);
      change(query);
      link.search = String(query);
      link.hash = formatState(store.state);
    };
    // Before a click, a middle one or a menu's "open in a new tab".
    for (const type of ["pointerdown", "focus", "click"]) link.addEventListener(type, update);
  }
}
