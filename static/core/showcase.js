/** What the page shows now, as data: each part says what it shows of its own when it is asked. Pure. */

/** @typedef {import("./sides.js").Side} Side */
/** @typedef {Record<Side, import("./comparison.js").Comparison>} Comparisons */
/**
 * @typedef {{
 *   models: import("./families.js").Twins,
 *   state: import("./state.js").State,
 *   codes: Record<Side, number[][]>,
 *   digit: {
 *     image: import("./contract.js").ImageFacts,
 *     encodings: import("./contract.js").Encodings,
 *     label: number | null,
 *   } | null,
 *   decoded: Partial<Record<Side, {pixels: Uint8Array, z: number[]}>>,
 *   maps: Record<Side, import("leaflet").Map>,
 *   step: Comparisons | null,
 *   samples: Comparisons | null,
 *   walk: Comparisons | null,
 *   prior: Comparisons | null,
 *   evidence: Evidence | null,
 * }} Shown
 *   codes: of the sample; an experiment's: null where another one is open
 * @typedef {{metrics: Record<Side, any>, unit: "sd" | "mad"}} Evidence of the models on show, or pooled over seeds
 * @typedef {{
 *   element: HTMLCanvasElement | HTMLImageElement,
 *   x: number,
 *   y: number,
 *   size: number,
 *   opacity: number,
 *   pale: boolean,
 *   rendering: string,
 * }} Tile pale: light ink on dark paper; rendering: as in CSS, smooth or with sharp pixels
 * @typedef {{width: number, height: number, tiles: Tile[], marks: Mark[]}} MapPicture what is in sight, in CSS pixels
 * @typedef {{
 *   kind: string,
 *   places: [number, number][],
 *   radius?: number,
 *   fill?: string,
 *   opacity?: number,
 *   text?: string,
 *   closed?: boolean,
 * }} Mark kind: class names; closed: an outline; with a radius: a dot
 */

/** @returns {{offer: (name: keyof Shown, tell: () => unknown) => void, all: () => Shown}} */
export function createShowcase() {
  /** @type {Map<string, () => unknown>} */
  const parts = new Map();
  return {
    offer: (name, tell) => void parts.set(name, tell),
    all: () => /** @type {any} */ (Object.fromEntries([...parts].map(([name, tell]) => [name, tell()]))),
  };
}
