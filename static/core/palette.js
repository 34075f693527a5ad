/** A colour for each class. Pure. */

/** Ten that colour-blind people can tell apart: after Paul Tol's "muted", with a darker grey. */
export const LABEL_COLOURS = [
  "#CC6677",
  "#88CCEE",
  "#DDCC77",
  "#44AA99",
  "#AA4499",
  "#9A9A9A",
  "#999933",
  "#EE8866",
  "#6699FF",
  "#117733",
];
const NO_CLASS = "#7AA6C2";
const GOLDEN = 137.508; // degrees: successive hues are far apart, however many there are
const LIGHTNESS = [0.35, 0.55, 0.75]; // which those see who do not see the hue

/** The colour of a class as #rrggbb; null is an image without one. @param {number | null} label */
export const colourOf = (label) => (label === null ? NO_CLASS : (LABEL_COLOURS[label] ?? further(label)));

/** @param {number} label */
function further(label) {
  const [hue, lightness] = [(label * GOLDEN) % 360, LIGHTNESS[label % LIGHTNESS.length]];
  const reach = 0.6 * Math.min(lightness, 1 - lightness);
  const part = (/** @type {number} */ offset) => {
    const at = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return `#${[part(0), part(8), part(4)].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
