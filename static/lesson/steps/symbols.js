/** The lecture's symbols, put on the parts that they name. */

import { mountPieces } from "../controls/pieces.js";
import { element } from "../element.js";
import { flow, half, named, pulse } from "../instruments/flow.js";
import { awaitedPicture, picture } from "../../charts/digit_image.js";
import { imageOf } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../steps.js").Room} Room */

const SEED = 3; // of the draw
const SYMBOLS = [
  { id: "decoder", shown: "p_θ(x∣z)" },
  { id: "code", shown: "z" },
  { id: "picture", shown: "x" },
  { id: "distribution", shown: "μ, σ" },
  { id: "rebuilt", shown: "x̂" },
  { id: "encoder", shown: "q_φ(z∣x)" },
];
const PARTS = ["picture", "encoder", "distribution", "code", "decoder", "rebuilt"];
const RIGHT = PARTS.map((id) => SYMBOLS.findIndex((symbol) => symbol.id === id));

/** @param {Room} room @returns {Promise<import("../steps.js").Mounted>} */
export async function mountSymbols({ stand, desk, parts, bench, onChange, signal }) {
  const { mu, sigma } = parts.clouds.vae.codes[FIRST_DIGIT];
  const wanted = { n: 1, seed: SEED, images: false, mu, sigma };
  const { z } = await parts.api.sample(parts.models.vae.id, wanted, signal);
  const { vae } = await bench.compare({ ae: [parts.clouds.ae.codes[FIRST_DIGIT].mu], vae: z });
  const boxes = boxesOf(parts, { z: z[0], image: imageOf(vae, 0) });
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

/** What is drawn of each part. @param {Room["parts"]} parts @param {{z: number[], image: Uint8Array}} drawn @returns {Record<string, HTMLElement>} */
function boxesOf({ clouds, sample }, { z, image }) {
  const { mu, sigma } = clouds.vae.codes[FIRST_DIGIT];
  const given = [
    { name: t("lesson.symbols.mean"), values: mu },
    { name: t("lesson.symbols.sd"), values: sigma ?? [] },
  ];
  return {
    picture: named(awaitedPicture(sample, FIRST_DIGIT), "").box,
    encoder: half("encoder"),
    distribution: numbers(t("lesson.symbols.part_distribution"), given),
    code: numbers(t("lesson.symbols.part_code"), [{ name: t("lesson.symbols.drawn"), values: z }]),
    decoder: half("decoder"),
    rebuilt: named(picture(image), "").box,
  };
}

/** The first two of some numbers each, under their names. @param {string} name @param {{name: string, values: number[]}[]} lists */
function numbers(name, lists) {
  const box = element("figure", "numbers");
  box.setAttribute("aria-label", name);
  for (const { name: kind, values } of lists)
    box.append(element("small", "", kind), ...values.slice(0, 2).map((value) => element("span", "", format(value, 3))));
  return box;
}
