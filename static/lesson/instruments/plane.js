/** A latent space of two dimensions: what decodes from it, where the sample's codes lie, and what is placed on it. */

import { element } from "../element.js";
import { drawCodes, drawGrid, drawMarks, drawNames } from "./plane_drawing.js";
import { listenToPlaces } from "./plane_places.js";
import { asInk, SIDE } from "../../core/pixels.js";
import { t } from "../../page/text.js";

const GRID = 14; // decoded pictures on a side
const FAINT = 0.7; // of full ink, so that marks are seen on them

/**
 * @typedef {{center: number[], half_width: number}} Extent of latent space, a square
 * @typedef {{z: number[], kind: string}} Pin kind: "guess", "code" or "draw"
 * @typedef {{z: number[], radius: number[], kind: string}} Ellipse radius on each axis; kind: "guess", "code" or "prior"
 * @typedef {{
 *   pins?: Pin[],
 *   ellipses?: Ellipse[],
 *   lines?: number[][][],
 *   extent?: Extent,
 * }} Marks extent: the part that is shown, by default all
 */

/**
 * The square that all but the outermost codes lie in.
 * @param {{mu: number[]}[]} codes @param {number} [share] of the codes, on each axis @returns {Extent}
 */
export function crowdExtent(codes, share = 0.97) {
  const ends = [0, 1].map((axis) => {
    const sorted = codes.map(({ mu }) => mu[axis]).sort((a, b) => a - b);
    const cut = Math.floor((sorted.length * (1 - share)) / 2);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  });
  const half = Math.max(...ends.map(([low, high]) => (high - low) / 2));
  return { center: ends.map(([low, high]) => (low + high) / 2), half_width: 1.12 * half };
}

/** The codes at the centres of a grid over an extent, row by row from above. @param {Extent} extent @param {number} [side] */
export const gridCodes = ({ center: [x, y], half_width: half }, side = GRID) =>
  Array.from({ length: side * side }, (_, i) => [
    x + half * (((i % side) + 0.5) * (2 / side) - 1),
    y - half * ((Math.floor(i / side) + 0.5) * (2 / side) - 1),
  ]);

/**
 * @param {{
 *   name: string,
 *   extent: Extent,
 *   codes: {label: number, mu: number[]}[],
 *   named?: boolean,
 *   onPlace?: (z: number[]) => void,
 * }} options name: for screen readers; named: whether each class's figure stands where most of its codes are; onPlace: a
 *   place is pressed, dragged to or reached by arrow keys
 */
export function mountPlane({ name, extent: whole, codes, named = false, onPlace }) {
  const box = element("div", "plane");
  const canvas = element("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  box.append(canvas, element("span", "axis across", "z₀ →"), element("span", "axis up", "z₁ ↑"));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {import("./plane_drawing.js").Grid | null} */
  let grid = null;
  /** @type {Marks} */
  let marks = {};
  const shown = () => marks.extent ?? whole;

  function draw() {
    const style = getComputedStyle(box);
    const inks = { ink: style.color, paper: style.outlineColor, accent: style.borderTopColor };
    const sheet = { context, size: canvas.width, extent: shown() };
    context.fillStyle = style.backgroundColor;
    context.fillRect(0, 0, sheet.size, sheet.size);
    if (grid) drawGrid(sheet, grid);
    drawCodes(sheet, codes, grid ? 0.55 : 0.75);
    if (named) drawNames(sheet, codes, inks);
    drawMarks(sheet, marks, inks);
  }
  const resized = new ResizeObserver(() => {
    canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio) || 1;
    draw();
  });
  resized.observe(canvas);
  const themed = new MutationObserver(draw);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  if (onPlace) {
    box.classList.add("placeable");
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", `${name}. ${t("lesson.arrows")}`);
    listenToPlaces(canvas, { extent: shown, onPlace });
  }

  return {
    box,
    /** @param {Marks} next */
    mark(next) {
      marks = next;
      draw();
    },
    /** Show what decodes at the centres of a grid. @param {Uint8Array[]} images @param {Extent} [extent] */
    async fill(images, extent = whole) {
      const bitmaps = images.map((image) => createImageBitmap(new ImageData(asInk(image, FAINT), SIDE, SIDE)));
      grid = { images: await Promise.all(bitmaps), extent };
      draw();
    },
    unmount() {
      resized.disconnect();
      themed.disconnect();
    },
  };
}

/** @typedef {ReturnType<typeof mountPlane>} Plane */
