/** A notice that the models on show have changed on the server, with a button that shows what there is now. */

import { t } from "../page/text.js";

/** @typedef {import("../core/model_changes.js").Change} Change */

/** @param {Change} change */
const sentences = ({ gone, replaced, instead }) => [
  ...(gone.length ? [t("changed.gone", { ids: gone.join(", ") })] : []),
  ...(replaced.length ? [t("changed.replaced", { ids: replaced.join(", ") })] : []),
  ...(instead === null ? [t("error.no_twins")] : []),
];

/**
 * @param {{notice: HTMLElement, said: HTMLElement, button: HTMLButtonElement}} elements
 * @param {{onShow: () => void}} options
 */
export function mountModelsChanged({ notice, said, button }, { onShow }) {
  button.addEventListener("click", onShow);
  return {
    /** @param {Change} change @param {string} shown the VAE on show */
    show(change, shown) {
      const { instead } = change;
      said.textContent = sentences(change).join(" ");
      button.textContent = instead === shown ? t("changed.anew") : t("changed.instead", { id: instead ?? "" });
      button.hidden = instead === null;
      notice.hidden = false;
    },
    hide: () => void (notice.hidden = true),
  };
}
