/** A point or a distribution: how far around μ do the codes of one digit lie? */

import { mountMarkers } from "../controls/markers.js";
import { mountCloseMaps } from "../instruments/close_maps.js";
import { changesAlong, stepsAlong } from "../../core/axes_of_change.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { relativeWidth } from "../../core/relative_width.js";
import { median } from "../../core/statistics.js";
import { format, short, t } from "../../page/text.js";

/** @typedef {import("../steps.js").Room} Room */

const MOST = 40; // % of the standard deviation of all codes
const AT_FIRST = 20;

/** @param {Room} room @returns {import("../steps.js").Mounted} */
export function mountSpread(room) {
  const { clouds, models } = room.parts;
  const { label, sigma } = clouds.vae.codes[FIRST_DIGIT];
  const maps = mountCloseMaps(room);
  const { control, circle } = mountCircle(room, (guess) => maps.mark({ guess }));
  room.later(maps.decode);

  return {
    words: { label, beta: short(models.vae.beta) },
    control,
    async act() {
      const shape = await shapeOf(room);
      maps.mark({ guess: circle(), found: sigma ?? [] });
      const widths = clouds.vae.codes.map((code) => 100 * relativeWidth(code.sigma ?? [], models.vae.sd));
      const values = { label, ...wordsOf(sigma ?? [], models.vae.sd), ...figuresOf(widths) };
      return { measured: [widths[FIRST_DIGIT]], values, words: { shape, label } };
    },
  };
}

/**
 * The prediction, as a circle that is there from the start.
 * @param {Room} room @param {(sigma: number[] | null) => void} onCircle called with its radius on each axis, or null where
 *   there is none
 */
function mountCircle({ desk, parts, onChange }, onCircle) {
  const radii = (/** @type {number} */ percent) => parts.models.vae.sd.map((one) => (percent / 100) * one);
  const circle = () => control.value()?.flatMap(radii) ?? null;
  const control = mountMarkers(desk, {
    series: [{ id: "vae", name: t("lesson.spread.width") }],
    high: MOST,
    step: 0.5,
    decimals: 1,
    suffix: "%",
    unit: "% of the standard deviation of all codes: the circle as large as the ellipse",
    ends: [t("lesson.spread.point"), t("lesson.spread.most", { most: MOST })],
    onChange() {
      onCircle(circle());
      onChange();
    },
  });
  onCircle(radii(AT_FIRST));
  const lock = () => {
    control.lock();
    onCircle(circle());
  };
  return { control: { ...control, lock }, circle };
}

/** Whether the ellipse is narrow where the picture changes fast, by the decoder. @param {Room} room */
async function shapeOf({ parts: { clouds }, bench }) {
  const { mu, sigma } = clouds.vae.codes[FIRST_DIGIT];
  const [across, up] = sigma ?? [];
  const around = stepsAlong(mu, Math.max(across, up));
  const { vae } = await bench.compare({ ae: around.map(() => clouds.ae.codes[FIRST_DIGIT].mu), vae: around });
  const change = changesAlong(vae.change);
  const [narrow, long] = across < up ? [0, 1] : [1, 0];
  const axes = { narrow: `z_${narrow}`, long: `z_${long}` };
  const times = change[narrow] / change[long];
  return t(times > 1 ? "lesson.spread.narrow" : "lesson.spread.not_narrow", { ...axes, times: format(times, 0) });
}

/** @param {number[]} sigma @param {number[]} sd */
function wordsOf(sigma, sd) {
  const [sigma_0, sigma_1] = sigma.map((value) => format(value, 3));
  const [share_0, share_1] = sigma.map((value, axis) => format((100 * value) / sd[axis], 1));
  return { sigma_0, sigma_1, share_0, share_1 };
}

/** @param {number[]} widths of all digits of the sample, % */
function figuresOf(widths) {
  const [own, typical] = [widths[FIRST_DIGIT], median(widths)].map((width) => format(width, 1));
  return { own, typical, count: widths.length };
}
