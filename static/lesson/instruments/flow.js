/** The way of a picture, drawn: x, the encoder, what is between, the decoder, x̂; a pulse runs along it from left to right. */

import { element } from "../element.js";
import { t } from "../../page/text.js";

const HALF = { encoder: "0,0 100,28 100,72 0,100", decoder: "0,28 100,0 100,100 0,72" };

/** A half of the model as a shape that narrows or widens. @param {"encoder" | "decoder"} name */
export function half(name) {
  const box = element("figure", `half ${name}`);
  box.innerHTML = `<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><polygon points="${HALF[name]}"/></svg>`;
  box.append(element("figcaption", "", t(`lesson.${name}`)));
  return box;
}

/** @param {...Node} parts from left to right */
export function flow(...parts) {
  const box = element("div", "flow");
  box.append(...parts);
  return box;
}

/** Let a pulse run through. @param {HTMLElement} box */
export function pulse(box) {
  box.classList.remove("pulsing");
  void box.offsetWidth; // so that the animation begins anew
  box.classList.add("pulsing");
}

/** A picture with a name below it. @param {HTMLCanvasElement} canvas @param {string} name */
export function named(canvas, name) {
  const box = element("figure", "named");
  const caption = element("figcaption", "", name);
  box.append(canvas, caption);
  return { box, canvas, caption };
}
