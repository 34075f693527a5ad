/** What kind of picture a file is, by its first bytes, and what is said where it can't be read. Pure. */

import { isWebp } from "../core/exif.js";
import { Problem } from "./problem.js";

/** @typedef {"PNG" | "JPEG" | "GIF" | "BMP" | "WebP" | "AVIF" | "HEIC" | "TIFF"} Format those that the server reads */

/** @type {[string, Format][]} */
const SIGNATURES = [
  ["\x89PNG\r\n\x1a\n", "PNG"],
  ["\xff\xd8\xff", "JPEG"],
  ["GIF87a", "GIF"],
  ["GIF89a", "GIF"],
  ["BM", "BMP"],
  ["II*\0", "TIFF"],
  ["MM\0*", "TIFF"],
  ["II+\0", "TIFF"],
  ["MM\0+", "TIFF"],
];
/** Of ISO files that hold pictures. @type {Record<string, Format>} */
const BRANDS = { avif: "AVIF", avis: "AVIF", heic: "HEIC", heix: "HEIC", heim: "HEIC", heis: "HEIC", mif1: "HEIC" };
const SOME_READ = ["HEIC", "TIFF", "AVIF"]; // and other browsers don't
const HEAD = 4096; // bytes, in which an SVG has its first element

/** Raises Problem empty_file, svg_image or not_an_image if it is none. @param {Uint8Array} bytes @returns {Format} */
export function formatOf(bytes) {
  if (!bytes.length) throw new Problem("empty_file");
  if (isWebp(bytes)) return "WebP";
  const head = lettersOf(bytes, 0, HEAD);
  const [, format] = SIGNATURES.find(([signature]) => head.startsWith(signature)) ?? [];
  const found = format ?? (head.slice(4, 8) === "ftyp" ? BRANDS[head.slice(8, 12)] : undefined);
  if (!found) throw new Problem(head.toLowerCase().includes("<svg") ? "svg_image" : "not_an_image");
  return found;
}

/** Why a browser could not decode a picture. @param {Format} format */
export const undecoded = (format) =>
  SOME_READ.includes(format) ? new Problem("foreign_format", { format }) : new Problem("damaged_image");

/** Bytes as letters. @param {Uint8Array} bytes @param {number} from @param {number} count */
export const lettersOf = (bytes, from, count) => String.fromCharCode(...bytes.subarray(from, from + count));
