/** The loss and its two terms: how much of it is the regularisation term? */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { gallery } from "../instruments/gallery.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { SIDES } from "../../core/sides.js";
import { newestOnly } from "../../net/newest_only.js";
import { format, t } from "../../page/text.js";

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountLoss({ stand, desk, parts, onChange, signal, later }) {
  const { models, api } = parts;
  const [bars, tools] = [element("div", "bars"), element("div", "tools")];
  stand.replaceChildren(formula(), bars, tools);

  const show = newestOnly(async (/** @type {number} */ index) => {
    const ids = SIDES.map((side) => models[side].id);
    const { models: found } = await api.encodeSample(ids, index, signal);
    const terms = ids.map((id) => found[id].terms);
    const most = Math.max(...terms.map(({ reconstruction, kl }) => reconstruction + (kl ?? 0)));
    bars.replaceChildren(...terms.map((one, i) => bar(SIDES[i], one, most)));
  });

  return {
    words: { model: models.vae.id },
    control: mountMarkers(desk, {
      series: [{ id: "vae", name: t("lesson.loss.share") }],
      unit: "% of the loss is the KL divergence",
      ends: [t("lesson.loss.nothing"), t("lesson.loss.everything")],
      onChange,
    }),
    async act() {
      await show(FIRST_DIGIT);
      tools.replaceChildren(gallery(parts, { picked: FIRST_DIGIT, onPick: (index) => later(show(index)) }));
      const { kl, reconstruction } = models.vae.metrics.test;
      return { measured: [(100 * kl) / (kl + reconstruction)], values: wordsOf(models) };
    },
  };
}

/** @param {import("../../core/families.js").Twins} models */
function wordsOf({ ae, vae }) {
  const { kl, reconstruction, negative_elbo: loss } = vae.metrics.test;
  return {
    kl: format(kl, 2),
    reconstruction: format(reconstruction, 2),
    loss: format(loss, 2),
    model: vae.id,
    ae: format(ae.metrics.test.reconstruction, 2),
  };
}

function formula() {
  const box = element("p", "formula symbol", "L(φ, θ, x) = ");
  const [rec, kl] = [t("lesson.loss.reconstruction"), t("lesson.loss.regularisation")];
  box.append(element("b", "rec", rec), " + ", element("b", "kl", kl));
  return box;
}

/** Both terms to scale. @param {import("../../core/sides.js").Side} side @param {import("../../core/contract.js").Terms} terms @param {number} most the longer bar's length, nats */
function bar(side, { reconstruction, kl, negative_elbo: loss }, most) {
  const [box, line] = [element("div", `loss-bar of-${side}`), element("div", "line")];
  const term = (/** @type {string} */ kind, /** @type {number} */ nats) => {
    const part = element("span", kind);
    part.style.width = `${(100 * nats) / most}%`;
    return part;
  };
  line.append(term("rec", reconstruction), term("kl", kl ?? 0));
  const rest = kl === null || loss === null ? "" : `+ ${format(kl, 2)} = ${format(loss, 2)} `;
  const told = `${format(reconstruction, 2)} ${rest}${t("terms.nats")}`;
  box.append(element("h3", "", t(`lesson.${side}`)), line, element("p", "told", told));
  return box;
}
