/** The KL divergence as one bar per dimension. */

import { indexed } from "../core/text_format.js";
import { format, t } from "../page/text.js";

const FEW = 2; // dimensions: those of more are shown with the encoder's answer on all axes

/**
 * The bars as markup, of few dimensions; `sizeBars` gives them their lengths.
 * @param {number[]} nats per dimension, whose sum is the KL divergence
 */
export function klBars(nats) {
  if (nats.length > FEW) return "";
  const most = Math.max(...nats) || 1;
  const bars = nats.map(
    (value, axis) =>
      `<li data-share="${(value / most).toFixed(4)}"><span>${indexed("z", axis)}</span><i></i><b>${format(value, 2)}</b></li>`,
  );
  return `<div class="of-vae"><p class="note">${t("terms.divergences")}</p><ul class="kl-bars">${bars.join("")}</ul></div>`;
}

/**
 * Give the bars in an element their lengths. Not in the markup: the page's Content-Security-Policy forbids inline styles.
 * @param {HTMLElement} element
 */
export function sizeBars(element) {
  for (const bar of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-share]"))) {
    bar.style.setProperty("--share", bar.dataset.share ?? "");
  }
}
