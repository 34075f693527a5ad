/** Both models' maps close around one digit, with what decodes there: as many widths of their own codes on either. */

import { legend } from "./legend.js";
import { mountPair } from "./pair.js";
import { mountPlane } from "./plane.js";
import { element } from "../element.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { tilePlaces } from "../../core/tile_places.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/viewport.js").Extent} Extent */

const WIDTHS = 0.55; // half the width that is shown, in standard deviations of all codes
const BAR = 0.1; // the same, of the bar that says how long that is
const SMALL = 260; // px: below, pictures are fewer
const GRID = { small: 8, large: 12 }; // decoded pictures on a side
const WHOLE = { z: 0, x: 0, y: 0 };

/** @param {import("../steps.js").Room} room */
export function mountCloseMaps({ stand, parts: { models, clouds }, bench, signal }) {
  const { label } = clouds.vae.codes[FIRST_DIGIT];
  const centre = forBoth((side) => clouds[side].codes[FIRST_DIGIT].mu);
  const width = forBoth((side) => Math.max(...models[side].sd));
  const extents = forBoth((side) => closeTo(centre[side], WIDTHS * width[side]));
  const planes = forBoth((side) => {
    const name = t("lesson.plane", { side: t(`lesson.${side}`) });
    return mountPlane({ name, extent: extents[side], codes: clouds[side].codes, signal });
  });
  mountPair(stand).fill((side) => [planes[side].box]);
  const key = stand.appendChild(element("div"));

  /** @param {Side} side @param {import("./plane.js").Ellipse[]} ellipses */
  function markOn(side, ellipses) {
    const scale = { length: BAR * width[side], name: `${100 * BAR}%` };
    planes[side].mark({ pins: [{ z: centre[side], kind: "mean" }], ellipses, scale });
  }
  return {
    /** @param {{guess: number[] | null, found?: number[]}} radii σ on each axis, in the VAE */
    mark({ guess, found }) {
      const ellipses = [
        ...(guess ? [{ z: centre.vae, radius: guess, kind: "guess" }] : []),
        ...(found ? [{ z: centre.vae, radius: found, kind: "code" }] : []),
      ];
      markOn("ae", []);
      markOn("vae", ellipses);
      key.replaceChildren(keyTo(label, ellipses));
    },
    /** Show what decodes there. */
    async decode() {
      const grid = planes.vae.box.clientWidth < SMALL ? GRID.small : GRID.large;
      const images = await bench.images(forBoth((side) => tilePlaces(extents[side], WHOLE, grid)));
      for (const side of SIDES) planes[side].fill(images[side], extents[side]);
    },
  };
}

/** @param {number} label of the digit @param {import("./plane.js").Ellipse[]} ellipses */
function keyTo(label, ellipses) {
  /** @type {Record<string, [import("./legend.js").Mark, string]>} */
  const entries = {
    guess: ["dash", t("lesson.spread.circle")],
    code: ["line", t("lesson.spread.ellipse", { label })],
  };
  return legend(["bar", t("lesson.spread.bar")], ...ellipses.map(({ kind }) => entries[kind]));
}

/** @param {number[]} place @param {number} half half the width @returns {Extent} */
const closeTo = ([x, y], half) => ({ center: [x, y], half_width: half });
