/** Sampling, z = μ + σ·ε: the same ε in both models' worlds, one by one, beside the code that does it here. */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { legend } from "../instruments/legend.js";
import { mountSampling } from "../instruments/sampling.js";
import { wall } from "../instruments/wall.js";
import { pause } from "../pause.js";
import { neighbours } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { allKnown, samplesKept } from "../../core/measured.js";
import { samplesOf, sigmaInTwin } from "../../core/reparameterisation.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/comparison.js").Comparison} Comparison */

const DRAWS = 64;
const SLOW = 4; // draws that are shown one by one
const SLOW_MS = 900;
/** As model/networks/autoencoder.py has it; a test compares them. */
const CODE = [
  "noise = torch.randn(mu.shape, generator=generator, device=mu.device)",
  "return mu + log_sigma.exp() * noise",
];

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountNoise({ stand, desk, parts: { models, clouds, api }, bench, onChange, signal }) {
  const digit = forBoth((side) => clouds[side].codes[FIRST_DIGIT]);
  const { mu, label } = digit.vae;
  const vae = digit.vae.sigma ?? mu.map(() => 0);
  const sigma = { vae, ae: sigmaInTwin(vae, models) }; // the autoencoder has none
  const sampling = mountSampling({ mu, sigma: vae, signal });
  const walls = forBoth((side) => element("div", `of-${side} samples-of`));
  const both = element("div", "pair");
  both.append(walls.ae, walls.vae);
  stand.replaceChildren(sampling.box, listing(), both);
  const known = allKnown(SIDES.map((side) => samplesKept(models.vae, side)));

  async function draw() {
    const wanted = { n: DRAWS, seed: 1, images: false, mu: mu.map(() => 0), sigma: mu.map(() => 1) };
    const { z: epsilons } = await api.sample(models.vae.id, wanted, signal);
    for (let drawn = 1; drawn <= SLOW; drawn++) {
      sampling.show(epsilons.slice(0, drawn));
      await pause(SLOW_MS, signal);
    }
    sampling.show(epsilons, SLOW);
    return epsilons;
  }

  return {
    words: { label, draws: 100 },
    control: mountMarkers(desk, {
      unit: "of 100 samples keep the digit",
      note: t(known ? "lesson.over_all" : "lesson.over_this"),
      onChange,
    }),
    async act() {
      const epsilons = await draw();
      const found = await bench.compare(
        forBoth((side) => [digit[side].mu, ...samplesOf(digit[side].mu, sigma[side], epsilons)]),
      );
      for (const side of SIDES) walls[side].replaceChildren(...samplesSeen(side, found[side]));
      const kept = forBoth((side) => neighbours(found[side]).kept);
      both.append(legend(["lost", t("lesson.near.other")]));
      const measured = known ?? SIDES.map((side) => (100 * kept[side]) / DRAWS);
      return { measured, values: { ...kept, count: DRAWS, label } };
    },
  };
}

function listing() {
  const box = Object.assign(element("pre", "code"), { tabIndex: 0 });
  box.append(...CODE.map((line) => element("code", "", `${line}\n`)));
  return box;
}

/** @param {Side} side @param {Comparison} found the image at μ first */
function samplesSeen(side, found) {
  const told = element("p", "told", t("lesson.noise.kept", neighbours(found)));
  return [element("h3", "", t(`lesson.${side}`)), told, wall(found, { skip: 1 })];
}
