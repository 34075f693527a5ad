/** Choose the twins on show: a list of families, and a slider for β if a family has several. */

import { areTwins, plain } from "../core/families.js";
import { SIDES } from "../core/sides.js";
import { short, t } from "../page/text.js";

/** @typedef {import("../core/families.js").Twins} Twins */

/** A sentence if the autoencoder stands in for the VAE's twin. @param {Twins} pair */
const standsIn = (pair) => (areTwins(pair) ? [] : [t("picker.stand_in", { vae: pair.vae.id, ae: pair.ae.id })]);

/** A sentence if another was asked for. @param {string | null} absent its id @param {Twins} pair */
const another = (absent, { vae }) => (absent === null ? [] : [t("picker.absent", { id: absent, shown: vae.id })]);

/** A sentence that names the models of other images. @param {import("../core/contract.js").Model[]} others */
const ofOthers = (others) =>
  others.length ? [t("picker.other_images", { ids: others.map(({ id }) => id).join(", ") })] : [];

/** A sentence that names the models left out. @param {import("../core/contract.js").Model[]} unpaired */
const left = (unpaired) =>
  unpaired.length ? [t("picker.unpaired", { ids: unpaired.map(({ id }) => id).join(", ") })] : [];

/** A sentence for each model of a pair that has collapsed. @param {Twins} pair */
const collapses = (pair) =>
  SIDES.map((side) => pair[side])
    .filter(({ collapsed }) => collapsed)
    .map(({ id, collapsed, latent_dim: dims }) => t("picker.collapsed", { id, axes: collapsed, dims }));

/**
 * @param {{
 *   select: HTMLSelectElement,
 *   row: HTMLElement,
 *   slider: HTMLInputElement,
 *   shown: HTMLOutputElement,
 *   note: HTMLElement,
 * }} elements
 * @param {{
 *   families: Twins[][],
 *   unpaired: import("../core/contract.js").Model[],
 *   others: import("../core/contract.js").Model[],
 *   current: () => Twins,
 *   absent: () => string | null,
 *   onPick: (pair: Twins) => void,
 * }} options unpaired: models that are in no family; others: models of other images than digits; absent: the id asked for, if that is not here
 */
export function mountModelPicker(
  { select, row, slider, shown, note },
  { families, unpaired, others, current, absent, onPick },
) {
  // By id: the list may have been loaded anew since.
  const placeIn = (/** @type {Twins[]} */ family, /** @type {Twins} */ pair) =>
    family.findIndex(({ vae }) => vae.id === pair.vae.id);
  const familyOf = (/** @type {Twins} */ pair) => families.findIndex((family) => placeIn(family, pair) >= 0);
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
  function showBeta(pair) {
    const { vae } = pair;
    const id = Object.assign(document.createElement("span"), { className: "id", textContent: ` (${vae.id})` });
    const isOnly = families[familyOf(pair)].length < 2;
    shown.replaceChildren(short(vae.beta), id, isOnly ? `, ${t("picker.beta_only")}` : "");
    slider.setAttribute("aria-valuetext", t("picker.beta_said", { beta: short(vae.beta) }));
  }
  function show() {
    const pair = current();
    const family = families[familyOf(pair)] ?? [];
    select.value = String(familyOf(pair));
    row.hidden = false;
    slider.hidden = family.length < 2;
    row.classList.toggle("only", slider.hidden);
    Object.assign(slider, { min: "0", max: String(family.length - 1), step: "1" });
    slider.value = String(placeIn(family, pair));
    showBeta(pair);
    note.textContent = [
      ...another(absent(), pair),
      ...standsIn(pair),
      ...collapses(pair),
      ...left(unpaired),
      ...ofOthers(others),
    ].join(" ");
    note.hidden = !note.textContent;
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
