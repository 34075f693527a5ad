/**
 * Sheets: drawings as SVG documents that stand alone, black on white whatever the page's theme. Their looks are attributes:
 * the page's policy forbids styles, and few programs read them.
 */

import { pngAddress } from "../core/png.js";
import { shapeOf } from "../core/pixels.js";
import { isInk } from "../page/ink.js";

export const INK = "#1b1d22";
export const QUIET = "#595d66";
export const PALE = "#dcd9d0";
export const DANGER = "#a4161a";
export const COLOURS = { ae: "#b34700", vae: "#0064a6" };
const FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif";
const ABOUT = 1024; // pixels across a picture

/**
 * @typedef {{title: string, source: string}} Told what a sheet shows, and where that is from
 * @typedef {{width: number, height: number, svg: (times?: number) => string}} Sheet
 *   width, height: in its own units; svg: the document, a unit so many pixels wide
 */

const ESCAPED = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });

/** Text as it may stand in XML. @param {string} text */
export const escaped = (text) => text.replace(/["&<>]/g, (letter) => ESCAPED[letter]);

/**
 * @param {Told} told @param {{width: number, height: number, shown?: number}} size shown: pixels a unit where a program opens it
 * @param {string[]} parts @returns {Sheet}
 */
export function sheet({ title, source }, { width, height, shown = 1 }, parts) {
  const svg = (times = shown) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * times}" height="${height * times}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">` +
    `<title>${escaped(title)}</title><desc>${escaped(source)}</desc>` +
    `<rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}</svg>\n`;
  return { width, height, svg };
}

/** The whole number of pixels a unit that makes a picture near 1,024 pixels wide. @param {{width: number}} sheet */
export const times = ({ width }) => Math.max(1, Math.round(ABOUT / width));

/** @param {[number, number]} place @param {string} content @param {string} [looks] attributes */
export const text = ([x, y], content, looks = "") => `<text x="${x}" y="${y}" ${looks}>${escaped(content)}</text>`;

const LETTER = 0.62; // mean width of a letter in sizes of the type, at most

/** A sheet's heading, as large as there is room for. @param {[number, number]} place @param {string} content @param {{size: number, room: number}} how */
export function heading(place, content, { size, room }) {
  const fitting = Math.min(size, room / (LETTER * content.length)).toFixed(2);
  return text(place, content, `font-size="${fitting}" font-weight="600" fill="${INK}"`);
}

/** @param {string} address of a picture @param {{x: number, y: number, size: number}} place @param {string} [looks] attributes */
export const image = (address, { x, y, size }, looks = "") =>
  `<image x="${x}" y="${y}" width="${size}" height="${size}" preserveAspectRatio="none" image-rendering="pixelated" ${looks} href="${address}"/>`;

/** An image, ink as dark, its pixels as they are. @param {Uint8Array} bytes @param {Parameters<typeof image>[1]} place @param {string} [looks] */
export function digit(bytes, place, looks) {
  const { side, channels } = shapeOf(bytes.length);
  const shown = isInk() ? bytes.map((value) => 255 - value) : bytes;
  return image(pngAddress(shown, side, channels), place, looks);
}

/**
 * A chart of the page with attributes in place of its classes, and as XML, which allows no ampersand that begins nothing.
 * @param {string} markup @param {Record<string, string>} looks attributes by class
 */
export const dressed = (markup, looks) =>
  markup.replace(/&(?!\w+;)/g, "&amp;").replace(/class="([^"]*)["]/g, (_, names) =>
    names
      .split(" ")
      .map((/** @type {string} */ name) => looks[name] ?? "")
      .join(" "),
  );
