/** Which model rebuilds a picture better? Where the autoencoder wins. */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { awaitedPicture, picture } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { galleryPage } from "../../core/gallery.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, short, t } from "../../page/text.js";

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountRebuild({ stand, desk, parts: { models, clouds, sample }, bench, onChange }) {
  const indices = galleryPage(
    clouds.vae.codes.map(({ label }) => label),
    0,
  );
  const rows = element("div", "rows");
  rows.append(
    row(
      "",
      "x",
      indices.map((index) => awaitedPicture(sample, index)),
    ),
  );
  stand.replaceChildren(rows);
  return {
    words: { dims: models.vae.latent_dim },
    control: mountMarkers(desk, {
      series: [{ id: "vae", name: t("lesson.rebuild.error") }],
      low: 0,
      high: 200,
      step: 1,
      decimals: 0,
      unit: "squared error of the VAE, the autoencoder's being 100",
      ends: [t("lesson.rebuild.none"), t("lesson.rebuild.twice")],
      onChange,
    }),
    async act() {
      const found = await bench.compare(forBoth((side) => indices.map((index) => clouds[side].codes[index].mu)));
      for (const side of SIDES) {
        const images = indices.map((_, i) =>
          picture(imageOf(found[side], i), t("lesson.read", { label: found[side].label[i] })),
        );
        rows.append(row(`of-${side}`, t(`terms.rebuilt_${side}`), images));
      }
      const [ae, vae] = SIDES.map((side) => models[side].metrics.test.mse);
      const values = {
        ae: short(Number(ae.toPrecision(2))),
        vae: short(Number(vae.toPrecision(2))),
        dims: models.vae.latent_dim,
      };
      return { measured: [(100 * vae) / ae], values: { ...values, percent: format((100 * vae) / ae, 0) } };
    },
  };
}

/** @param {string} kind @param {string} name @param {HTMLCanvasElement[]} images */
function row(kind, name, images) {
  const box = element("div", `row ${kind}`);
  box.append(element("span", "symbol", name), ...images);
  return box;
}
