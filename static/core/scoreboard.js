/** The scoreboard's lines, and which model wins each by its confidence interval. Pure. */

/** @typedef {{value: number, low: number, high: number}} Figure a figure with its 95 % interval */
/** @typedef {{name: string, path: string, percent?: boolean, decimals: number, better: "low" | "high"}} Line */

/** @type {Line[]} */
export const LINES = [
  { name: "mse", path: "test.mse_interval", decimals: 4, better: "low" },
  { name: "kept_sd", path: "nearness.step_curve.1.label_kept", percent: true, decimals: 1, better: "high" },
  { name: "kept_mad", path: "nearness.step_curve_mad.1.label_kept", percent: true, decimals: 1, better: "high" },
  { name: "kept_far", path: "nearness.step_curve_mad.4.label_kept", percent: true, decimals: 1, better: "high" },
  { name: "change", path: "nearness.step_curve.1.mse_median", decimals: 5, better: "low" },
  { name: "rank_all", path: "nearness.rank_correlation.all", decimals: 3, better: "high" },
  { name: "rank_near", path: "nearness.rank_correlation.nearest_5_percent", decimals: 3, better: "high" },
  { name: "tail_close", path: "nearness.tail.close", decimals: 1, better: "low" },
  { name: "tail_local", path: "nearness.tail.local", decimals: 1, better: "low" },
  { name: "tail_lines", path: "nearness.tail.lines", decimals: 1, better: "low" },
  { name: "holes", path: "nearness.holes.standard.far", percent: true, decimals: 1, better: "low" },
  { name: "sure_standard", path: "nearness.holes.standard.judge_sure", percent: true, decimals: 1, better: "high" },
  { name: "sure_fitted", path: "nearness.holes.fitted.judge_sure", percent: true, decimals: 1, better: "high" },
  { name: "knn", path: "nearness.neighbours.knn_accuracy", percent: true, decimals: 1, better: "high" },
  { name: "trustworthiness", path: "nearness.neighbours.trustworthiness", decimals: 3, better: "high" },
  { name: "continuity", path: "nearness.neighbours.continuity", decimals: 3, better: "high" },
  { name: "straight", path: "distances.straight_variation", percent: true, decimals: 1, better: "low" },
  { name: "geodesic", path: "distances.geodesic_variation", percent: true, decimals: 1, better: "low" },
];

/**
 * The figure at a dotted path of the metrics, or null.
 * @param {any} metrics @param {string} path @returns {Figure | null}
 */
export function figureAt(metrics, path) {
  return path.split(".").reduce((found, key) => found?.[key], metrics) ?? null;
}

/**
 * The side with the better figure; null if the intervals overlap or one is missing.
 * @param {Figure | null} ae @param {Figure | null} vae @param {"low" | "high"} better
 * @returns {import("./sides.js").Side | null}
 */
export function winner(ae, vae, better) {
  if (!ae || !vae || (ae.low <= vae.high && vae.low <= ae.high)) return null;
  return ae.high < vae.low === (better === "low") ? "ae" : "vae";
}

const ONE = 0.1; // nats: 98 % of one class, and the rest of another, have as much

/**
 * Whether nearly all draws from the prior, or from what is fitted to the codes, are read as one class of several.
 * @param {Pick<import("./contract.js").Model, "images" | "metrics">} model @param {"standard" | "fitted"} from
 */
export const drawsOne = ({ images, metrics: { nearness } }, from) =>
  images.classes.length > 1 && nearness?.holes?.[from]?.label_entropy?.value < ONE;
