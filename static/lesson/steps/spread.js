/** A point or a distribution: how far around μ do the codes of one digit lie? */

import { mountMarkers } from "../controls/markers.js";
import { zoomIn } from "../instruments/zoom.js";
import { mountPair } from "../instruments/pair.js";
import { gridCodes, mountPlane } from "../instruments/plane.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { median } from "../../core/statistics.js";
import { format, t } from "../../page/text.js";

const MOST = 50; // % of the width of all codes
const CLOSE = 6; // half the width that is shown at the end, in σ

/** σ as a share of the width of all codes, the geometric mean over axes, in %. @param {number[]} sigma @param {number[]} sd */
const relative = (sigma, sd) =>
  100 * Math.exp(sigma.reduce((sum, value, axis) => sum + Math.log(value / sd[axis]), 0) / sigma.length);

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountSpread({ stand, desk, parts: { models, clouds }, bench, onChange, signal }) {
  const digit = forBoth((side) => clouds[side].codes[FIRST_DIGIT]);
  const sigma = digit.vae.sigma ?? [];
  const pair = mountPair(stand);
  const planes = forBoth((side) =>
    mountPlane({
      name: t("lesson.plane", { side: t(`lesson.${side}`) }),
      extent: models[side].extent,
      codes: clouds[side].codes,
    }),
  );
  pair.fill((side) => [planes[side].box]);
  for (const side of SIDES) planes[side].mark({ pins: [{ z: digit[side].mu, kind: "code" }] });

  const control = mountMarkers(desk, {
    series: [{ id: "vae", name: t("lesson.spread.width") }],
    low: 0,
    high: MOST,
    step: 0.5,
    decimals: 1,
    unit: "% of the standard deviation of all codes",
    ends: [t("lesson.spread.point"), t("lesson.spread.half")],
    onChange: ([percent]) => {
      planes.vae.mark({ pins: [{ z: digit.vae.mu, kind: "code" }], ellipses: guessed(percent) });
      onChange();
    },
  });
  /** @param {number | null} percent */
  const guessed = (percent) =>
    percent === null
      ? []
      : [{ z: digit.vae.mu, radius: models.vae.sd.map((sd) => (percent / 100) * sd), kind: "guess" }];

  /** Both maps as close as the VAE's σ asks for, by as many of their own widths. */
  async function look() {
    const share = (CLOSE * Math.max(...sigma)) / models.vae.extent.half_width;
    await zoomIn(share, signal, (part) => {
      for (const side of SIDES) {
        const { half_width: half, center } = models[side].extent;
        // The centre moves with the zoom, so that the digit stays in sight from beginning to end.
        const way = (1 - part) / (1 - share);
        const extent = {
          half_width: half * part,
          center: center.map((value, axis) => value + (digit[side].mu[axis] - value) * way),
        };
        planes[side].mark({
          extent,
          pins: [{ z: digit[side].mu, kind: "code" }],
          ellipses:
            side === "vae"
              ? [...guessed(control.value()?.[0] ?? null), { z: digit.vae.mu, radius: sigma, kind: "code" }]
              : [],
        });
      }
    });
    const close = forBoth((side) => ({
      center: digit[side].mu,
      half_width: models[side].extent.half_width * share,
    }));
    const images = await bench.images(forBoth((side) => gridCodes(close[side])));
    await Promise.all(SIDES.map((side) => planes[side].fill(images[side], close[side])));
  }

  return {
    words: { label: digit.vae.label },
    control,
    async act() {
      await look();
      const all = clouds.vae.codes.map((code) => relative(code.sigma ?? [], models.vae.sd));
      const typical = median(all);
      const values = {
        sigma_0: format(sigma[0], 3),
        sigma_1: format(sigma[1], 3),
        own: format(relative(sigma, models.vae.sd), 1),
        typical: format(typical, 1),
        count: all.length,
      };
      return { measured: [typical], values };
    },
    unmount: () => SIDES.forEach((side) => planes[side].unmount()),
  };
}
