/** What the page shows as tables, one row for each image, axis, term or measurement. Pure. */

import { imageOf, isJudged, LIMITS } from "./comparison.js";
import { figureAt, LINES, winner } from "./scoreboard.js";
import { SIDES } from "./sides.js";

/** @typedef {import("./csv.js").Table} Table */
/** @typedef {import("./csv.js").Value} Value */
/** @typedef {import("./comparison.js").Comparison} Comparison */
/** @typedef {import("./showcase.js").Comparisons} Comparisons */
/** @typedef {import("./families.js").Twins} Twins */
/** @typedef {[string, (found: Comparison, i: number) => Value][]} Columns header and cell of each */

const TERMS = /** @type {const} */ (["reconstruction", "kl", "negative_elbo"]);
/** Units of the scoreboard's lines that are no shares; the rest are correlations or ratios, and have none. */
const UNITS = /** @type {Record<string, string>} */ ({
  mse: "squared error per pixel",
  change: "squared error per pixel",
});

/** What the judge reads, none where there is no judge. @param {Twins} models @param {Comparisons} found @returns {Columns} */
const read = ({ vae: { images } }, found) =>
  isJudged(found.vae)
    ? [
        ["label", ({ label }, i) => images.classes[label[i]]],
        ["probability (0 to 1)", ({ confidence }, i) => confidence[i]],
      ]
    : [];
/** @type {Columns[number]} */
const KEPT = ["label kept (1 or 0)", ({ label }, i) => Number(label[i] === label[0])];
/** @type {Columns} */
const AGAINST_FIRST = [
  ["change (squared error per pixel)", ({ change }, i) => change[i]],
  ["pixels changed (share)", ({ changed }, i) => changed[i]],
];

/**
 * A row for each image in each model: its number, its code, and what the columns say of it.
 * @param {Twins} models @param {Comparisons} found @param {string} number its header @param {Columns} columns
 * @param {number} [first] number of the first image @returns {Table}
 */
function compared(models, found, number, columns, first = 0) {
  const axes = models.vae.sd.map((_, axis) => `z${axis} (latent units)`);
  const rows = SIDES.flatMap((side) =>
    found[side].z.map((z, i) => [models[side].id, first + i, ...z, ...columns.map(([, cell]) => cell(found[side], i))]),
  );
  return { header: ["model", number, ...axes, ...columns.map(([name]) => name)], rows };
}

/** @param {Twins} models @param {Comparisons} found @returns {Columns} */
const around = (models, found) => [...read(models, found), ...(isJudged(found.vae) ? [KEPT] : []), ...AGAINST_FIRST];

/** The image's own code as neighbour 0, then its neighbours. @param {Twins} models @param {Comparisons} found */
export const ringTable = (models, found) => compared(models, found, "neighbour", around(models, found));

/** The middle as draw 0, then the draws around it. @param {Twins} models @param {Comparisons} found */
export const samplesTable = (models, found) => compared(models, found, "draw", around(models, found));

/** @param {Twins} models @param {Comparisons} found */
export const walkTable = (models, found) =>
  compared(models, found, "step", [
    ...read(models, found),
    [`change from step before (distance of ${imageOf(found.vae, 0).length} pixels)`, ({ step }, i) => step[i]],
    ["change from step 0 (squared error per pixel)", ({ change }, i) => change[i]],
  ]);

/** @type {Columns[number]} */
const SURE = [
  `sure (1: probability at least ${LIMITS.sure})`,
  ({ confidence }, i) => Number(confidence[i] >= LIMITS.sure),
];

/** @param {Twins} models @param {Comparisons} found */
export const drawsTable = (models, found) =>
  compared(models, found, "draw", isJudged(found.vae) ? [...read(models, found), SURE] : [], 1);

/** @param {Twins} models @param {import("./contract.js").Encodings} encodings @returns {Table} */
export const codeTable = (models, encodings) => ({
  header: ["model", "axis", "mu (latent units)", "sigma (latent units)", "kl (nats)"],
  rows: SIDES.flatMap((side) => {
    const { mu, sigma, kl_per_dim: kl } = encodings[side];
    return mu.map((value, axis) => [models[side].id, axis, value, sigma?.[axis] ?? null, kl?.[axis] ?? null]);
  }),
});

/** @param {Twins} models @param {import("./contract.js").Encodings} encodings @returns {Table} */
export const lossTable = (models, encodings) => ({
  header: ["model", "term", "value (nats)", "higher than (% of test images)"],
  rows: SIDES.flatMap((side) => {
    const { terms, standing } = encodings[side];
    return TERMS.map((term) => [models[side].id, term, terms[term], standing.percentile[term]]);
  }),
});

/** @param {string[]} classes @param {number[]} probabilities of the classes, in order @returns {Table} */
export const judgeTable = (classes, probabilities) => ({
  header: ["label", "probability (0 to 1)"],
  rows: probabilities.map((probability, label) => [classes[label], probability]),
});

/** @param {Twins} models @param {Record<import("./sides.js").Side, any>} metrics @returns {Table} */
export const evidenceTable = (models, metrics) => ({
  header: [
    ...["measurement", "metric", "unit", "better"],
    ...SIDES.flatMap((side) => ["value", "low", "high"].map((end) => `${models[side].id} ${end}`)),
    "winner (by 95% intervals)",
    "trainings",
  ],
  rows: LINES.map(({ name, path, percent, better }) => {
    const [ae, vae] = SIDES.map((side) => figureAt(metrics[side], path));
    const ends = [ae, vae].flatMap((figure) => [figure?.value ?? null, figure?.low ?? null, figure?.high ?? null]);
    const best = winner(ae, vae, better);
    return [
      name,
      path,
      percent ? "share (0 to 1)" : (UNITS[name] ?? ""),
      better,
      ...ends,
      best && models[best].id,
      metrics.vae.seeds ?? 1,
    ];
  }),
});

/** @param {Twins} models @param {Record<import("./sides.js").Side, any>} metrics @returns {Table} */
export const curvesTable = (models, metrics) => ({
  header: ["model", "unit of step", "step", "figure", "value", "low", "high"],
  rows: SIDES.flatMap((side) =>
    [
      ["sd", "step_curve"],
      ["mad", "step_curve_mad"],
    ].flatMap(([unit, curve]) =>
      metrics[side].nearness[curve].flatMap((/** @type {any} */ point) =>
        ["label_kept", "mse_median"]
          .filter((figure) => point[figure])
          .map((figure) => {
            const { value, low, high } = point[figure];
            return [models[side].id, unit, point.step, figure, value, low, high];
          }),
      ),
    ),
  ),
});
