/** The terms of the current digit's loss, in nats, and the digit beside its two reconstructions. */

import { byPixel, toBytes } from "../core/pixels.js";
import { digitCanvas, picture } from "../charts/digit_image.js";
import { gradient, ramp } from "../core/colour_ramp.js";
import { histogram } from "../core/histogram.js";
import { forBoth, SIDES } from "../core/sides.js";
import { klBars, sizeBars } from "../charts/kl_bars.js";
import { percentilePlot } from "../charts/percentile_plot.js";
import { among, format, short, t } from "../page/text.js";
import { word } from "../page/word.js";

/** @typedef {import("../core/contract.js").Encodings} Encodings */
/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {import("../core/families.js").Twins} Twins */
/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {typeof TERMS[number]} Term */

const TERMS = /** @type {const} */ (["reconstruction", "kl", "negative_elbo"]);
const NO_LIKELIHOOD = /** @type {const} */ (["kl"]);

/**
 * A number in nats, or a dash whose title says why there is none: a point has neither a divergence nor an ELBO.
 * @param {number | null} value @param {Term} term @param {Side} side
 */
const nats = (value, term, side) =>
  value === null ? `<span class="none" title="${t(absence(term, side))}">–</span>` : format(value, 2);

/** @param {Term} term @param {Side} side */
function absence(term, side) {
  if (side === "vae") return "terms.no_likelihood";
  return term === "reconstruction" ? "terms.no_nats" : "posterior.point";
}

/** The rows of the terms that either model has. @param {Encodings} encodings @param {Twins} models */
export function rows({ ae, vae }, models) {
  const known = SIDES.every((side) => models[side].likelihood === null) ? NO_LIKELIHOOD : TERMS;
  return known.map(
    (term) => `<tr class="${term}"><th scope="row">${named(term)}</th>
        <td class="of-ae">${nats(ae.terms[term], term, "ae")}</td><td class="of-vae">${nats(vae.terms[term], term, "vae")}</td></tr>`,
  );
}

/**
 * Notes on how the terms are computed, and on what is special about this model's.
 * @param {{beta: number | null, likelihood: string | null}} model
 * @param {number} draws
 */
export function remarks({ beta, likelihood }, draws) {
  if (likelihood === null) return t("terms.no_likelihood");
  const ofBeta = beta === 1 || beta === null ? "" : t("terms.beta", { beta: short(beta) });
  const ofDensity = likelihood === "gaussian" ? t("terms.gaussian") : "";
  return [t("terms.note", { draws }), ofBeta, ofDensity].filter(Boolean).join(" ");
}

/**
 * Notes on both models; where their likelihoods differ, on each by its name.
 * @param {Twins} models
 * @param {number} draws
 */
export function remarksOnBoth({ ae, vae }, draws) {
  if (ae.likelihood === vae.likelihood)
    return vae.copies === "ae" && ae.likelihood === null ? t("terms.no_nats") : remarks(vae, draws);
  const ofAe = { gaussian: t("terms.gaussian"), none: t("terms.no_nats") }[ae.likelihood ?? "none"] ?? "";
  return [remarks(vae, draws), ofAe]
    .map((told, i) => told && `<b>${t(i ? "ae.abbr" : "vae.abbr")}</b> ${told}`)
    .filter(Boolean)
    .join(" ");
}

/** How many of many dimensions are used at all, if it was measured. @param {Model} model */
const active = ({ latent_dim: dims, metrics: { test } }) =>
  dims > 2 && test?.active_units ? `<p class="note">${t("terms.active", { active: test.active_units, dims })}</p>` : "";

const LARGE = 23; // nats: beyond it there are too many to be read as a number

/** How many parts of the prior a divergence tells apart, to two digits. @param {number} kl nats */
const cells = (kl) => (kl < LARGE ? short(Number(Math.exp(kl).toPrecision(2))) : `e<sup>${format(kl, 0)}</sup>`);

/** What a divergence means: how many equal parts of the prior the posterior is one of. @param {Encoding} encoding @param {Model} model */
export function narrowness({ terms: { kl } }, { metrics: { test } }) {
  if (kl === null) return "";
  const usual = test?.kl ? ` ${t("terms.cells_usual", { cells: cells(test.kl) })}` : "";
  return `<p class="note">${t("terms.cells", { cells: cells(kl) })}${usual}</p>`;
}

/** The ends of the histogram's axis, nats. @param {number[]} quantiles */
function scale(quantiles) {
  const { low, high } = histogram(quantiles);
  return `<p class="note scale"><span>${format(low, 0)}</span><span>${t("terms.nats")}</span><span>${format(high, 0)}</span></p>`;
}

/**
 * The percentile among the test images of the loss that a model was trained on, with a plot.
 * @param {Encoding} encoding
 * @param {Model} model
 */
