/** Choose the twins on show: a list of families, and a slider for β if a family has several. */

import { alone, areTwins, plain } from "../core/families.js";
import { MNIST } from "../core/mnist.js";
import { SIDES } from "../core/sides.js";
import { areOthers, wordsOf } from "../core/words.js";
import { short, t } from "../page/text.js";

/** @typedef {import("../core/families.js").Twins} Twins */

/** A sentence if the autoencoder stands in for the VAE's twin. @param {Twins} pair */
const standsIn = (pair) =>
  areTwins(pair) || alone(pair) ? [] : [t("picker.stand_in", { vae: pair.vae.id, ae: pair.ae.id })];

/** A sentence if another was asked for. @param {string | null} absent its id @param {Twins} pair */
const another = (absent, { vae }) => (absent === null ? [] : [t("picker.absent", { id: absent, shown: vae.id })]);

/** A sentence on what a model lacks that is shown by itself. @param {Twins} pair */
function lacks(pair) {
  const { id, latent_dim: dims, images } = pair.vae;
  const kind = pair.vae.weights ? alone(pair) : alone(pair) && "foreign";
  return kind ? [t(`picker.alone_${kind}`, { ...wordsOf(images, document.documentElement.lang), id, dims })] : [];
}

/** A sentence for each model of a pair that has collapsed; of one with more axes left, what lists them says so. @param {Twins} pair */
const collapses = (pair) =>
  SIDES.map((side) => pair[side])
    .filter(({ collapsed, latent_dim: dims, copies }) => (dims === 2 ? collapsed : collapsed === dims) && !copies)
    .map(({ id, collapsed, latent_dim: dims, images }) =>
      t("picker.collapsed", { ...wordsOf(images, document.documentElement.lang), id, axes: collapsed, dims }),
    );

/** @param {Twins[]} family @param {number} index */
function option(family, index) {
  const { latent_dim: dims, likelihood, id } = plain(family).vae;
  const textContent = t("picker.family", { dims, likelihood: t(`likelihood.${likelihood ?? "none"}`), id });
  return Object.assign(document.createElement("option"), { value: String(index), textContent });
}

/** Options under the name of their images. @param {import("../core/contract.js").ImageSet} images @param {HTMLOptionElement[]} options */
function group(images, options) {
  const { Items } = wordsOf(images, document.documentElement.lang);
  const label = t("picker.set", { Items, id: areOthers(images) ? images.id : MNIST.toUpperCase() });
  const made = Object.assign(document.createElement("optgroup"), { label });
  made.append(...options);
  return made;
}

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
 *   current: () => Twins,
 *   absent: () => string | null,
 *   onPick: (pair: Twins) => void,
 * }} options absent: the id asked for, if that is not here
 */
export function mountModelPicker({ select, row, slider, shown, note }, { families, current, absent, onPick }) {
  // By id: the list may have been loaded anew since.
  const placeIn = (/** @type {Twins[]} */ family, /** @type {Twins} */ pair) =>
    family.findIndex(({ vae }) => vae.id === pair.vae.id);
  const familyOf = (/** @type {Twins} */ pair) => families.findIndex((family) => placeIn(family, pair) >= 0);
  const sets = [...new Set(families.map(([{ vae }]) => vae.images.id))];
  select.replaceChildren(
    ...sets.flatMap((id) => {
      const options = families.flatMap((family, index) =>
        family[0].vae.images.id === id ? [option(family, index)] : [],
      );
      return sets.length > 1 ? [group(families[Number(options[0].value)][0].vae.images, options)] : options;
    }),
  );

  /** Show a pair's β, even before its models have loaded. @param {Twins} pair */
  function showBeta(pair) {
    const { vae } = pair;
    const id = Object.assign(document.createElement("span"), { className: "id", textContent: ` (${vae.id})` });
    const isOnly = families[familyOf(pair)].length < 2;
    const beta = short(vae.beta);
    shown.replaceChildren(beta, id, isOnly ? `, ${t("picker.beta_only")}` : "");
    slider.setAttribute("aria-valuetext", t("picker.beta_said", { beta }));
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
    note.textContent = [...another(absent(), pair), ...standsIn(pair), ...lacks(pair), ...collapses(pair)].join(" ");
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
