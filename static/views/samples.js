/**
 * The samples experiment: digits decoded from codes drawn around μ, with their pixelwise mean and spread. In the
 * autoencoder the draws are the same, in units of its own sd.
 */

import { imageOf, neighbours } from "../core/comparison.js";
import { nextBeta } from "../core/families.js";
import { paint } from "../charts/digit_image.js";
import { forBoth, SIDES } from "../core/sides.js";
import { COUNT } from "../core/sampling.js";
import { sameness } from "../core/sameness.js";
import { pixelwise } from "../core/statistics.js";
import { nextSeed } from "../core/state.js";
import { format, short, t } from "../page/text.js";
import { createCell } from "../charts/cell.js";
import { shareBar } from "../charts/share.js";
import { verdict } from "../charts/verdict.js";

/** @typedef {import("../core/sides.js").Side} Side */

const ALIKE = 0.005; // share of pixels that change: below it the draws look the same
const HOT = 4; // temperature at which they no longer do

/**
 * @param {{
 *   samples: Record<Side, HTMLElement>,
 *   told: Record<Side, HTMLElement>,
 *   averages: Record<Side, HTMLElement>,
 *   measured: Record<Side, HTMLElement>,
 *   alike: HTMLElement,
 *   temperature: HTMLInputElement,
 *   shown: HTMLElement,
 *   reseed: HTMLElement,
 * }} elements alike: to say how to see them wider, where all look the same
 * @param {Pick<import("../features/channels.js").Parts, "store" | "models" | "offered" | "go">} options
 */
export function mountSamples(
  { samples, told, averages, measured, alike, temperature, shown, reseed },
  { store, models, offered, go },
) {
  const cells = forBoth(() => Array.from({ length: COUNT }, createCell));
  const summaries = forBoth((side) => mountAverages(averages[side]));
  for (const side of SIDES) {
    samples[side].replaceChildren(...cells[side].map(({ box }) => box));
    cells[side].forEach(({ box }, i) => (box.dataset.index = String(i + 1)));
  }
  const wider = nextBeta(offered, models);
  const words = alikeWords(models.vae.beta);
  const reasons = {
    at_mu: [t("samples.alike_at_mu"), button(t("samples.training"), () => store.set({ t: 1 }))],
    decoded: [words.decoded],
    narrow: [
      words.narrow,
      button(t("samples.hotter", { t: HOT }), () => store.set({ t: HOT })),
      ...(wider
        ? [button(t("samples.wider", { beta: short(wider.vae.beta) }), () => go({ model: wider.vae.id }))]
        : []),
    ],
  };

  function showTemperature() {
    temperature.value = String(store.state.t);
    shown.textContent = format(store.state.t, 1);
    temperature.setAttribute("aria-valuetext", shown.textContent);
    for (const side of SIDES) measured[side].innerHTML = overAll(models.vae, side, store.state.t);
  }
  const listening = new AbortController();
  const { signal } = listening;
  temperature.addEventListener("input", () => store.set({ t: Number(temperature.value) }), { signal });
  reseed.addEventListener("click", () => store.set({ seed: nextSeed(store.state.seed) }), { signal });
  const stop = store.listen(["t"], showTemperature);
  showTemperature();

  return {
    /**
     * @param {Record<Side, import("../core/comparison.js").Comparison>} found μ first
     * @param {number | null} digit what the judge reads in the current digit
     * @param {number[][]} draws their codes in the VAE
     */
    show(found, digit, draws) {
      for (const side of SIDES) {
        const [middle, ...labels] = found[side].label;
        cells[side].forEach((cell, i) => {
          const [label, name] = [labels[i], t("samples.one", { number: i + 1, model: t(side), label: labels[i] })];
          cell.show(imageOf(found[side], i + 1), { label, lost: label !== middle, name });
        });
        told[side].innerHTML = verdict("samples", found[side], digit);
        summaries[side].show(found[side].pixels.subarray(imageOf(found[side], 0).length), COUNT);
      }
      const reason = sameness(draws, models.vae.sd);
      alike.replaceChildren(...reasons[reason]);
      alike.hidden = neighbours(found.vae).changed >= ALIKE || (reason === "narrow" && store.state.t >= HOT);
    },
    unmount() {
      stop();
      listening.abort();
    },
  };
}

/** Why all draws look alike, without β where it is not known. @param {number | null} beta */
export function alikeWords(beta) {
  if (beta === null) return { decoded: t("samples.alike_decoded_any"), narrow: t("samples.alike_narrow_any") };
  const told = { beta: short(beta) };
  return { decoded: t("samples.alike_decoded", told), narrow: t("samples.alike_narrow", told) };
}

/** @param {string} textContent @param {() => void} onPress */
function button(textContent, onPress) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent });
  made.addEventListener("click", onPress);
  return made;
}

/**
 * The share of the whole test set's draws at a temperature, as HTML; empty where it was not measured.
 * @param {import("../core/contract.js").Model} vae @param {Side} side @param {number} temperature
 */
function overAll({ metrics: { nearness } }, side, temperature) {
  /** @type {import("../core/contract.js").SamplesPoint | undefined} */
  const point = nearness?.posterior_samples?.curve.find(
    (/** @type {import("../core/contract.js").SamplesPoint} */ one) => one.temperature === temperature,
  );
  const kept = point?.[side]?.label_kept;
  return kept ? shareBar(kept.value, t("samples.measured", { images: format(nearness.images, 0) })) : "";
}

/** The mean and the standard deviation of each pixel over the draws, as pictures. @param {HTMLElement} element */
function mountAverages(element) {
  const [mean, spread] = element.querySelectorAll("canvas");
  const [, told] = element.querySelectorAll("figcaption");
  return {
    /** @param {Uint8Array} pixels of the draws @param {number} count */
    show(pixels, count) {
      const found = pixelwise(pixels, pixels.length / count);
      paint(mean, found.mean);
      // Twice as bright: the largest possible deviation, half of the range, is white.
      paint(
        spread,
        Uint8Array.from(found.deviation, (value) => Math.min(2 * value, 255)),
      );
      told.textContent = t("samples.spread", { most: format(Math.max(...found.deviation) / 255, 2) });
    },
  };
}
