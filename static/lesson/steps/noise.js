/** Sampling, z = μ + σ·ε: the same ε in both models' worlds, one by one, beside the code that does it here. */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { pause } from "../pause.js";
import { mountPlane } from "../instruments/plane.js";
import { wall } from "../instruments/wall.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

const DRAWS = 64;
const SLOW = 4; // draws that are shown one by one
const SLOW_MS = 900;
/** As model/networks/autoencoder.py has it; a test compares them. */
const CODE = [
  "noise = torch.randn(mu.shape, generator=generator, device=mu.device)",
  "return mu + log_sigma.exp() * noise",
];

/** @typedef {import("../../core/sides.js").Side} Side */

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountNoise({ stand, desk, parts: { models, clouds, api }, bench, onChange, signal }) {
  const { codes } = clouds.vae;
  const { mu, sigma: known, label } = codes[FIRST_DIGIT];
  const sigma = known ?? mu.map(() => 0);
  const centre = clouds.ae.codes[FIRST_DIGIT].mu;
  const noisePlane = mountPlane({
    name: t("lesson.noise.epsilon"),
    extent: { center: [0, 0], half_width: 3.5 },
    codes: [],
  });
  const half = 4 * Math.max(...sigma);
  const codePlane = mountPlane({ name: t("lesson.noise.codes"), extent: { center: mu, half_width: half }, codes });
  const sum = element("div", "sum");
  const walls = forBoth((side) => element("div", `of-${side} samples-of`));
  const listing = element("pre", "code");
  listing.tabIndex = 0;
  listing.append(...CODE.map((line) => element("code", "", `${line}\n`)));

  const left = figure(noisePlane.box, t("lesson.noise.epsilon"));
  const right = figure(codePlane.box, t("lesson.noise.codes"), "of-vae");
  const row = element("div", "noise");
  row.append(left, sum, right);
  const both = element("div", "pair");
  both.append(walls.ae, walls.vae);
  stand.replaceChildren(row, listing, both);
  noisePlane.mark({ ellipses: [{ z: [0, 0], radius: [1, 1], kind: "prior" }] });
  codePlane.mark({ pins: [{ z: mu, kind: "code" }], ellipses: [{ z: mu, radius: sigma, kind: "code" }] });
  showSum(null);

  /** z = μ + σ·ε in numbers. @param {number[] | null} epsilon */
  function showSum(epsilon) {
    const number = (/** @type {number} */ value) => format(value, 3);
    const [z, e] = [0, 1].map((part) =>
      mu.slice(0, 2).map((m, axis) => (epsilon ? number(part ? epsilon[axis] : m + sigma[axis] * epsilon[axis]) : "?")),
    );
    const terms = [
      ["z", z],
      ["=", null],
      ["μ", mu.slice(0, 2).map(number)],
      ["+", null],
      ["σ", sigma.slice(0, 2).map(number)],
      ["·", null],
      ["ε", e],
    ];
    sum.replaceChildren(
      ...terms.map(([symbol, values]) => term(String(symbol), /** @type {string[] | null} */ (values))),
    );
  }

  /** What the draws are in each model: the autoencoder has no σ, so they lie as many of its own widths from its code. @param {number[][]} epsilons */
  const placed = (epsilons) =>
    forBoth((side) =>
      epsilons.map((epsilon) =>
        epsilon.map((e, axis) =>
          side === "vae"
            ? mu[axis] + sigma[axis] * e
            : centre[axis] + (sigma[axis] * e * models.ae.sd[axis]) / models.vae.sd[axis],
        ),
      ),
    );

  /** @param {number[][]} epsilons those drawn so far */
  function mark(epsilons) {
    noisePlane.mark({
      ellipses: [{ z: [0, 0], radius: [1, 1], kind: "prior" }],
      pins: epsilons.map((z) => ({ z, kind: "draw" })),
    });
    codePlane.mark({
      ellipses: [{ z: mu, radius: sigma, kind: "code" }],
      pins: [{ z: mu, kind: "code" }, ...placed(epsilons).vae.map((z) => ({ z, kind: "draw" }))],
    });
  }

  return {
    words: { label, draws: 100 },
    control: mountMarkers(desk, {
      series: SIDES.map((side) => ({ id: side, name: t(`lesson.${side}`) })),
      low: 0,
      high: 100,
      step: 1,
      decimals: 0,
      unit: "of 100 samples keep the digit",
      ends: [t("lesson.none"), t("lesson.all", { count: 100 })],
      onChange,
    }),
    async act() {
      const wanted = { n: DRAWS, seed: 1, images: false, mu: mu.map(() => 0), sigma: mu.map(() => 1) };
      const { z: epsilons } = await api.sample(models.vae.id, wanted, signal);
      for (let drawn = 1; drawn <= SLOW; drawn++) {
        showSum(epsilons[drawn - 1]);
        mark(epsilons.slice(0, drawn));
        await pause(SLOW_MS, signal);
      }
      mark(epsilons);
      const at = placed(epsilons);
      const found = await bench.compare({ ae: [centre, ...at.ae], vae: [mu, ...at.vae] });
      const kept = forBoth((side) => found[side].label.slice(1).filter((one) => one === found[side].label[0]).length);
      for (const side of SIDES) {
        const told = t("lesson.noise.kept", { kept: kept[side], count: DRAWS, label: found[side].label[0] });
        const images = wall(found[side], { skip: 1, isLost: (i) => found[side].label[i] !== found[side].label[0] });
        walls[side].replaceChildren(element("h3", "", t(`lesson.${side}`)), element("p", "told", told), images);
      }
      const point = models.vae.metrics.nearness?.posterior_samples?.curve.find(
        (/** @type {any} */ one) => one.temperature === 1,
      );
      const measured = SIDES.map((side) => (point ? 100 * point[side].label_kept.value : (100 * kept[side]) / DRAWS));
      return {
        measured,
        values: { ae: kept.ae, vae: kept.vae, count: DRAWS, scope: t(point ? "lesson.over_all" : "lesson.over_this") },
      };
    },
    unmount() {
      noisePlane.unmount();
      codePlane.unmount();
    },
  };
}

/** @param {HTMLElement} content @param {string} name @param {string} [kind] */
function figure(content, name, kind = "") {
  const box = element("figure", kind);
  box.append(content, element("figcaption", "", name));
  return box;
}

/** A symbol, with its numbers below it. @param {string} symbol @param {string[] | null} values */
function term(symbol, values) {
  const box = element("span", values ? "term" : "sign");
  box.append(element("b", "symbol", symbol), ...(values ?? []).map((value) => element("span", "", value)));
  return box;
}
