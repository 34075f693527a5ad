/** A point or a distribution: how far around μ do the codes of one digit lie? */

import { mountMarkers } from "../controls/markers.js";
import { mountPair } from "../instruments/pair.js";
import { mountPlane } from "../instruments/plane.js";
import { zoomIn } from "../instruments/zoom.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { zoomedTo } from "../../core/plane_extents.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { median, relativeWidth } from "../../core/statistics.js";
import { tileCodes } from "../../core/tile_codes.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/viewport.js").Extent} Extent */
/** @typedef {import("../steps.js").Room} Room */

const MOST = 50; // % of the width of all codes
const CLOSE = 6; // half the width that is shown at the end, in σ
const GRID = 14; // decoded pictures on a side
const WHOLE = { z: 0, x: 0, y: 0 };

/** @param {Room} room @returns {import("../steps.js").Mounted} */
export function mountSpread(room) {
  const { desk, parts, onChange } = room;
  const { codes } = parts.clouds.vae;
  const { sd } = parts.models.vae;
  const maps = mountMaps(room);
  const control = mountMarkers(desk, {
    series: [{ id: "vae", name: t("lesson.spread.width") }],
    high: MOST,
    step: 0.5,
    decimals: 1,
    unit: "% of the standard deviation of all codes",
    ends: [t("lesson.spread.point"), t("lesson.spread.half")],
    onChange() {
      maps.mark("vae", { guess: guessed() });
      onChange();
    },
  });
  /** @returns {number[] | null} σ */
  function guessed() {
    const value = control.value();
    return value && sd.map((one) => (value[0] / 100) * one);
  }

  return {
    words: { label: codes[FIRST_DIGIT].label },
    control,
    async act() {
      await maps.look(guessed());
      const widths = codes.map(({ sigma }) => 100 * relativeWidth(sigma ?? [], sd));
      const [sigma_0, sigma_1] = (codes[FIRST_DIGIT].sigma ?? []).map((value) => format(value, 3));
      const [own, typical] = [widths[FIRST_DIGIT], median(widths)].map((width) => format(width, 1));
      return { measured: [median(widths)], values: { sigma_0, sigma_1, own, typical, count: widths.length } };
    },
  };
}

/** Both models' maps, around one digit. @param {Room} room */
function mountMaps({ stand, parts: { models, clouds }, bench, signal }) {
  const digit = forBoth((side) => clouds[side].codes[FIRST_DIGIT]);
  const sigma = digit.vae.sigma ?? [];
  const last = (CLOSE * Math.max(...sigma)) / models.vae.extent.half_width;
  const planes = forBoth((side) => {
    const name = t("lesson.plane", { side: t(`lesson.${side}`) });
    return mountPlane({ name, extent: models[side].extent, codes: clouds[side].codes, signal });
  });
  mountPair(stand).fill((side) => [planes[side].box]);
  /** @param {Side} side @param {number} part of its whole width */
  const around = (side, part) => zoomedTo(models[side].extent, digit[side].mu, { part, last });

  /** @param {Side} side @param {{guess?: number[] | null, found?: number[], extent?: Extent}} [shown] guess, found: σ */
  function mark(side, { guess, found, extent } = {}) {
    const z = digit[side].mu;
    const guesses = guess ? [{ z, radius: guess, kind: "guess" }] : [];
    const ellipses = found ? [...guesses, { z, radius: found, kind: "code" }] : guesses;
    planes[side].mark({ pins: [{ z, kind: "code" }], ellipses, extent });
  }
  for (const side of SIDES) mark(side);

  return {
    mark,
    /** As close as the VAE's σ asks for, by as many of their own widths. @param {number[] | null} guess */
    async look(guess) {
      await zoomIn(last, signal, (part) => {
        mark("ae", { extent: around("ae", part) });
        mark("vae", { guess, found: sigma, extent: around("vae", part) });
      });
      const images = await bench.images(forBoth((side) => tileCodes(around(side, last), WHOLE, GRID, [])));
      for (const side of SIDES) planes[side].fill(images[side], around(side, last));
    },
  };
}
