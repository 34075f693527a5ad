/** Choose the twins on show: a list of families, and a slider for β if a family has several. */

import { plain } from "../core/families.js";
import { short, t } from "../page/text.js";

/** @typedef {import("../core/families.js").Twins} Twins */

/**
 * @param {{select: HTMLSelectElement, row: HTMLElement, slider: HTMLInputElement, shown: HTMLOutputElement}} elements
 * @param {{families: Twins[][], current: () => Twins, onPick: (pair: Twins) => void}} options
 */
export function mountModelPicker({ select, row, slider, shown }, { families, current, onPick }) {
  const familyOf = (/** @type {Twins} */ pair) => families.findIndex((family) => family.includes(pair));
  select.replaceChildren(
    ...families.map((family, index) => {
      const { vae } = plain(family);
      const text = t("picker.family", {
        dims: vae.latent_dim,
        likelihood: t(`likelihood.${vae.likelihood}`),
        id: vae.id,
      });
      return Object.assign(document.createElement("option"), { value: String(index), textContent: text });
    }),
  );

  /** Show a pair's β, even before its models have loaded. @param {Twins} pair */
  function showBeta({ vae }) {
    shown.textContent = t("picker.beta_shown", { beta: short(vae.beta), id: vae.id });
    slider.setAttribute("aria-valuetext", shown.textContent);
  }
  function show() {
    const pair = current();
    const family = families[familyOf(pair)];
    select.value = String(familyOf(pair));
    row.hidden = family.length < 2;
    Object.assign(slider, { min: "0", max: String(family.length - 1), step: "1" });
    slider.value = String(family.indexOf(pair));
    showBeta(pair);
  }

  const listening = new AbortController();
  const { signal } = listening;
  select.addEventListener("change", () => onPick(plain(families[Number(select.value)])), { signal });
  slider.addEventListener(
    "input",
    () => {
      const pair = families[Number(select.value)][Number(slider.value)];
      showBeta(pair);
      onPick(pair);
    },
    { signal },
  );
  show();
  return { show, unmount: () => listening.abort() };
}