function standing({ terms, relative_error, standing: { images, percentile } }, { kind, metrics, likelihood }) {
  if (likelihood === null) return ofError(kind, { error: relative_error, images, percent: percentile.relative_error });
  const term = kind === "vae" ? "negative_elbo" : "reconstruction";
  const [value, rank, quantiles] = [terms[term], percentile[term], metrics.test?.quantiles?.[term]];
  if (value === null || rank === null) return "";
  const told = t("terms.standing", { share: among(rank, images), images: format(images, 0) });
  const plot = quantiles ? percentilePlot(quantiles, value, `${t(kind)}: ${told}`) : "";
  return `<div class="of-${kind}">${plot}${plot && scale(quantiles)}<p class="note"><b>${t(`${kind}.abbr`)}</b> ${told}</p></div>`;
}

/**
 * The percentile of the error of a model whose loss is not known.
 * @param {import("../core/sides.js").Side} kind @param {{error: number, images: number, percent: number}} figures
 */
const ofError = (kind, { error, images, percent }) =>
  `<p class="note of-${kind}"><b>${t(`${kind}.abbr`)}</b> ${t("terms.error", { error: format(error, 3), images: format(images, 0), share: among(percent, images) })}</p>`;

/**
 * A heat map of the nats per pixel, in colour the sum over its three, on a scale from low to high.
 * @param {number[][]} nats
 * @param {number} low
 * @param {number} high
 * @param {string} name
 */
function heat(nats, low, high, name) {
  const canvas = digitCanvas(name);
  canvas.className = "heat";
  canvas.width = canvas.height = nats.length;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const colours = nats.flat().flatMap((value) => [...ramp((value - low) / (high - low || 1)), 255]);
  context.putImageData(new ImageData(Uint8ClampedArray.from(colours), nats.length), 0, 0);
  return canvas;
}

/** A term's name, explained where the glossary has it. @param {"reconstruction" | "kl" | "negative_elbo"} term */
function named(term) {
  const name = { reconstruction: "", kl: "kl", negative_elbo: "elbo" }[term];
  return name ? word(name, t(`terms.${term}`)) : t(`terms.${term}`);
}

/** @param {HTMLElement} element @param {Twins} models */
export function mountTerms(element, models) {
  /** @param {Encodings} encodings */
  function table(encodings) {
    return `<table><thead><tr><td></td><th scope="col" class="of-ae">${t("ae.abbr")}</th><th scope="col" class="of-vae">${t("vae.abbr")}</th></tr></thead>
      <tbody>${rows(encodings, models).join("")}</tbody></table>`;
  }

  /** @param {string} caption @param {HTMLCanvasElement} canvas @param {string} side */
  function figure(caption, canvas, side) {
    const box = document.createElement("figure");
    box.className = side;
    const label = Object.assign(document.createElement("figcaption"), { textContent: caption });
    const frame = Object.assign(document.createElement("span"), { className: "frame" });
    frame.append(canvas);
    box.append(frame, label);
    return box;
  }

  /** Heat maps of the nats per pixel, of the models that have them, on one scale, and their key. @param {Encodings} encodings */
  function perPixel(encodings) {
    const nats = forBoth((side) => byPixel(encodings[side].terms.per_pixel ?? []));
    const all = SIDES.flatMap((side) => nats[side].flat());
    if (!all.length) return [];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const key = document.createElement("p");
    key.className = "note heat-key";
    key.innerHTML = `<b>${t("terms.per_pixel")}</b><i></i><span>${format(low, 1)}</span><span>${format(high, 1)}</span>`;
    key.style.setProperty("--ramp", gradient());
    const maps = SIDES.map(
      (side) =>
        nats[side].length
          ? figure("", heat(nats[side], low, high, t("terms.per_pixel_of", { model: t(side) })), `of-${side}`)
          : document.createElement("span"), // holds the place
    );
    return [key, ...maps];
  }

  return {
    /** @param {Encodings} encodings @param {import("../core/pixels.js").Rows} input */
    show(encodings, input) {
      const { ae, vae } = encodings;
      element.innerHTML = `<div class="pair"></div>${table(encodings)}${vae.kl_per_dim ? klBars(vae.kl_per_dim) + narrowness(vae, models.vae) + active(models.vae) : ""}
        <p class="lead">${t("terms.among", { images: format(vae.standing.images, 0) })}</p>${standing(vae, models.vae)}${standing(ae, models.ae)}<p class="note">${remarksOnBoth(models, vae.terms.draws)}</p>`;
      sizeBars(element);
      /** @type {HTMLElement} */ (element.querySelector(".pair")).append(
        figure(t("terms.input"), shown(input, t("terms.input")), "of-input"),
        figure(t("terms.rebuilt_ae"), shown(ae.reconstruction, t("terms.rebuilt_ae")), "of-ae"),
        figure(t("terms.rebuilt_vae"), shown(vae.reconstruction, t("terms.rebuilt_vae")), "of-vae"),
        ...perPixel(encodings),
      );
    },
  };
}

/** @param {import("../core/pixels.js").Rows} rows @param {string} name */
const shown = (rows, name) => picture(toBytes(rows), name);
