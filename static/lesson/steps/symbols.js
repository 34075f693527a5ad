/** The lecture's symbols, put on the parts that they name. */

import { mountPieces } from "../controls/pieces.js";
import { element } from "../element.js";
import { flow, half, named, pulse } from "../instruments/flow.js";
import { awaitedPicture, picture } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { forBoth } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../steps.js").Room} Room */

const SYMBOLS = [
  { id: "decoder", shown: "pθ(x∣z)" },
  { id: "code", shown: "z" },
  { id: "picture", shown: "x" },
  { id: "distribution", shown: "μ, σ" },
  { id: "rebuilt", shown: "x̂" },
  { id: "encoder", shown: "qφ(z∣x)" },
];
const PARTS = ["picture", "encoder", "distribution", "code", "decoder", "rebuilt"];
const RIGHT = PARTS.map((id) => SYMBOLS.findIndex((symbol) => symbol.id === id));

/** @param {Room} room @returns {Promise<import("../steps.js").Mounted>} */
export async function mountSymbols({ stand, desk, parts, bench, onChange }) {
  const { vae } = await bench.compare(forBoth((side) => [parts.clouds[side].codes[FIRST_DIGIT].mu]));
  const boxes = boxesOf(parts, imageOf(vae, 0));
  const way = flow(...PARTS.map((id) => boxes[id]));
  way.classList.add("of-vae", "labelled");
  stand.replaceChildren(way);

  const control = mountPieces(desk, {
    symbols: SYMBOLS.map((one) => ({ ...one, name: t(`lesson.symbols.${one.id}`) })),
    parts: PARTS.map((id) => ({ id, name: t(`lesson.symbols.part_${id}`), box: boxes[id] })),
    onChange,
  });
  return {
    control,
    async act() {
      pulse(way);
      const guess = control.value();
      if (!guess) return { measured: RIGHT, values: null };
      const count = guess.filter((symbol, i) => symbol === RIGHT[i]).length;
      return { measured: RIGHT, values: { count, parts: PARTS.length } };
    },
  };
}

/** What is drawn of each part. @param {Room["parts"]} parts @param {Uint8Array} rebuilt @returns {Record<string, HTMLElement>} */
function boxesOf({ clouds, sample }, rebuilt) {
  const { mu, sigma } = clouds.vae.codes[FIRST_DIGIT];
  const [code, spread] = [mu.slice(0, 2), (sigma ?? []).slice(0, 2)];
  return {
    picture: named(awaitedPicture(sample, FIRST_DIGIT), "").box,
    encoder: half("encoder"),
    distribution: numbers(t("lesson.symbols.distribution"), [...code, ...spread]),
    code: numbers(t("lesson.symbols.code"), code),
    decoder: half("decoder"),
    rebuilt: named(picture(rebuilt), "").box,
  };
}

/** @param {string} name @param {number[]} values */
function numbers(name, values) {
  const box = element("figure", "numbers");
  box.setAttribute("aria-label", name);
  box.append(...values.map((value) => element("span", "", format(value, 2))));
  return box;
}
