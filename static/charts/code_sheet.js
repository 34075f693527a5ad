/** A QR code as a sheet, with the quiet zone that readers need. Pure. */

import { sheet } from "./sheet.js";

const QUIET = 4; // modules

/** @typedef {{size: number, get: (x: number, y: number) => boolean}} Modules dark or light */

/** @param {import("./sheet.js").Told} told @param {Modules} modules */
export function codeSheet(told, { size, get }) {
  const across = Array.from({ length: size }, (_, i) => i);
  const dark = across.flatMap((y) => across.filter((x) => get(x, y)).map((x) => `M${x + QUIET},${y + QUIET}h1v1h-1z`));
  const width = size + 2 * QUIET;
  return sheet(told, { width, height: width, shown: 4 }, [`<path shape-rendering="crispEdges" d="${dark.join("")}"/>`]);
}
