/** The loss and its two terms: how much of it is the regularisation term? */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { mountGallery } from "../instruments/gallery.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountLoss({ stand, desk, parts, onChange, signal }) {
  const { models, api } = parts;
  const bars = element("div", "bars");
  const tools = element("div", "tools");
  const formula = element("p", "formula symbol", "L(φ, θ, x) = ");
  formula.append(
    element("b", "rec", t("lesson.loss.reconstruction")),
    " + ",
    element("b", "kl", t("lesson.loss.regularisation")),
  );
  stand.replaceChildren(formula, bars, tools);

  /** @param {number} index */
  async function show(index) {
    const ids = SIDES.map((side) => models[side].id);
    const { models: found } = await api.encodeSample(ids, index, signal);
    const terms = SIDES.map((side) => found[models[side].id].terms);
    const most = Math.max(...terms.map(({ reconstruction, kl }) => reconstruction + (kl ?? 0)));
    bars.replaceChildren(...terms.map((one, i) => bar(SIDES[i], one, most)));
  }

  return {
    words: { model: models.vae.id },
    control: mountMarkers(desk, {
      series: [{ id: "vae", name: t("lesson.loss.share") }],
      low: 0,
      high: 100,
      step: 1,
      decimals: 0,
      unit: "% of the loss is the KL divergence",
      ends: [t("lesson.loss.nothing"), t("lesson.loss.everything")],
      onChange,
    }),
    async act() {
      await show(FIRST_DIGIT);
      tools.replaceChildren(mountGallery(parts, { picked: FIRST_DIGIT, onPick: show }).box);
      const { kl, reconstruction, negative_elbo: loss } = models.vae.metrics.test;
      const measured = (100 * kl) / (kl + reconstruction);
      const values = { kl: format(kl, 2), reconstruction: format(reconstruction, 2), loss: format(loss, 2) };
      return {
        measured: [measured],
        values: { ...values, model: models.vae.id, ae: format(models.ae.metrics.test.reconstruction, 2) },
      };
    },
  };
}

/** Both terms to scale. @param {import("../../core/sides.js").Side} side @param {import("../../core/contract.js").Terms} terms @param {number} most the longer bar's length, nats */
function bar(side, { reconstruction, kl, negative_elbo: loss }, most) {
  const box = element("div", `loss-bar of-${side}`);
  const line = element("div", "line");
  for (const [kind, value] of /** @type {[string, number][]} */ ([
    ["rec", reconstruction],
    ["kl", kl ?? 0],
  ])) {
    const part = element("span", kind);
    part.style.width = `${(100 * value) / most}%`;
    line.append(part);
  }
  const sum = [
    format(reconstruction, 2),
    ...(kl === null || loss === null ? [] : [`+ ${format(kl, 2)} = ${format(loss, 2)}`]),
  ];
  box.append(element("h3", "", t(`lesson.${side}`)), line, element("p", "told", `${sum.join(" ")} ${t("terms.nats")}`));
  return box;
}
