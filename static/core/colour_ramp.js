/** Colours from low to high. Pure. */

/** @typedef {[number, number, number]} Colour red, green, blue, 0 to 255 */

// From blue to yellow with evenly rising lightness, so the order holds for colour-blind people and in greyscale.
export const RISING = /** @type {Colour[]} */ ([
  [38, 20, 84],
  [62, 74, 156],
  [42, 131, 161],
  [110, 183, 113],
  [249, 229, 89],
]);

/** The colour at a part of the way. @param {number} part 0 to 1 @returns {Colour} */
export function ramp(part, stops = RISING) {
  const place = part * (stops.length - 1);
  const before = Math.min(Math.floor(place), stops.length - 2);
  const mix = (/** @type {0 | 1 | 2} */ i) =>
    Math.round(stops[before][i] + (place - before) * (stops[before + 1][i] - stops[before][i]));
  return [mix(0), mix(1), mix(2)];
}

/** The whole way as a CSS gradient. */
export const gradient = (stops = RISING) =>
  `linear-gradient(90deg, ${stops.map((colour) => `rgb(${colour.join(" ")})`).join(", ")})`;
