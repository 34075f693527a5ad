/** Where the lecture ends: the prior, and the weight β of the term that pulls towards it. */

import { mountCurve } from "../controls/curve.js";
import { element, figure } from "../element.js";
import { mountPlane } from "../instruments/plane.js";
import { betasOf } from "../../core/lesson_steps.js";
import { format, short, t } from "../../page/text.js";

/** @typedef {import("../../core/contract.js").Model} Model */
/** @typedef {import("../steps.js").Room} Room */

const MOST = 20; // nats
const WIDE = 5; // half the width of latent space that is shown, in widths of the prior
const PRIOR = [1, 2].map((radius) => ({ z: [0, 0], radius: [radius, radius], kind: "prior" }));

/** @param {Room} room @returns {import("../steps.js").Mounted} */
export function mountBeta({ stand, parts: { models, offered, api }, onChange, signal }) {
  const vaes = betasOf(offered, models).map(({ vae }) => vae);
  const names = vaes.map(({ beta }) => short(beta));
  const [plot, row] = [element("div"), element("div", "clouds")];
  stand.replaceChildren(plot, row);

  return {
    words: { count: vaes.length },
    control: mountCurve(plot, {
      series: [{ id: "vae", name: t("lesson.vae") }],
      places: names,
      across: "β",
      up: t("lesson.beta.up"),
      low: 0,
      high: MOST,
      decimals: 0,
      unit: "nats of KL divergence",
      onChange,
    }),
    async act() {
      const clouds = await Promise.all(vaes.map(({ id }) => api.codes(id)));
      signal.throwIfAborted();
      row.replaceChildren(...clouds.map(({ codes }, i) => cloudFigure(`β = ${names[i]}`, codes, signal)));
      return { measured: vaes.map(({ metrics }) => metrics.test.kl), values: wordsOf(vaes) };
    },
  };
}

/** @param {Model[]} vaes by increasing β */
function wordsOf(vaes) {
  const [first, last] = [vaes[0], vaes[vaes.length - 1]];
  return {
    first: short(first.beta),
    last: short(last.beta),
    kl_first: format(first.metrics.test.kl, 1),
    kl_last: format(last.metrics.test.kl, 1),
    rec_first: format(first.metrics.test.reconstruction, 0),
    rec_last: format(last.metrics.test.reconstruction, 0),
  };
}

/** @param {string} name @param {import("../../core/contract.js").Code[]} codes @param {AbortSignal} signal */
function cloudFigure(name, codes, signal) {
  const plane = mountPlane({ name, extent: { center: [0, 0], half_width: WIDE }, codes, signal });
  plane.mark({ ellipses: PRIOR });
  return figure(plane.box, name);
}
