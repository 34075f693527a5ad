/** Keys that nothing on this page uses go on to the page that shows it, so that its slides can be turned. */

import { isForBrowser } from "../../core/keys.js";
import { isUsedBy } from "../../core/used_keys.js";
import { post } from "./post.js";

export function passKeys() {
  addEventListener("keydown", (event) => {
    const { key, code, keyCode, shiftKey } = event;
    if (event.defaultPrevented || isForBrowser(event) || isUsedBy(kindOf(event.target), key)) return;
    post(window.parent, { event: "key", key, code, keyCode, shiftKey });
  });
}

/** What kind of control has the focus; else "page", or "scrolled" where keys scroll it. @param {EventTarget | null} target */
function kindOf(target) {
  const { type, localName } = /** @type {HTMLInputElement} */ (target);
  if (type || localName === "summary" || localName === "a") return type || localName;
  const { scrollHeight, clientHeight } = document.documentElement;
  return scrollHeight > clientHeight ? "scrolled" : "page";
}
