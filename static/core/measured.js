/** What `evaluate` found over the whole test set, in per cent; undefined where a model was not measured. Pure. */

/** @typedef {import("./contract.js").Model} Model */

/** Whether a model was measured at all. @param {Pick<Model, "metrics">} model */
export const isMeasured = ({ metrics }) => Boolean(metrics.test);

/** @param {{value: number} | undefined} figure */
const percentOf = (figure) => figure && 100 * figure.value;

/** Of neighbours at a step, in sd, how many keep their digit. @param {Pick<Model, "metrics">} model @param {number} step */
export const neighboursKept = ({ metrics }, step) =>
  percentOf(metrics.nearness?.step_curve?.find((/** @type {any} */ one) => one.step === step)?.label_kept);

/** Of random codes, as widely spread as a model's own, how many look like a digit. @param {Pick<Model, "metrics">} model */
export const randomSure = ({ metrics }) => percentOf(metrics.nearness?.holes?.fitted?.judge_sure);

/**
 * Of samples around μ, how many keep the digit: a VAE's, or with the same draws its twin's.
 * @param {Pick<Model, "metrics">} vae @param {import("./sides.js").Side} side
 */
export function samplesKept({ metrics }, side) {
  /** @type {import("./contract.js").SamplesPoint[]} */
  const curve = metrics.nearness?.posterior_samples?.curve ?? [];
  return percentOf(curve.find(({ temperature }) => temperature === 1)?.[side]?.label_kept);
}

/**
 * All of these, unless one is unknown.
 * @param {(number | undefined)[]} shares @returns {number[] | null}
 */
export const allKnown = (shares) =>
  shares.every((share) => share !== undefined) ? /** @type {number[]} */ (shares) : null;
