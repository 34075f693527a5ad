/** A map as it is seen, as a sheet: its tiles and layers as pictures, its marks as shapes. */

import { COLOURS, DANGER, INK, sheet, text } from "./sheet.js";

/** @typedef {import("../core/showcase.js").MapPicture} MapPicture */
/** @typedef {import("../core/showcase.js").Tile} Tile */
/** @typedef {import("../core/showcase.js").Mark} Mark */
/** @typedef {[number, number]} Place */

const LINE = 'fill="none" stroke-linejoin="round"';
const halo = 'stroke="#fff"';
const { ae, vae } = COLOURS;
/** Attributes by class, as style/map.css and style/marks.css have them on light paper. @type {Record<string, string>} */
const LOOKS = {
  prior: `${LINE} stroke="${vae}" stroke-width="1.5" stroke-dasharray="5 5"`,
  "posterior-1": `stroke="${INK}" stroke-width="2" fill="${vae}" fill-opacity="0.35"`,
  "posterior-2": `stroke="${INK}" stroke-width="1.4" stroke-dasharray="3 3" fill="${vae}" fill-opacity="0.12"`,
  "code-point": `${halo} stroke-width="2" fill="${ae}"`,
  drawn: `${halo} stroke-width="0.8" fill="${INK}" fill-opacity="0.95"`,
  "ring-line": `${LINE} stroke="${INK}" stroke-width="1.5"`,
  "ring-kept": `${halo} fill="${INK}"`,
  "ring-lost": `${halo} fill="${DANGER}"`,
  "walk-under": `${LINE} stroke="#fff" stroke-width="5"`,
  "walk-line": `${LINE} stroke="${INK}" stroke-width="2"`,
  "walk-dot": `${halo} stroke-width="0.6" fill="${INK}"`,
  trail: `${LINE} stroke="${INK}" stroke-width="2" stroke-dasharray="1 5" stroke-linecap="round"`,
};

/** @param {number} value */
const round = (value) => Number(value.toFixed(2));

/** @param {Place} place @param {number} radius @param {string} looks */
const circle = ([x, y], radius, looks) => `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}" ${looks}/>`;

/** A cross at the place that is decoded. @param {Place} place */
function cross([x, y]) {
  const lines = `d="M${round(x)},${round(y - 13)}v26M${round(x - 13)},${round(y)}h26"`;
  return `<path ${lines} ${halo} stroke-width="5"/><path ${lines} stroke="${INK}" stroke-width="2"/>`;
}

/** A ring around the digit's code. @param {Place} place @param {string} colour */
const target = (place, colour) =>
  circle(place, 20.75, `fill="none" ${halo} stroke-width="6"`) +
  circle(place, 20.75, `fill="none" stroke="${colour}" stroke-width="2.5"`);

/** A walk's end. @param {Place} place @param {string} letter */
const end = (place, letter) =>
  circle(place, 13, `fill="${INK}" ${halo} stroke-width="2"`) +
  text(
    [round(place[0]), round(place[1] + 4.5)],
    letter,
    'font-size="13" font-weight="700" text-anchor="middle" fill="#fff"',
  );

/** @param {Place} place @param {string} label */
const tag = ([x, y], label) =>
  `<rect x="${round(x - 13)}" y="${round(y - 8)}" width="26" height="16" rx="4" fill="#fff" fill-opacity="0.92"/>` +
  text([round(x), round(y + 4)], label, `font-size="11" font-weight="600" text-anchor="middle" fill="${vae}"`);

/** What a marker looks like, by its first class. @type {Record<string, (place: Place, text: string, kinds: string[]) => string>} */
const MARKERS = {
  pin: cross,
  here: (place, _, kinds) => target(place, kinds.includes("here-ae") ? ae : vae),
  end,
  "prior-label": tag,
};

/** @param {Mark} mark */
function drawn({ kind, places, radius, fill, opacity = 1, text: label = "", closed }) {
  const kinds = kind.split(" ");
  const marker = MARKERS[kinds[0]];
  if (marker) return marker(places[0], label, kinds);
  const looks = kinds.map((name) => LOOKS[name] ?? "").join(" ");
  if (radius === undefined)
    return `<path d="M${places.map((place) => place.map(round).join()).join("L")}${closed ? "Z" : ""}" ${looks}/>`;
  return circle(
    places[0],
    radius,
    fill ? `fill="${fill}" stroke="#000" stroke-opacity="0.53" opacity="${opacity}"` : looks,
  );
}

/** A tile's pixels, with dark ink. @param {Tile} tile */
function inked({ element, pale }) {
  const canvas = document.createElement("canvas");
  canvas.width = element instanceof Image ? element.naturalWidth : element.width;
  canvas.height = canvas.width;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(element, 0, 0);
  context.globalCompositeOperation = "difference"; // with white: black for white
  context.fillStyle = "#fff";
  if (pale) context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

/** A whole pixel, the same for two edges that differ by a rounding only: many lie half way. @param {number} value */
const whole = (value) => Math.round(value + 0.01);

/** A tile from whole pixel to whole pixel, so that no seam shows between two. @param {Tile} tile */
function tileImage(tile) {
  const [x, y] = [whole(tile.x), whole(tile.y)];
  const [width, height] = [whole(tile.x + tile.size) - x, whole(tile.y + tile.size) - y];
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" image-rendering="${tile.rendering}" opacity="${tile.opacity}" href="${inked(tile)}"/>`;
}

/** @param {import("./sheet.js").Told} told @param {MapPicture} picture */
export const mapSheet = (told, { width, height, tiles, marks }) =>
  sheet(told, { width, height, shown: 2 }, [...tiles.map(tileImage), ...marks.map(drawn)]);
