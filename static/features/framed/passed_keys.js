/** Keys that nothing on this page uses go on to the page that shows it, so that its slides can be turned. */

import { isForBrowser } from "../../core/keys.js";
import { isUsedBy } from "../../core/used_keys.js";
import { post } from "./post.js";

export function passKeys() {
  addEventListener("keydown", (event) => {
    const { key, code, keyCode, shiftKey, target } = event;
    if (event.defaultPrevented || isForBrowser(event) || isUsedBy(kindsOf(/** @type {Element} */ (target)), key))
      return;
    post(window.parent, { event: "key", key, code, keyCode, shiftKey });
  });
}

/**
 * All that may use a key now: what is open over the page, what has the focus, and what scrolls around that.
 * @param {Element} target
 */
function kindsOf(target) {
  if (document.querySelector("dialog[open]")) return ["dialog"];
  // Browsers that don't know popovers take no unknown selector, but within :is().
  const over = document.querySelector(":is(:popover-open)") ? ["popover"] : [];
  return [...over, controlOf(target), ...scrolledFrom(target)];
}

/** The kind of control, else "page". @param {Element} target */
function controlOf(target) {
  const { type, localName } = /** @type {HTMLInputElement} */ (target);
  return type || (localName === "summary" || localName === "a" ? localName : "page");
}

/** Which ways an element or something around it scrolls. @param {Element | null} element @returns {string[]} */
function scrolledFrom(element) {
  if (!element) return [];
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  const { overflowX, overflowY } = getComputedStyle(element);
  return [
    ...(scrollHeight > clientHeight && mayScroll(element, overflowY) ? ["down"] : []),
    ...(scrollWidth > clientWidth && mayScroll(element, overflowX) ? ["across"] : []),
    ...scrolledFrom(element.parentElement),
  ];
}

/** The page itself does, unless it is told not to. @param {Element} element @param {string} overflow */
const mayScroll = (element, overflow) =>
  overflow === "auto" || overflow === "scroll" || (overflow === "visible" && element === document.documentElement);
