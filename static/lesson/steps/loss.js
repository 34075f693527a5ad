/** The loss and its two terms: how much of it is the regularisation term? */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { gallery } from "../instruments/gallery.js";
import { lengthOf, lossBars } from "../instruments/loss_bars.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { SIDES } from "../../core/sides.js";
import { newestOnly } from "../../net/newest_only.js";
import { format, t } from "../../page/text.js";

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountLoss({ stand, desk, parts, onChange, signal, later }) {
  const { models, api } = parts;
  const [bars, tools] = [element("div", "bars"), element("div", "tools")];
  stand.replaceChildren(formula(), bars, tools);
  const means = SIDES.map((side) => models[side].metrics.test); // over the test set

  const show = newestOnly(async (/** @type {number} */ index) => {
    const ids = SIDES.map((side) => models[side].id);
    const { models: found } = await api.encodeSample(ids, index, signal);
    const own = /** @type {import("../instruments/loss_bars.js").Terms[]} */ (ids.map((id) => found[id].terms));
    const most = Math.max(...[...own, ...means].map(lengthOf));
    const { label } = parts.clouds.vae.codes[index];
    bars.replaceChildren(
      lossBars(t("lesson.loss.means"), means, most),
      lossBars(t("lesson.loss.own", { label }), own, most),
    );
  });

  return {
    control: mountMarkers(desk, {
      series: [{ id: "vae", name: t("lesson.loss.share") }],
      unit: "% of the loss is the KL divergence",
      suffix: "%",
      ends: [t("lesson.loss.nothing"), t("lesson.loss.everything")],
      onChange,
    }),
    async act() {
      await show(FIRST_DIGIT);
      tools.replaceChildren(gallery(parts, { picked: FIRST_DIGIT, onPick: (index) => later(() => show(index)) }));
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
    ae: format(ae.metrics.test.reconstruction, 2),
  };
}

function formula() {
  const box = element("p", "formula symbol of-vae", "L(φ, θ, x) = ");
  const [rec, kl] = [t("lesson.loss.reconstruction"), t("lesson.loss.regularisation")];
  box.append(element("b", "rec", rec), " + ", element("b", "kl", kl));
  return box;
}
