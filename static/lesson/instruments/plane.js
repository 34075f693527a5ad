/** A latent space of two dimensions: what decodes from it, where the sample's codes lie, and what is placed on it. */

import { drawWhenever } from "../../charts/plane/redrawn.js";
import { element } from "../element.js";
import { drawAll, gridPicture } from "./plane_drawing.js";
import { listenToPlaces } from "../../charts/plane/places.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/viewport.js").Extent} Extent */
/** @typedef {import("../../charts/plane/marks.js").Pin} Pin */
/** @typedef {import("../../charts/plane/marks.js").Ellipse} Ellipse */
/** @typedef {import("../../charts/plane/marks.js").Marks} Marks */
/**
 * @typedef {{
 *   name: string,
 *   extent: Extent,
 *   codes: {label: number, mu: number[]}[],
 *   isNamed?: boolean,
 *   axes?: [string, string],
 *   onPlace?: (z: number[]) => void,
 *   signal: AbortSignal,
 * }} Options name: for screen readers; isNamed: whether each class's figure stands where most of its codes are; axes:
 *   names; onPlace: a place is pressed, dragged to or reached by arrow keys; signal: ends it
 */

/** @param {Options} options */
export function mountPlane({ name, extent: whole, codes, isNamed = false, axes = ["z₀", "z₁"], onPlace, signal }) {
  const { box, canvas } = build(name, axes);
  /** @type {import("./plane_drawing.js").Grid | null} */
  let grid = null;
  /** @type {Marks} */
  let marks = {};
  const shown = () => marks.extent ?? whole;
  const draw = () => drawAll({ box, canvas, extent: shown() }, { grid, codes, isNamed, marks });

  drawWhenever(canvas, draw, signal);
  if (onPlace) {
    box.classList.add("placeable");
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", `${name}. ${t("lesson.arrows")}`);
    listenToPlaces(canvas, { extent: shown, onPlace, signal });
  }
  return {
    box,
    /** @param {Marks} next */
    mark(next) {
      marks = next;
      draw();
    },
    /** Show what decodes at the centres of a square grid, row by row from above. @param {Uint8Array[]} images @param {Extent} extent */
    fill(images, extent) {
      grid = { picture: gridPicture(images), extent };
      draw();
    },
  };
}

/** @param {string} name @param {[string, string]} axes */
function build(name, [across, up]) {
  const box = element("div", "plane");
  const canvas = element("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  box.append(canvas, element("span", "axis across", `${across} →`), element("span", "axis up", `${up} ↑`));
  return { box, canvas };
}

/** @typedef {ReturnType<typeof mountPlane>} Plane */
