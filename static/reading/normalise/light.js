/** Correct a picture for uneven light. */

import { distanceTransform } from "../arrays/euclidean.js";
import { coreBySquare } from "../arrays/extremes.js";
import { borderOf, chosen, framed, greyOf, maskOf, shareOf } from "../arrays/planes.js";
import { reduced } from "../arrays/reduction.js";
import { distances, largest, mean, median, quantile } from "../arrays/statistics.js";
import { Problem } from "../problem.js";
import { THUMBNAIL, contrast, otsu, subsample } from "./arrays.js";
import { SHORT, background, localLight, paperIsLight } from "./background.js";
import { ownPixels, smooth } from "./blocks.js";
import { MIN_CONTRAST, isLight } from "./ink.js";
import { fitLight } from "./surface.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/**
 * A picture in even light, whether its paper is lighter than its ink, and any local light divided out.
 * @typedef {{flat: Grey, light: boolean, paper?: Grey, pixels?: Grey}} Lit
 *   pixels: what it was before they were enlarged to blocks, if they were
 */

const { fround, max, min } = Math;
const UNEVEN = 0.03; // of the contrast: paper whose mean deviation from its median is larger needs flattening
const WIDE = 3; // the picture's longer side over the window's; what is wider is no stroke
const NARROW = 8; // likewise; what is wider and paler than ink is a shadow
const PALE = [fround(0.15), fround(0.7)]; // of the largest deviation from the paper: between the two it is shadow
const SHADED = 0.01; // of the picture that may be shadow
const GLARE = [0.995, 0.3]; // quantile of the deviation from the paper, and the contrast that it may reach
const THICK = 12; // the picture's longer side over the width of strokes
const MUCH = 0.05; // of the picture, that thick strokes fill: the glare in a corner fills less
const AT_BORDER = 0.1; // of the border, that thick strokes may take: a shadow or a table takes more
const FAINTEST = 0.55; // contrast over the lighter side, of thick strokes at least: a shadow has less
const DARKEST = fround(0.1); // least light to divide by, lest the noise of black paper be amplified

/**
 * How much each pixel's contrast counts, 0..1: ink is on a sheet, not on a dark table. null: all count alike.
 * @param {Lit} lit @returns {Grey | null}
 */
export function weightOf({ paper, light }) {
  if (!paper || !light) return null;
  const bright = fround(max(quantile(subsample(paper.data), 0.9), 1e-6));
  const weight = greyOf(paper.width, paper.height);
  for (let i = 0; i < weight.data.length; i++)
    weight.data[i] = Math.sqrt(min(max(fround(paper.data[i] / bright), 0), 1));
  return weight;
}

/**
 * Corrections for uneven light, likeliest first; `light` says if the paper is, null finds out.
 *
 * An even page is left as it is. Otherwise it is divided by the paper around each pixel, and then, if no digit stands
 * out from that, as when a stroke is wider than its surroundings, by a smooth surface. Raises Problem no_digit if that
 * does not make it even.
 * @param {Grey} grey @param {boolean | null} [light] @returns {Generator<Lit, void>}
 */
export function* readings(grey, light = null) {
  const pixels = ownPixels(grey);
  if (pixels) return yield { flat: smooth(pixels), light: light ?? isLight(pixels), pixels };
  const even = light ?? isLight(grey);
  if (isEven(grey, even)) yield { flat: grey, light: even };
  const flat = divided(grey, fitLight(grey, light));
  const bordered = light ?? isLight(flat);
  const isSmooth = hasThickStrokes(flat, bordered) || (isEven(flat, bordered) && !hasGlare(flat, bordered));
  if (isSmooth) yield { flat, light: bordered };
  const found = light ?? paperIsLight(grey) ?? bordered;
  const paper = localLight(grey, found);
  yield { flat: divided(beside(grey, paper, found), paper), light: found, paper };
  if (contrast(flat.data) > MIN_CONTRAST && !isSmooth) throw new Problem("no_digit"); // neither strokes nor light
  yield { flat, light: bordered };
}

/**
 * Grey without what `paper` leaves out where it overreaches at a sharp edge.
 * @param {Grey} grey @param {Grey} paper @param {boolean} light
 */
function beside({ width, height, data }, paper, light) {
  const found = greyOf(width, height);
  for (let i = 0; i < data.length; i++) found.data[i] = light === data[i] < paper.data[i] ? data[i] : paper.data[i];
  return found;
}

/**
 * Whether a page without its ink is one grey, and no part of it is paler than ink, as narrow shadows are.
 * @param {Grey} grey @param {boolean} light
 */
function isEven(grey, light) {
  const { data: paper } = background(reduced(grey, THUMBNAIL), light, WIDE, false);
  if (mean(distances(paper, median(paper))) > UNEVEN * contrast(grey.data)) return false;
  const small = reduced(grey, SHORT);
  const pale = paleOf(small, background(small, light, NARROW, false));
  return shareOf(coreBySquare(pale, 2)) < SHADED; // without the edges of strokes
}

/**
 * Where both a picture and its paper are off the paper's level, but less than ink.
 * @param {Grey} small @param {Grey} paper
 */
function paleOf({ width, height, data }, paper) {
  const level = median(paper.data);
  const [off, own] = [distances(data, level), distances(paper.data, level)];
  const most = fround(max(largest(off), 1e-6));
  const isPale = (/** @type {number} */ value) => {
    const part = fround(value / most);
    return part > PALE[0] && part < PALE[1];
  };
  const pale = maskOf(width, height);
  for (let i = 0; i < data.length; i++) pale.data[i] = Number(isPale(off[i]) && isPale(own[i]));
  return pale;
}

/**
 * Whether a corner is far off the rest of the paper, as where a surface was fitted to few pixels.
 * @param {Grey} flat @param {boolean} light
 */
function hasGlare(flat, light) {
  const { data: paper } = background(reduced(flat, THUMBNAIL), light, WIDE, false);
  return quantile(distances(paper, median(paper)), GLARE[0]) > GLARE[1] * contrast(flat.data);
}

/**
 * Whether the ink is so thick that a window of the local paper fits into it, and keeps off the border.
 * @param {Grey} flat @param {boolean} light
 */
function hasThickStrokes(flat, light) {
  const small = reduced(flat, THUMBNAIL);
  const level = otsu(small.data);
  const ink = { ...small, data: Uint8Array.from(small.data, (value) => Number(value > level !== light)) };
  const thick = 2 * largest(distanceTransform(framed(ink, 1))) > max(small.width, small.height) / THICK;
  const lighter = shareOf(ink) ? median(chosen(small.data, ink.data, light ? 0 : 1)) : 0;
  const isLarge = thick && shareOf(ink) > MUCH && mean(borderOf(ink)) < AT_BORDER;
  return isLarge && contrast(small.data) > FAINTEST * lighter;
}

/** Grey corrected to even light: shade dims the ink as much as the paper. @param {Grey} grey @param {Grey} light */
function divided({ width, height, data }, light) {
  const level = fround(max(mean(light.data), DARKEST)); // on black paper too, ink stays ink
  const flat = greyOf(width, height);
  for (let i = 0; i < data.length; i++) {
    const times = fround(level / max(light.data[i], DARKEST));
    flat.data[i] = level + fround(fround(data[i] - light.data[i]) * times);
  }
  return flat;
}
