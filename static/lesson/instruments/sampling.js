/** Sampling in a VAE: ε as it is drawn, the sum that makes z of it, and where z lies. */

import { element, figure } from "../element.js";
import { legend } from "./legend.js";
import { mountPlane } from "./plane.js";
import { samplesOf } from "../../core/reparameterisation.js";
import { format, t } from "../../page/text.js";

const WIDE = 3.5; // half the width that is shown of N(0, I)
const CLOSE = 4; // the same around μ, in σ

/** @typedef {{mu: number[], sigma: number[]}} Posterior */
/** @typedef {Posterior & {signal: AbortSignal}} Options signal: ends it */

/** @param {Options} options */
export function mountSampling({ mu, sigma, signal }) {
  const names = { epsilon: t("lesson.noise.epsilon"), z: t("lesson.noise.codes") };
  const wide = { center: /** @type {[number, number]} */ ([0, 0]), half_width: WIDE };
  const close = { center: /** @type {[number, number]} */ ([mu[0], mu[1]]), half_width: CLOSE * Math.max(...sigma) };
  const ofEpsilon = mountPlane({ name: names.epsilon, extent: wide, codes: [], axes: ["ε₀", "ε₁"], signal });
  const ofZ = mountPlane({ name: names.z, extent: close, codes: [], signal });
  const [box, sum] = [element("div", "noise"), element("div", "sum")];
  const key = legend(["dash", t("lesson.noise.circle")], ["line", "μ ± σ"], ["told", t("lesson.noise.told")]);
  box.append(figure(ofEpsilon.box, names.epsilon), sum, figure(ofZ.box, names.z, "of-vae"), key);

  /** @param {number[][]} epsilons those drawn so far @param {number} [told] how many of them have been in the sum */
  function show(epsilons, told = epsilons.length) {
    /** That in the sum is told from the others, and covers them. @param {number[][]} places */
    const draws = (places) => [
      ...places.map((z) => ({ z, kind: "draw" })),
      ...places.slice(told - 1, told).map((z) => ({ z, kind: "told" })),
    ];
    const [unit, own] = [
      { z: [0, 0], radius: [1, 1], kind: "prior" },
      { z: mu, radius: sigma, kind: "code" },
    ];
    ofEpsilon.mark({ ellipses: [unit], pins: draws(epsilons) });
    ofZ.mark({ ellipses: [own], pins: [{ z: mu, kind: "mean" }, ...draws(samplesOf(mu, sigma, epsilons))] });
    sum.replaceChildren(...sumOf({ mu, sigma }, epsilons[told - 1]));
  }
  show([]);
  return { box, show };
}

/** z = μ + σ·ε in numbers, of the first two dimensions. @param {Posterior} posterior @param {number[]} [epsilon] none is drawn yet */
function sumOf({ mu, sigma }, epsilon) {
  const numbers = (/** @type {number[] | undefined} */ values) =>
    [0, 1].map((axis) => (values ? format(values[axis], 3) : "?"));
  const [z] = epsilon ? samplesOf(mu, sigma, [epsilon]) : [];
  return [
    term("z", numbers(z)),
    sign("="),
    term("μ", numbers(mu)),
    sign("+"),
    term("σ", numbers(sigma)),
    sign("·"),
    term("ε", numbers(epsilon)),
  ];
}

/** @param {string} symbol */
function sign(symbol) {
  const box = element("span", "sign");
  box.append(element("b", "symbol", symbol));
  return box;
}

/** A symbol, with its numbers below it. @param {string} symbol @param {string[]} values */
function term(symbol, values) {
  const box = element("span", "term");
  box.append(element("b", "symbol", symbol), ...values.map((value) => element("span", "", value)));
  return box;
}
