/** From a 4 to a 9: where along the way does the picture change its digit? */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { mountPair } from "../instruments/pair.js";
import { digitCanvas, paint } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { LABEL_COLOURS } from "../../core/palette.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/comparison.js").Comparison} Comparison */

const [FROM, TO] = [4, 9];
const TRIES = 24; // digits of a class, of which the first is taken that both models rebuild as such
const STOPS = 51; // along the way

/** @param {import("../lesson.js").Room} room @returns {Promise<import("../lesson.js").Mounted>} */
export async function mountBetween({ stand, desk, parts: { clouds, models }, bench, onChange }) {
  const [from, to] = [await clear(clouds, bench, FROM), await clear(clouds, bench, TO)];
  const pair = mountPair(stand);
  const ways = forBoth((side) => mountWay(side, clouds[side].codes[from].mu, clouds[side].codes[to].mu));
  pair.fill((side) => [ways[side].box]);
  await Promise.all(SIDES.map((side) => ways[side].paintEnds()));

  /** A straight way in one model, with the image of the place under the finger. @param {Side} side @param {number[]} a @param {number[]} b */
  function mountWay(side, a, b) {
    const box = element("div", "walk-way");
    const [first, here, last] = [0, 1, 2].map(() => digitCanvas());
    const bar = element("div", "labels");
    const slider = Object.assign(document.createElement("input"), {
      type: "range",
      min: 0,
      max: 100,
      step: 1,
      value: "0",
    });
    slider.setAttribute("aria-label", t("lesson.between.along"));
    slider.disabled = true;
    const at = (/** @type {number} */ share) => a.map((value, axis) => value + share * (b[axis] - value));
    const middle = element("div", "finger hidden-yet");
    middle.append(here);
    const row = element("div", "ends-of-way");
    row.append(first, middle, last);
    box.append(row, bar, slider);
    slider.addEventListener("input", () =>
      bench.follow(side, at(Number(slider.value) / 100), (image) => paint(here, image)),
    );
    return {
      box,
      codes: Array.from({ length: STOPS }, (_, i) => at(i / (STOPS - 1))),
      async paintEnds() {
        const found = await bench.compare(forBoth(() => [a, b]));
        paint(first, imageOf(found[side], 0));
        paint(last, imageOf(found[side], 1));
      },
      /** @param {Comparison} found */
      show(found) {
        bar.replaceChildren(...runs(found.label).map(({ label, length }) => stretch(label, length)));
        middle.classList.remove("hidden-yet");
        slider.disabled = false;
        const turn = turnOf(found.label);
        slider.value = String((100 * turn) / (STOPS - 1));
        paint(here, imageOf(found, turn));
      },
    };
  }

  return {
    words: { from: FROM, to: TO },
    control: mountMarkers(desk, {
      series: SIDES.map((side) => ({ id: side, name: t(`lesson.${side}`) })),
      low: 0,
      high: 100,
      step: 1,
      decimals: 0,
      unit: "% of the way",
      ends: [t("lesson.between.start", { label: FROM }), t("lesson.between.end", { label: TO })],
      onChange,
    }),
    async act() {
      const found = await bench.compare(forBoth((side) => ways[side].codes));
      for (const side of SIDES) ways[side].show(found[side]);
      const share = (/** @type {Side} */ side) => (100 * turnOf(found[side].label)) / (STOPS - 1);
      const passed = (/** @type {Side} */ side) =>
        runs(found[side].label)
          .map(({ label }) => label)
          .join(" → ");
      const values = {
        ae: format(share("ae"), 0),
        vae: format(share("vae"), 0),
        passed_ae: passed("ae"),
        passed_vae: passed("vae"),
        from: FROM,
        model: models.vae.id,
      };
      return { measured: SIDES.map(share), values };
    },
  };
}

/** The first of a class in the sample that both models rebuild as such, by the judge. @param {import("../../features/channels.js").Parts["clouds"]} clouds @param {import("../bench.js").Bench} bench @param {number} label */
async function clear(clouds, bench, label) {
  const indices = clouds.vae.codes.flatMap((code, i) => (code.label === label ? [i] : [])).slice(0, TRIES);
  const found = await bench.compare(forBoth((side) => indices.map((i) => clouds[side].codes[i].mu)));
  const right = indices.findIndex((_, i) => SIDES.every((side) => found[side].label[i] === label));
  return indices[Math.max(right, 0)];
}

/** The first stop at which the digit is another than at the start; the last one if none is. @param {number[]} labels */
const turnOf = (labels) => {
  const at = labels.findIndex((label) => label !== labels[0]);
  return at < 0 ? labels.length - 1 : at;
};

/** Stretches of one label. @param {number[]} labels */
function runs(labels) {
  /** @type {{label: number, length: number}[]} */
  const found = [];
  for (const label of labels) {
    const last = found.at(-1);
    if (last?.label === label) last.length++;
    else found.push({ label, length: 1 });
  }
  return found;
}

/** @param {number} label @param {number} length */
function stretch(label, length) {
  const part = element("span", "", length > 2 ? String(label) : "");
  part.style.flexGrow = String(length);
  part.style.setProperty("--label", LABEL_COLOURS[label]);
  part.title = String(label);
  return part;
}
