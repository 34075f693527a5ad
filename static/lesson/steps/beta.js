/** The weight β of the term that pulls towards the prior: what becomes of codes and pictures as it grows. */

import { mountCurve } from "../controls/curve.js";
import { element, figure } from "../element.js";
import { legend } from "../instruments/legend.js";
import { mountPlane } from "../instruments/plane.js";
import { picture } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { betasOf } from "../../core/lesson_steps.js";
import { format, short, t } from "../../page/text.js";

/** @typedef {import("../../core/contract.js").Model} Model */
/** @typedef {import("../steps.js").Room} Room */

const MOST = 20; // nats
const WIDE = 5; // half the width of latent space that is shown, in widths of the prior
const PRIOR = [1, 2].map((radius) => ({ z: [0, 0], radius: [radius, radius], kind: "prior" }));

/** @param {Room} room @returns {import("../steps.js").Mounted} */
export function mountBeta({ stand, parts: { models, clouds, offered, api }, onChange, signal }) {
  const vaes = betasOf(offered, models).map(({ vae }) => vae);
  const names = vaes.map(({ beta }) => short(beta));
  const { label } = clouds.vae.codes[FIRST_DIGIT];
  const [plot, row] = [element("div"), element("div", "clouds")];
  stand.replaceChildren(plot, row);

  return {
    words: { count: vaes.length, beta: short(models.vae.beta), known: format(models.vae.metrics.test.kl, 1) },
    control: mountCurve(plot, {
      series: [{ id: "vae", name: t("lesson.vae") }],
      ids: vaes.map(({ beta }) => String(beta)),
      places: names,
      spoken: (_, beta) => t("lesson.beta.point", { beta }),
      across: t("lesson.beta.across"),
      up: t("lesson.beta.up"),
      low: 0,
      high: MOST,
      decimals: 0,
      unit: "nats of KL divergence",
      onChange,
    }),
    async act() {
      const found = await Promise.all(vaes.map((vae) => ofModel(vae, api)));
      signal.throwIfAborted();
      row.replaceChildren(
        ...found.map((one, i) => cloudFigure(`β = ${names[i]}`, one, signal)),
        legend(["dash", t("lesson.beta.prior")], ["corner", t("lesson.beta.rebuilt", { label })]),
      );
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

/** A VAE's codes, and the first digit as it rebuilds it. @param {Model} vae @param {import("../../net/api.js").Api} api */
async function ofModel(vae, api) {
  const { codes } = /** @type {{codes: import("../steps.js").DigitCode[]}} */ (await api.codes(vae.id));
  const upTo = codes.slice(0, FIRST_DIGIT + 1).map(({ mu }) => mu); // where there is no server, those of the first are kept
  const pixels = await api.imagesOf(vae, upTo);
  return { codes, image: imageOf({ pixels, z: upTo }, FIRST_DIGIT) };
}

/** Where a VAE's codes lie, and a digit as it rebuilds it. @param {string} name @param {{codes: import("../steps.js").DigitCode[], image: Uint8Array}} found @param {AbortSignal} signal */
function cloudFigure(name, { codes, image }, signal) {
  const plane = mountPlane({ name, extent: { center: [0, 0], half_width: WIDE }, codes, signal });
  plane.mark({ ellipses: PRIOR });
  const box = figure(plane.box, name);
  box.append(picture(image, `${t("lesson.rebuilt")}, ${name}`));
  return box;
}
