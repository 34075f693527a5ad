/** The terms of the loss to scale: a bar for each model, of one digit or of the mean over many. */

import { element } from "../element.js";
import { SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

/** @typedef {{reconstruction: number, kl: number | null, negative_elbo: number | null}} Terms nats; kl: null where there is none */

/** @param {string} title of what they are @param {Terms[]} terms of the autoencoder, then of the VAE @param {number} most the longest bar's length, nats */
export function lossBars(title, terms, most) {
  const box = element("section", "loss-bars");
  box.append(element("h3", "", title), ...terms.map((one, i) => bar(SIDES[i], one, most)));
  return box;
}

/** @param {Terms} terms */
export const lengthOf = ({ reconstruction, kl }) => reconstruction + (kl ?? 0);

/** @param {import("../../core/sides.js").Side} side @param {Terms} terms @param {number} most */
function bar(side, terms, most) {
  const [box, line] = [element("div", `loss-bar of-${side}`), element("div", "line")];
  const term = (/** @type {string} */ kind, /** @type {number} */ nats) => {
    const part = element("span", kind);
    part.style.width = `${(100 * nats) / most}%`;
    return part;
  };
  line.append(term("rec", terms.reconstruction), term("kl", terms.kl ?? 0));
  box.append(element("b", "", t(`lesson.${side}`)), line, element("p", "told", sumOf(terms)));
  return box;
}

/** @param {Terms} terms */
function sumOf({ reconstruction, kl, negative_elbo: loss }) {
  const rest = kl === null || loss === null ? "" : `+ ${format(kl, 2)} = ${format(loss, 2)} `;
  return `${format(reconstruction, 2)} ${rest}${t("terms.nats")}`;
}
