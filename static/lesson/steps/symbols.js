/** The lecture's symbols, put on the parts that they name. */

import { mountPieces } from "../controls/pieces.js";
import { element } from "../element.js";
import { flow, half, named, pulse } from "../instruments/flow.js";
import { awaitedPicture, digitCanvas, paint } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { forBoth } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

const SYMBOLS = [
  { id: "decoder", shown: "pθ(x∣z)" },
  { id: "code", shown: "z" },
  { id: "picture", shown: "x" },
  { id: "distribution", shown: "μ, σ" },
  { id: "rebuilt", shown: "x̂" },
  { id: "encoder", shown: "qφ(z∣x)" },
];
const PARTS = ["picture", "encoder", "distribution", "code", "decoder", "rebuilt"];

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountSymbols({ stand, desk, parts: { clouds, sample }, bench, onChange }) {
  const { mu, sigma } = clouds.vae.codes[FIRST_DIGIT];
  const x = named(awaitedPicture(sample, FIRST_DIGIT), "").box;
  const rebuilt = named(digitCanvas(), "");
  const numbers = (/** @type {string} */ name, /** @type {number[]} */ values) => {
    const box = element("figure", "numbers");
    box.append(...values.slice(0, 4).map((value) => element("span", "", format(value, 2))));
    box.setAttribute("aria-label", name);
    return box;
  };
  /** @type {Record<string, HTMLElement>} */
  const boxes = {
    picture: x,
    encoder: half("encoder", ""),
    distribution: numbers(t("lesson.symbols.distribution"), [...mu.slice(0, 2), ...(sigma ?? []).slice(0, 2)]),
    code: numbers(t("lesson.symbols.code"), mu.slice(0, 2)),
    decoder: half("decoder", ""),
    rebuilt: rebuilt.box,
  };
  const box = flow(...PARTS.map((id) => boxes[id]));
  box.classList.add("of-vae", "labelled");
  stand.replaceChildren(box);
  bench
    .compare(forBoth((side) => [clouds[side].codes[FIRST_DIGIT].mu]))
    .then(({ vae }) => paint(rebuilt.canvas, imageOf(vae, 0)));

  const control = mountPieces(desk, {
    symbols: SYMBOLS.map((one) => ({ ...one, name: t(`lesson.symbols.${one.id}`) })),
    parts: PARTS.map((id) => ({ id, name: t(`lesson.symbols.part_${id}`), box: boxes[id] })),
    onChange,
  });
  const right = PARTS.map((id) => SYMBOLS.findIndex((symbol) => symbol.id === id));
  return {
    control,
    async act() {
      pulse(box);
      const guess = control.value();
      const count = guess ? guess.filter((symbol, i) => symbol === right[i]).length : right.length;
      return { measured: right, values: { count, parts: PARTS.length } };
    },
  };
}
