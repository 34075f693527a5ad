/** A file's pixels to grey, reduced to the size that the steps work on, as app/images/decode.py does. */

import { chosen, greyOf } from "./arrays/planes.js";
import { meanByte } from "./arrays/reduction.js";
import { median, quantile } from "./arrays/statistics.js";
import { byColour, isFaint } from "./colour.js";
import { boxOf, sides } from "./normalise/boxes.js";
import { WHOLE } from "./windows.js";

/** @typedef {import("./arrays/planes.js").Grey} Grey */
/** @typedef {import("./arrays/planes.js").Box} Box */
/** @typedef {import("./arrays/planes.js").Size} Size */
/** @typedef {import("./windows.js").Window} Window */
/**
 * A decoded file, upright: `read` gives the RGBA of a box.
 * @typedef {Size & {read: (box: Box) => Uint8ClampedArray}} Pixels
 */
/** @typedef {Size & {data: Uint8ClampedArray}} Rgba */

const { fround } = Math;
const LONGER_SIDE = 1024; // more than a digit of 20 px needs; keeps every later step small
const STRIP = 64; // rows of the reduced picture done at a time: all pixels of a phone's picture take 200 MB
const CARD = 0.7; // share of its box that an opaque sheet of paper fills, even a round one, and strokes don't

/**
 * A picture, or a window of it, as grey in 0..1, its longer side at most LONGER_SIDE px.
 *
 * Grey is brightness, or colour where ink and paper are of one brightness.
 * @param {Pixels} pixels @param {Window} [window] @returns {Grey}
 */
export function readGrey(pixels, window = WHOLE) {
  const small = reduced(pixels, boxOfWindow(window, pixels));
  if (!isOpaque(small)) return onBackdrop(small);
  const grey = brightness(small);
  return isFaint(grey) ? byColour(small.data, grey) : grey;
}

/**
 * The same in red, green and blue, on white where it is transparent.
 * @param {Pixels} pixels @param {Window} window @returns {Grey[]}
 */
export function readColours(pixels, window) {
  const { width, height, data } = reduced(pixels, boxOfWindow(window, pixels));
  return [0, 1, 2].map((k) => {
    const plane = greyOf(width, height);
    for (let i = 0; i < plane.data.length; i++) {
      const alpha = data[4 * i + 3] / 255;
      plane.data[i] = (alpha * data[4 * i + k]) / 255 + 1 - alpha;
    }
    return plane;
  });
}

/**
 * Whether a picture has more pixels than `readGrey` gives of it, or of that part of its longer side.
 * @param {Size} size @param {number} part
 */
export const isReduced = ({ width, height }, part) => Math.max(width, height) * part > LONGER_SIDE;

/** @param {Window} window @param {Size} size @returns {Box} */
const boxOfWindow = ([left, top, right, bottom], { width, height }) => ({
  left: Math.trunc(left * width),
  top: Math.trunc(top * height),
  right: Math.ceil(right * width),
  bottom: Math.ceil(bottom * height),
});

/**
 * A box's pixels reduced by a whole factor, which is the cheapest area filter.
 * @param {Pixels} pixels @param {Box} box @returns {Rgba}
 */
function reduced(pixels, box) {
  const [height, width] = sides(box);
  const factor = Math.ceil(Math.max(width, height) / LONGER_SIDE);
  const small = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
  const data = new Uint8ClampedArray(4 * small.width * small.height);
  for (let top = 0; top < small.height; top += STRIP) {
    const rows = {
      ...box,
      top: box.top + top * factor,
      bottom: Math.min(box.top + (top + STRIP) * factor, box.bottom),
    };
    data.set(reducedStrip(pixels.read(rows), width, factor), 4 * top * small.width);
  }
  return { ...small, data };
}

/**
 * The mean of each block, in which a pixel's colour counts by its opacity.
 * @param {Uint8ClampedArray} rgba @param {number} width @param {number} factor
 */
function reducedStrip(rgba, width, factor) {
  if (factor === 1) return rgba;
  const height = rgba.length / 4 / width;
  const [across, down] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const found = new Uint8ClampedArray(4 * across * down);
  const sums = new Float64Array(4);
  for (let y = 0; y < down; y++) {
    const top = y * factor;
    const bottom = Math.min(top + factor, height);
    for (let x = 0; x < across; x++) {
      const left = x * factor;
      const right = Math.min(left + factor, width);
      addUp(rgba, sums, width, { top, left, bottom, right });
      setMean(found, 4 * (y * across + x), sums, (bottom - top) * (right - left));
    }
  }
  return found;
}

/**
 * Sum a block's channels, colours times opacity.
 * @param {Uint8ClampedArray} rgba @param {Float64Array} sums are set @param {number} width @param {Box} block
 */
function addUp(rgba, sums, width, { top, left, bottom, right }) {
  sums.fill(0);
  for (let y = top; y < bottom; y++)
    for (let at = 4 * (y * width + left); at < 4 * (y * width + right); at += 4) {
      const alpha = rgba[at + 3];
      sums[0] += times(rgba[at], alpha);
      sums[1] += times(rgba[at + 1], alpha);
      sums[2] += times(rgba[at + 2], alpha);
      sums[3] += alpha;
    }
}

/** A colour times opacity, in bytes. @param {number} colour @param {number} alpha */
function times(colour, alpha) {
  if (alpha === 255) return colour;
  const product = colour * alpha + 128;
  return ((product >> 8) + product) >> 8;
}

/** @param {Uint8ClampedArray} found is set @param {number} at @param {Float64Array} sums @param {number} count */
function setMean(found, at, sums, count) {
  const alpha = meanByte(sums[3], count);
  for (let k = 0; k < 3; k++) {
    const colour = meanByte(sums[k], count);
    found[at + k] = alpha === 0 || alpha === 255 ? colour : Math.floor((255 * colour) / alpha);
  }
  found[at + 3] = alpha;
}

/** @param {Rgba} small */
function isOpaque({ data }) {
  for (let at = 3; at < data.length; at += 4) if (data[at] < 255) return false;
  return true;
}

/** Brightness by ITU-R 601-2, in whole levels. @param {Rgba} small @returns {Grey} */
function brightness({ width, height, data }) {
  const grey = greyOf(width, height);
  for (let i = 0; i < grey.data.length; i++) {
    const at = 4 * i;
    grey.data[i] = ((19595 * data[at] + 38470 * data[at + 1] + 7471 * data[at + 2] + 0x8000) >> 16) / 255;
  }
  return grey;
}

/** A transparent picture on a grey of its own. @param {Rgba} small @returns {Grey} */
function onBackdrop(small) {
  const grey = brightness(small);
  const alpha = grey.data.map((_, i) => small.data[4 * i + 3] / 255);
  const behind = backdrop(grey, alpha);
  return {
    ...grey,
    data: grey.data.map((value, i) => fround(alpha[i] * value) + fround(fround(1 - alpha[i]) * behind)),
  };
}

/**
 * The grey to put under a transparent picture: its own paper if it has one, else what contrasts with its ink.
 * @param {Grey} grey @param {Float32Array} alpha
 */
function backdrop({ width, height, data }, alpha) {
  const most = alpha.reduce((a, b) => Math.max(a, b), 0);
  if (!most) return 1;
  const opaque = { width, height, data: Uint8Array.from(alpha, (value) => Number(value >= most / 2)) };
  const own = chosen(data, opaque.data);
  const middle = median(own);
  const [down, across] = sides(boxOf(opaque));
  if (own.length / down / across > CARD && quantile(own, 0.98) - quantile(own, 0.02) > 0.2) return middle;
  return middle <= 0.5 ? 1 : 0;
}
