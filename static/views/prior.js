/** Draws from the prior, or from a Gaussian fitted to the codes, in both models, and how many look like a digit. */

import { imageOf, isJudged, LIMITS, tally } from "../core/comparison.js";
import { digitCanvas, paint } from "../charts/digit_image.js";
import { forBoth, SIDES } from "../core/sides.js";
import { nextSeed } from "../core/state.js";
import { deeper } from "../core/families.js";
import { drawsOne } from "../core/scoreboard.js";
import { labelHistogram } from "../charts/label_histogram.js";
import { shareBar } from "../charts/share.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/comparison.js").Comparison} Comparison */

/**
 * @param {{
 *   walls: Record<Side, HTMLElement>,
 *   told: Record<Side, HTMLElement>,
 *   measured: Record<Side, HTMLElement>,
 *   count: HTMLSelectElement,
 *   fit: HTMLInputElement[],
 *   again: HTMLElement,
 *   more: HTMLElement,
 * }} elements more: with a button, that leads to more dimensions
 * @param {Pick<import("../features/channels.js").Parts, "store" | "models" | "offered" | "go"> & {
 *   codes: Record<Side, number[][]>,
 * }} options
 */
export function mountPrior({ walls, told, measured, count, fit, again, more }, { store, models, offered, go, codes }) {
  const inPlane = models.vae.latent_dim === 2; // with more dimensions nearly every draw is far from all codes
  const listening = new AbortController();
  const { signal } = listening;
  count.addEventListener("change", () => store.set({ n: Number(count.value) }), { signal });
  for (const input of fit) input.addEventListener("change", () => store.set({ fit: input.value === "1" }), { signal });
  again.addEventListener("click", () => store.set({ seed: nextSeed(store.state.seed) }), { signal });

  const other = inPlane && deeper(offered, models);
  more.hidden = !other;
  if (other) {
    const button = /** @type {HTMLButtonElement} */ (more.querySelector("button"));
    button.textContent = t("prior.in_dims", { dims: other.vae.latent_dim });
    button.addEventListener("click", () => go({ model: other.vae.id }), { signal });
  }

  const from = () => (store.state.fit ? "fitted" : "standard");
  function showChoice() {
    count.value = String(store.state.n);
    for (const input of fit) input.checked = (input.value === "1") === store.state.fit;
  }
  const stop = store.listen(["n", "fit"], showChoice);
  showChoice();

  /**
   * A sentence on how many draws fall into holes, and on the share measured against all training codes.
   * @param {number} holes
   * @param {import("../core/contract.js").Model} model
   */
  function between(holes, { metrics: { nearness } }) {
    const told = t("prior.holes", { holes, far: format(LIMITS.far, 1) });
    const measured = nearness?.holes?.[from()].far;
    return measured ? `${told} ${t("prior.holes_measured", { percent: format(100 * measured.value, 1) })}` : told;
  }

  /** The share of many draws that look like a digit, as HTML; empty where it was not measured. @param {Side} side */
  function overAll(side) {
    const holes = models[side].metrics.nearness?.holes;
    const sure = holes?.[from()].judge_sure;
    if (!sure) return "";
    const bar = shareBar(sure.value, t("prior.measured", { draws: format(holes.draws, 0) }));
    return drawsOne(models[side], from())
      ? `${bar} <span class="note">${t("prior.one_class", { model: t(`${side}.abbr`) })}</span>`
      : bar;
  }

  function image(/** @type {Comparison} */ found, /** @type {number} */ i, /** @type {boolean} */ sure) {
    const box = Object.assign(document.createElement("span"), { className: sure ? "draw" : "draw unsure" });
    const values = { number: i + 1, label: found.label[i], percent: format(100 * found.confidence[i], 0) };
    const judged = sure ? t("prior.sure", values) : t("prior.unsure", values);
    const name = isJudged(found) ? judged : t("prior.draw", { number: i + 1 });
    const canvas = digitCanvas(name);
    paint(canvas, imageOf(found, i));
    box.title = name;
    box.dataset.index = String(i);
    box.append(canvas);
    return box;
  }

  return {
    /** @param {Record<Side, Comparison>} found */
    show(found) {
      const counted = forBoth((side) =>
        tally(found[side], codes[side], models[side].sd, LIMITS, models.vae.images.classes.length),
      );
      const top = Math.max(...SIDES.flatMap((side) => counted[side].labels));
      for (const side of SIDES) {
        const { sure, count: all, labels, holes, isSure } = counted[side];
        const judged = isJudged(found[side]);
        const images = found[side].z.map((_, i) => image(found[side], i, isSure[i] ?? true));
        walls[side].replaceChildren(...images.filter((_, i) => !isSure[i]), ...images.filter((_, i) => isSure[i]));
        measured[side].innerHTML = overAll(side);
        const count = judged
          ? `<b class="count">${t("prior.count", { sure, count: all })}</b> ${t("prior.digits")}`
          : "";
        told[side].innerHTML = `<p>${count}
          ${inPlane ? `<span class="note">${between(holes, models[side])}</span>` : ""}</p>${judged ? labelHistogram(labels, top) : ""}`;
      }
    },
    unmount() {
      stop();
      listening.abort();
    },
  };
}

/** The result as a sentence for screen readers, empty where nothing was judged. @param {Record<Side, Comparison>} found */
export function priorSentence(found) {
  if (!isJudged(found.vae)) return "";
  const sure = (/** @type {Side} */ side) => found[side].confidence.filter((value) => value >= LIMITS.sure).length;
  return t("prior.sentence", { vae: sure("vae"), ae: sure("ae"), count: found.vae.label.length });
}
