/** What can be taken along of what the page shows: pictures as sheets, numbers as tables, in the order of the page. */

import { digitSheet, drawsSheet, heatSheet, ringSheet, samplesSheet, walkSheet } from "../../charts/digit_sheets.js";
import { mapSheet } from "../../charts/map_sheet.js";
import { measuredCurves } from "../../charts/measured_curves.js";
import { curvesSheet, judgeSheet, klSheet, labelsSheet, standingSheet } from "../../charts/plot_sheets.js";
import { isJudged, LIMITS, tally } from "../../core/comparison.js";
import { byPixel, toBytes } from "../../core/pixels.js";
import { forBoth, SIDES } from "../../core/sides.js";
import {
  codeTable,
  curvesTable,
  drawsTable,
  evidenceTable,
  judgeTable,
  lossTable,
  ringTable,
  samplesTable,
  walkTable,
} from "../../core/tables.js";
import { mapPicture } from "../../map/picture.js";
import { shownSides } from "../../page/shown_sides.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/showcase.js").Shown} Shown */
/** @typedef {import("../../core/showcase.js").Comparisons} Comparisons */
/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../charts/sheet.js").Told} Told */
/** @typedef {import("../../charts/sheet.js").Sheet} Sheet */
/** @typedef {import("../../core/csv.js").Table} Table */
/** @typedef {import("../../views/take_along.js").Offer} Offer */
/** @typedef {import("../../views/take_along.js").Group} Group */
/**
 * @typedef {{
 *   picture: (name: string, file: string, draw: (told: Told) => Sheet) => Offer,
 *   ofBoth: (name: string, file: string, draw: (told: Told, side: Side) => Sheet) => Offer[],
 *   table: (name: string, file: string, table: () => Table) => Offer,
 * }} Makers of offers: of the pair, of each model, and of the pair as a table; file: what it says after the model's name
 */

/** @param {Shown} shown @param {string} link where a file is from @returns {Group[]} */
export function groupsOf(shown, link) {
  const make = makers(shown, `Latent Explorer, ${link}`);
  const groups = [
    { title: t("digit.title"), offers: ofDigit(shown, make) },
    { title: t("maps.title"), offers: ofMaps(shown, make) },
    { title: t("decoder.title"), offers: ofDecoder(shown, make) },
    { title: t(`tab.${shown.state.tab}`), offers: ofExperiments(shown, make) },
    { title: t("terms.title"), offers: ofLoss(shown, make) },
    { title: t("evidence.title"), offers: ofEvidence(shown, make) },
  ];
  return groups.filter(({ offers }) => offers.length);
}

/** @param {Shown} shown @param {string} source @returns {Makers} */
function makers({ models }, source) {
  const fileOf = (/** @type {Side} */ side, /** @type {string} */ what) => `latent-explorer ${models[side].id} ${what}`;
  return {
    picture: (name, file, draw) => ({
      name,
      file: fileOf("vae", file),
      sheet: () => draw({ title: `${name} (${models.vae.id})`, source }),
    }),
    ofBoth: (name, file, draw) =>
      shownSides().map((side) => {
        const title = `${name}, ${t(`${side}.short`)} (${models[side].id})`;
        return {
          name: `${name}, ${t(`${side}.abbr`)}`,
          file: fileOf(side, file),
          sheet: () => draw({ title, source }, side),
        };
      }),
    table: (name, file, table) => ({ name, file: fileOf("vae", file), table }),
  };
}

/** @param {Shown} shown @param {Makers} make */
function ofDigit({ models, digit }, make) {
  if (!digit) return [];
  const { image, encodings } = digit;
  const { judge } = image;
  const read = judge && {
    ...make.picture(t("take.judge"), "judge", (told) => judgeSheet(told, judge.probabilities)),
    table: () => judgeTable(models.vae.images.classes, judge.probabilities),
  };
  return [
    make.picture(t("digit.input"), "digit", (told) => digitSheet(told, toBytes(image.input))),
    ...(read ? [read] : []),
    make.table(t("take.code_table"), "code", () => codeTable(models, encodings)),
  ];
}

/** @param {Shown} shown @param {Makers} make */
const ofMaps = ({ maps }, make) =>
  make.ofBoth(t("take.map"), "map", (told, side) => mapSheet(told, mapPicture(maps[side])));

/** @param {Shown} shown @param {Makers} make */
const ofDecoder = ({ decoded }, make) =>
  SIDES.every((side) => decoded[side])
    ? make.ofBoth(t("decoder.none"), "decoded", (told, side) =>
        digitSheet(told, decoded[side]?.pixels ?? new Uint8Array()),
      )
    : [];

