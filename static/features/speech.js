/** What the page says in words of the images on show: its own texts take them at once, those of the views as they mount. */

import { speakOf, t } from "../page/text.js";

/** @type {typeof speakOf} */
export function speakOnPage(images, known) {
  speakOf(images, known);
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-text], [data-name]")
  )) {
    const { text, name, pin = "", side } = element.dataset;
    const values = { pin, model: side ? t(side) : "" };
    if (text) element.textContent = t(text, values);
    if (name) element.setAttribute("aria-label", t(name, values));
  }
}
