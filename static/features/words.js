/** Words explained where they stand: a press on one opens what the glossary says of it beside it. */

import { $ } from "../page/element.js";

const MARGIN = 8; // pixels, to the window's edge

/** @param {HTMLElement} shown a pop-over */
export function mountWords(shown) {
  document.addEventListener("click", ({ target }) => {
    /** @type {HTMLElement | null} */
    const word = target instanceof Element ? target.closest(".word") : null;
    if (!word) return;
    shown.textContent = word.title || $(word.getAttribute("aria-describedby") ?? "").textContent;
    shown.showPopover();
    place(shown, word.getBoundingClientRect());
  });
}

/** Below a word, or above it where there is no room. @param {HTMLElement} shown @param {DOMRect} word */
function place(shown, { left, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = shown;
  const x = Math.max(MARGIN, Math.min(left, document.documentElement.clientWidth - width - MARGIN));
  const y = bottom + height + MARGIN > window.innerHeight && top > height ? top - height : bottom;
  Object.assign(shown.style, { left: `${x + window.scrollX}px`, top: `${y + window.scrollY}px` });
}
