/** Which model rebuilds a picture better? Where the autoencoder wins. */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { awaitedPicture, picture } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { galleryPage } from "../../core/gallery.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/comparison.js").Comparison} Comparison */

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountRebuild({ stand, desk, parts: { models, clouds, sample }, bench, onChange }) {
  const labels = clouds.vae.codes.map(({ label }) => label);
  const indices = galleryPage(labels, 0);
  const given = indices.map((index) => awaitedPicture(sample, index));
  const rows = element("div", "rows");
  rows.append(row("", "x", given));
  stand.replaceChildren(rows);
  return {
    words: { dims: models.vae.latent_dim },
    control: mountMarkers(desk, {
      series: [{ id: "vae", name: t("lesson.rebuild.error") }],
      high: 200,
      unit: "squared error of the VAE, the autoencoder's being 100",
      ends: [t("lesson.rebuild.none"), t("lesson.rebuild.twice")],
      onChange,
    }),
    async act() {
      const found = await bench.compare(forBoth((side) => indices.map((index) => clouds[side].codes[index].mu)));
      rows.append(...SIDES.map((side) => rebuilt(side, found[side])));
      const [ae, vae] = SIDES.map((side) => models[side].metrics.test.mse);
      const percent = (100 * vae) / ae;
      const values = {
        ae: format(ae, 5),
        vae: format(vae, 5),
        dims: models.vae.latent_dim,
        percent: format(percent, 0),
      };
      return { measured: [percent], values };
    },
  };
}

/** @param {Side} side @param {Comparison} found */
const rebuilt = (side, found) =>
  row(
    `of-${side}`,
    t(`lesson.${side}`),
    found.label.map((label, i) => picture(imageOf(found, i), t("lesson.read", { label }))),
  );

/** @param {string} kind @param {string} name @param {HTMLCanvasElement[]} images */
function row(kind, name, images) {
  const box = element("div", `row ${kind}`);
  box.append(element("span", "", name), ...images);
  return box;
}
