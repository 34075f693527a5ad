/** What was predicted at each step, and what was measured, with what the step found. */

import { element } from "../element.js";
import { paragraphs } from "../rich.js";
import { firstAndAgain } from "../../core/predictions.js";
import { SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../../core/predictions.js").Prediction} Prediction */
/** @typedef {{of: string, values: number[]}} Row of: the model that they are of, or "" */

/** Decimals of what is predicted, where whole numbers are too coarse. @type {Record<string, number>} */
const DECIMALS = { point: 1, spread: 1, beta: 1 };

/** @param {string[]} ids of the steps @param {Prediction[]} kept */
export function gapsTable(ids, kept) {
  const [table, head] = [element("table", "gaps"), element("tr")];
  head.append(...["step", "yours", "measured", "unit"].map((name) => element("th", "", t(`lesson.end.${name}`))));
  const body = element("tbody");
  body.append(head, ...ids.flatMap((id) => rowsOf(id, firstAndAgain(kept, id))));
  table.append(body);
  return table;
}

/** What each step found, where nothing is predicted. @param {string[]} ids of the steps */
export function findingsTable(ids) {
  const [table, body] = [element("table", "gaps findings"), element("tbody")];
  for (const id of ids) body.appendChild(element("tr")).append(stepCell(id, 1));
  table.append(body);
  return table;
}

/** @param {string} id @param {ReturnType<typeof firstAndAgain>} found */
function rowsOf(id, found) {
  const rows = found
    ? linesOf(id, found.first, found.again)
    : [{ of: "", cells: [element("td", "yours", "–"), element("td")] }];
  return rows.map(({ of, cells }, i) => {
    const row = element("tr", of && `of-${of}`);
    if (i === 0) row.append(stepCell(id, rows.length));
    row.append(...cells, element("td", "unit", unitOf(id, of)));
    return row;
  });
}

/** @param {string} id @param {number} rowSpan */
function stepCell(id, rowSpan) {
  const cell = Object.assign(element("th"), { rowSpan });
  cell.append(element("b", "", t(`lesson.${id}.short`)), ...paragraphs(t(`lesson.${id}.finding`)));
  return cell;
}

/** A line for each model, or one. @param {string} id @param {Prediction} first @param {Prediction | null} again */
function linesOf(id, first, again) {
  const written =
    id === "symbols" ? inPlace(first) : (/** @type {number[]} */ values) => numbers(values, DECIMALS[id] ?? 0);
  return modelsOf(first).map((of) => {
    const own = (/** @type {number[]} */ values) => values.filter((_, i) => !of || isOf(first.series[i], of));
    const yours = element("td", "yours", written(own(first.guess)));
    if (again) yours.append(element("small", "", t("lesson.end.again", { guess: written(own(again.guess)) })));
    return { of, cells: [yours, element("td", "found", measuredOf(first, again, own, written))] };
  });
}

/**
 * What was measured; nothing until it has been seen.
 * @param {Prediction} first @param {Prediction | null} again
 * @param {(values: number[]) => number[]} own @param {(values: number[]) => string} written
 */
function measuredOf(first, again, own, written) {
  const measured = first.measured ?? again?.measured;
  return measured ? written(own(measured)) : "–";
}

/** A series is named by its model, or begins with it. @param {string} series @param {string} of */
const isOf = (series, of) => series.split(" ")[0] === of;

/** @param {Prediction} prediction */
function modelsOf({ series }) {
  const models = SIDES.filter((side) => series.some((one) => isOf(one, side)));
  return models.length === SIDES.length ? models : [""];
}

/** @param {number[]} values @param {number} decimals */
const numbers = (values, decimals) => values.map((value) => format(value, decimals)).join(" · ");

/** How many symbols are where they belong. @param {Prediction} prediction @returns {(values: number[]) => string} */
const inPlace =
  ({ measured }) =>
  (values) =>
    measured ? String(values.filter((value, i) => value === measured[i]).length) : "–";

/** @param {string} id @param {string} of */
const unitOf = (id, of) => (of ? `${t(`lesson.${of}`)}, ${t(`lesson.${id}.unit`)}` : t(`lesson.${id}.unit`));
