/** The step experiment: in both models a digit, its neighbours around it, and what the judge reads in each. */

import { imageOf } from "../core/comparison.js";
import { NEIGHBOURS, places } from "../core/ring.js";
import { SIDES, forBoth } from "../core/sides.js";
import { format, t } from "../page/text.js";
import { word } from "../page/word.js";
import { createCell } from "../charts/cell.js";
import { shareBar } from "../charts/share.js";
import { isGone, keepsAll, verdict } from "../charts/verdict.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/comparison.js").Comparison} Comparison */

const SAME = 0.005; // sd, half the slider's step: closer distances count as equal

/** @param {HTMLElement} element */
function mountSquare(element) {
  const middle = createCell();
  middle.box.classList.add("middle");
  const around = Array.from({ length: NEIGHBOURS }, createCell);
  around.forEach(({ box }, i) => (box.style.gridArea = `${places[i][0]} / ${places[i][1]}`));
  const boxes = [middle, ...around].map(({ box }) => box);
  boxes.forEach((box, i) => (box.dataset.index = String(i)));
  element.replaceChildren(...boxes);
  return {
    /** @param {Comparison} found @param {number | null} digit */
    show(found, digit) {
      const [label, ...labels] = found.label;
      middle.show(imageOf(found, 0), { label, lost: isGone(found, digit), name: t("ring.middle", { label }) });
      around.forEach((cell, i) => {
        const lost = labels[i] !== label;
        const told = { number: i + 1, label: labels[i] };
        cell.show(imageOf(found, i + 1), {
          label: labels[i],
          lost,
          name: lost ? t("ring.lost", told) : t("ring.kept", told),
        });
      });
    },
  };
}

/**
 * @param {{
 *   squares: Record<Side, HTMLElement>,
 *   told: Record<Side, HTMLElement>,
 *   distance: HTMLInputElement,
 *   shown: HTMLElement,
 *   steps: HTMLElement,
 *   both: HTMLElement,
 *   many: HTMLElement,
 *   measured: Record<Side, HTMLElement>,
 * }} elements steps: those measured, as the slider's ticks; both: with a button, where no label is lost; many: a note on more than two dimensions
 * @param {{store: import("../core/store.js").Store, models: Record<Side, import("../core/contract.js").Model>}} options
 */
export function mountRing({ squares, told, distance, shown, steps, both, many, measured }, { store, models }) {
  const drawn = forBoth((side) => mountSquare(squares[side]));
  const listening = new AbortController();
  distance.addEventListener("input", () => store.set({ r: Number(distance.value) }), { signal: listening.signal });

  steps.innerHTML = stepCurve(models.vae)
    .map(({ step }) => `<option value="${step}"></option>`)
    .join("");
  const { latent_dim: dims } = models.vae;
  many.hidden = dims === 2;
  const go = Object.assign(document.createElement("button"), { type: "button", textContent: t("tab.prior") });
  go.addEventListener("click", () => store.set({ tab: "prior" }), { signal: listening.signal });
  const further = /** @type {HTMLButtonElement} */ (both.querySelector("button"));
  const nextStep = () => stepCurve(models.vae).find(({ step }) => step > store.state.r + SAME)?.step;
  further.addEventListener("click", () => store.set({ r: nextStep() ?? store.state.r }), { signal: listening.signal });
  many.replaceChildren(...(dims === 2 ? [] : [ofMany(models), " ", go]));

  function showDistance() {
    distance.value = String(store.state.r);
    shown.textContent = t("ring.sd", { distance: format(store.state.r, 2) });
    distance.setAttribute("aria-valuetext", shown.textContent);
    for (const side of SIDES) measured[side].innerHTML = overAll(models[side], store.state.r);
  }
  const stop = store.listen(["r"], showDistance);
  showDistance();

  return {
    /**
     * @param {Record<Side, Comparison>} found
     * @param {number | null} digit what the judge reads in the current digit
     */
    show(found, digit) {
      for (const side of SIDES) {
        drawn[side].show(found[side], digit);
        told[side].innerHTML = verdict("ring", found[side], digit);
      }
      const step = nextStep();
      both.hidden = step === undefined || dims > 2 || !SIDES.every((side) => keepsAll(found[side], digit));
      if (step !== undefined) further.textContent = t("ring.farther", { distance: format(step, 2) });
    },
    unmount() {
      stop();
      listening.abort();
    },
  };
}

/**
 * The share of the whole test set, at the measured step nearest to a distance, as HTML; empty if there is none.
 * @param {import("../core/contract.js").Model} model @param {number} distance
 */
function overAll(model, distance) {
  const curve = stepCurve(model);
  if (!curve.length) return "";
  const away = (/** @type {{step: number}} */ { step }) => Math.abs(step - distance);
  const nearest = curve.reduce((best, point) => (away(point) < away(best) ? point : best));
  const told = {
    images: format(model.metrics.nearness.images, 0),
    step: format(nearest.step, 2),
    sd: word("sd"),
  };
  const of = away(nearest) < SAME ? t("ring.measured", told) : t("ring.measured_nearest", told);
  return nearest.label_kept ? shareBar(nearest.label_kept.value, of) : "";
}

/** @param {import("../core/contract.js").Model} model @returns {any[]} what was measured at each step, in sd */
const stepCurve = ({ metrics: { nearness } }) => nearness?.step_curve ?? [];

/**
 * What more than two dimensions change, with figures if they were measured.
 * @param {Record<Side, import("../core/contract.js").Model>} models
 */
function ofMany(models) {
  const random = t("ring.random");
  const figures = forBoth((side) => ({
    kept: stepCurve(models[side])[1]?.label_kept,
    sure: models[side].metrics.nearness?.holes?.standard.judge_sure,
  }));
  if (SIDES.some((side) => !figures[side].kept || !figures[side].sure)) return random;
  const percent = (/** @type {{value: number}} */ { value }) => format(100 * value, 1);
  const { ae, vae } = figures;
  return `${t("ring.many", {
    dims: models.vae.latent_dim,
    step: format(stepCurve(models.vae)[1].step, 2),
    ae: percent(ae.kept),
    vae: percent(vae.kept),
    aeSure: percent(ae.sure),
    vaeSure: percent(vae.sure),
  })} ${random}`;
}