/** @param {Shown} shown @param {Makers} make */
function ofExperiments(shown, make) {
  const { models, step, samples, walk, prior } = shown;
  const values = t("take.values");
  if (step)
    return [
      ...make.ofBoth(t("take.neighbours"), "neighbours", (told, side) => ringSheet(told, step[side], side)),
      make.table(values, "neighbours", () => ringTable(models, step)),
    ];
  if (samples)
    return [
      ...make.ofBoth(t("tab.samples"), "samples", (told, side) => samplesSheet(told, samples[side])),
      make.table(values, "samples", () => samplesTable(models, samples)),
    ];
  if (walk) {
    const top = Math.max(...SIDES.flatMap((side) => walk[side].step));
    return [
      ...make.ofBoth(t("tab.walk"), "walk", (told, side) => walkSheet(told, walk[side], top, side)),
      make.table(values, "walk", () => walkTable(models, walk)),
    ];
  }
  return prior ? ofPrior(shown, prior, make) : [];
}

/** @param {Shown} shown @param {Comparisons} prior @param {Makers} make */
function ofPrior({ models, codes }, prior, make) {
  const labels = forBoth(
    (side) => tally(prior[side], codes[side], models[side].sd, LIMITS, models.vae.images.classes.length).labels,
  );
  const top = Math.max(...SIDES.flatMap((side) => labels[side]));
  const histograms = make.ofBoth(t("take.labels"), "labels of draws", (told, side) =>
    labelsSheet(told, labels[side], top, side),
  );
  return [
    ...make.ofBoth(t("tab.prior"), "draws", (told, side) => drawsSheet(told, prior[side])),
    ...(isJudged(prior.vae) ? histograms : []),
    make.table(t("take.values"), "draws", () => drawsTable(models, prior)),
  ];
}

/** @param {Shown} shown @param {Makers} make */
function ofLoss({ models, digit }, make) {
  if (!digit) return [];
  const { encodings } = digit;
  const { kl_per_dim: kl } = encodings.vae;
  const name = t("take.rebuilt");
  return [
    ...make.ofBoth(name, "reconstruction", (told, side) => digitSheet(told, toBytes(encodings[side].reconstruction))),
    ...ofPixels(encodings, make),
    ...(kl ? [make.picture(t("terms.divergences"), "kl by dimension", (told) => klSheet(told, kl))] : []),
    ...SIDES.flatMap((side) => standingOf(side, models[side], encodings[side], make)),
    make.table(t("take.terms"), "loss", () => lossTable(models, encodings)),
  ];
}

/** Nats of each pixel, both models on one scale, if their likelihoods are known. @param {import("../../core/contract.js").Encodings} encodings @param {Makers} make */
function ofPixels({ ae, vae }, make) {
  if (!ae.terms.per_pixel || !vae.terms.per_pixel) return [];
  const nats = { ae: byPixel(ae.terms.per_pixel), vae: byPixel(vae.terms.per_pixel) };
  const all = [...nats.ae.flat(), ...nats.vae.flat()];
  const range = /** @type {[number, number]} */ ([Math.min(...all), Math.max(...all)]);
  return make.ofBoth(t("take.per_pixel"), "loss per pixel", (told, side) =>
    heatSheet(told, nats[side], range, t("terms.per_pixel")),
  );
}

/**
 * Where the loss that a model was trained on stands, if that was measured.
 * @param {Side} side @param {import("../../core/contract.js").Model} model
 * @param {import("../../core/contract.js").Encoding} encoding @param {Makers} make
 */
function standingOf(side, { metrics }, { terms }, make) {
  const term = side === "vae" ? "negative_elbo" : "reconstruction";
  const [value, quantiles] = [terms[term], metrics.test?.quantiles?.[term]];
  if (value === null || !quantiles) return [];
  const draw = (/** @type {Told} */ told) => standingSheet(told, quantiles, value, side);
  return make.ofBoth(t("take.standing"), "loss among test digits", draw).filter((_, i) => shownSides()[i] === side);
}

/** @param {Shown} shown @param {Makers} make */
function ofEvidence({ models, evidence }, make) {
  if (!evidence) return [];
  return [
    ...measuredCurves(evidence).map(({ name, caption, svg }) =>
      make.picture(caption, name === "kept" ? "labels kept by step" : "image change by step", (told) =>
        curvesSheet(told, svg),
      ),
    ),
    make.table(t("take.curves"), "step curves", () => curvesTable(models, evidence.metrics)),
    make.table(t("take.measured"), "evidence", () => evidenceTable(models, evidence.metrics)),
  ];
}
