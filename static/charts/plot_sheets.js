/** Sheets of the page's plots: bars, histograms and curves, drawn from the same numbers. */

import { histogram } from "../core/histogram.js";
import { areBrief, format, nameOf, percent, t } from "../page/text.js";
import { histogramHeight, labelHistogram, written } from "./label_histogram.js";
import { percentilePlot } from "./percentile_plot.js";
import { COLOURS, dressed, escaped, heading, INK, PALE, QUIET, sheet, text } from "./sheet.js";

/** @typedef {import("./sheet.js").Told} Told */
/** @typedef {import("../core/sides.js").Side} Side */

const WIDTH = 420;
const MARGIN = 14;
const INNER = WIDTH - 2 * MARGIN;
const HEAD = 40; // room for a heading
const ROW = 20;

/**
 * Bars with a name before and a number behind each.
 * @param {Told} told @param {number[]} values @param {{name: (i: number) => string, number: (value: number) => string, colour: string}} how
 */
function bars(told, values, { name, number, colour }) {
  const names = values.map((_, i) => name(i));
  const wide = Math.min(Math.max(30, 7 * Math.max(...names.map(({ length }) => length)) + 8), 150);
  const [left, most] = [MARGIN + wide, INNER - wide - 70];
  const top = Math.max(...values);
  const rows = values.map((value, i) => {
    const y = HEAD + i * ROW;
    const long = Math.max((value / (top || 1)) * most, 1);
    return (
      text([MARGIN, y + 13], names[i]) +
      `<rect x="${left}" y="${y + 4}" width="${long.toFixed(1)}" height="11" rx="2" fill="${colour}"/>` +
      text([left + long + 6, y + 13], number(value))
    );
  });
  return sheet(told, { width: WIDTH, height: HEAD + values.length * ROW + MARGIN }, [
    heading([MARGIN, 24], told.title, { size: 13, room: INNER }),
    `<g font-size="12" fill="${INK}">${rows.join("")}</g>`,
  ]);
}

/** @param {Told} told @param {number[]} nats by dimension */
export const klSheet = (told, nats) =>
  bars(told, nats, { name: (i) => `z${i}`, number: (value) => format(value, 2), colour: COLOURS.vae });

/** What the judge reads. @param {Told} told @param {number[]} probabilities of the labels, in order */
export const judgeSheet = (told, probabilities) =>
  bars(told, probabilities, { name: nameOf, number: (value) => `${percent(value)}%`, colour: INK });

/** @param {Told} told @param {string} plot an SVG element @param {{height: number, looks: string}} how @param {string[]} below */
const placed = (told, plot, { height, looks }, below = []) =>
  sheet(told, { width: WIDTH, height: HEAD + height + (below.length ? 28 : MARGIN) }, [
    heading([MARGIN, 24], told.title, { size: 13, room: INNER }),
    `<g ${looks}>${plot.replace("<svg ", `<svg x="${MARGIN}" y="${HEAD}" width="${INNER}" height="${height}" `)}</g>`,
    ...below,
  ]);

/** How often each label came among draws. @param {Told} told @param {number[]} labels counts @param {number} top @param {Side} side */
export function labelsSheet(told, labels, top, side) {
  const height = (INNER / 200) * histogramHeight(labels.length);
  const below = areBrief(labels.length) ? [text([MARGIN, HEAD + height + 16], written(labels), small)] : [];
  const looks = `fill="${COLOURS[side]}" font-size="10"`;
  return placed(told, dressed(labelHistogram(labels, top), { grid: `stroke="${PALE}"` }), { height, looks }, below);
}

const small = `font-size="11" fill="${QUIET}"`;

/** Where a loss stands among the test images. @param {Told} told @param {number[]} quantiles @param {number} value @param {Side} side */
export function standingSheet(told, quantiles, value, side) {
  const { low, high } = histogram(quantiles);
  const mark = `stroke="${COLOURS[side]}" stroke-width="3" vector-effect="non-scaling-stroke"`;
  const plot = dressed(percentilePlot(quantiles, value, escaped(told.title)), { mark });
  const y = HEAD + 120 + 16;
  return placed(told, plot, { height: 120, looks: `fill="${QUIET}" fill-opacity="0.45"` }, [
    text([MARGIN, y], format(low, 0), small),
    text([WIDTH / 2, y], `${format(value, 2)} ${t("terms.nats")}`, `${small} text-anchor="middle"`),
    text([WIDTH - MARGIN, y], format(high, 0), `${small} text-anchor="end"`),
  ]);
}

/** Both models' step curves. @param {Told} told @param {string} plot as charts/step_curves.js draws it */
export function curvesSheet(told, plot) {
  const key = `<text x="${MARGIN}" y="290" font-size="12" font-weight="600"><tspan fill="${COLOURS.ae}">■ ${t("ae.short")}</tspan> <tspan dx="12" fill="${COLOURS.vae}">● ${t("vae.short")}</tspan></text>`;
  const looks = {
    grid: `stroke="${PALE}"`,
    "curve-ae": `fill="${COLOURS.ae}" stroke="${COLOURS.ae}"`,
    "curve-vae": `fill="${COLOURS.vae}" stroke="${COLOURS.vae}"`,
    line: 'fill="none" stroke-width="2.5"',
    "line-ae": 'stroke-dasharray="7 4"',
    bars: 'stroke-width="1.5"',
  };
  return placed(told, dressed(plot, looks), { height: 230, looks: `font-size="12" fill="${QUIET}"` }, [key]);
}
