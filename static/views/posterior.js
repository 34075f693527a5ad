/** The encoder's answer for a digit: μ and σ as numbers, and the posterior's curve against the prior's. */

import { typicalSigmas } from "../core/statistics.js";
import { HEIGHT, WIDTH, bell } from "../charts/bell.js";
import { format, nameOf, t } from "../page/text.js";
import { word } from "../page/word.js";
import { indexed, shortened } from "../core/text_format.js";

/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {Record<import("../core/sides.js").Side, Encoding>} Encodings */
/** @typedef {Record<import("../core/sides.js").Side, {mu: number[], sigma: number[] | null}>} Codes */

const LONGEST = 12; // letters of a class's name
const FEW = 2; // dimensions; the figures of more are shown by what shows many axes

/** Format σ with three decimals, or four if three would leave one significant digit or none. @param {number} sigma */
const width = (sigma) => format(sigma, sigma < 0.01 ? 4 : 3);

/** @param {{mu: number, sigma: number}} of one dimension @param {number} axis */
function curve({ mu, sigma }, axis) {
  const name = t("posterior.curve", { axis, mu: format(mu, 2), sigma: width(sigma) });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}" preserveAspectRatio="none">
    <path class="prior-curve" d="${bell(0, 1)}"/><path class="posterior-curve" d="${bell(mu, sigma)}"/>
  </svg>`;
}

/**
 * A note on the median σ of the sample's digits with this label; empty if unknown.
 * @param {number | undefined} sigma
 * @param {number | null} label
 */
const typical = (sigma, label) => {
  if (sigma === undefined) return "";
  const name = shortened(nameOf(label ?? 0), LONGEST);
  const told = { label: name, read: t("class.read", { label: name }), sigma: width(sigma) };
  return `<span class="note typical">${t("posterior.typical", told)}</span>`;
};

/** A heading that is told from those of the other cards. @param {import("../core/sides.js").Side} side */
const heading = (side) => `<span class="unseen">${t("encoder.title")}: </span>${t(side)}`;

/** A note on how many steps refined the encoder's answer, if any. @param {import("../core/contract.js").Model} model */
const remarks = ({ refinements }) =>
  refinements ? `<p class="note">${t("posterior.refined", { steps: refinements })}</p>` : "";

/**
 * @param {HTMLElement} element
 * @param {{
 *   models: import("../core/families.js").Twins,
 *   codes: import("../core/contract.js").Code[],
 * }} options codes: of the sample, in the VAE
 */
export function mountPosterior(element, { models, codes }) {
  const sigmas = typicalSigmas(codes);
  const many = models.vae.latent_dim > FEW;

  /** @param {{mu: number, sigma: number}} of @param {number} axis @param {number | null} label */
  function row(of, axis, label) {
    const usual = label === null ? undefined : sigmas[label]?.[axis];
    return `<div class="dimension"><p>${indexed("μ", axis)} <b>${format(of.mu, 3)}</b>
      ${indexed("σ", axis)} <b>${width(of.sigma)}</b> ${typical(usual, label)}</p>${curve(of, axis)}</div>`;
  }

  /** @param {string} dimensions of the VAE @param {string} point of the autoencoder */
  function build(dimensions, point) {
    element.innerHTML = `<div class="of-vae"><h3>${heading("vae")}</h3><p class="note">${t("posterior.distribution", { mu: word("mu"), sigma: word("sigma") })}</p>
        <div class="dimensions">${dimensions}</div></div>
      <div class="of-ae"><h3>${heading("ae")}</h3><p class="note">${t("posterior.point")}</p><p class="point">${point}</p></div>${remarks(models.vae)}`;
  }
  if (many) build("", "");

  return {
    /** @param {Codes} codes @param {number | null} label what the judge reads */
    show({ ae, vae }, label) {
      if (many) return;
      const rows = (vae.sigma ?? []).map((sigma, axis) => row({ mu: vae.mu[axis], sigma }, axis, label));
      const point = ae.mu.map((value, axis) => `<span>${indexed("z", axis)} <b>${format(value, 3)}</b></span>`);
      build(`${rows.join("")}<p class="note curves-key">${t("posterior.key")}</p>`, point.join(" "));
    },
  };
}

/** The encoder's answer as one sentence, for screen readers; of many dimensions it names none. @param {Codes} codes */
export function posteriorSentence({ ae, vae }) {
  const sigma = vae.sigma ?? [];
  if (vae.mu.length > FEW) {
    const [low, high] = [Math.min(...sigma), Math.max(...sigma)].map(width);
    return t("posterior.said_many", { dims: vae.mu.length, low, high });
  }
  const list = (/** @type {number[]} */ values, /** @type {(value: number) => string} */ written) =>
    `(${values.map(written).join("; ")})`;
  const two = (/** @type {number} */ value) => format(value, 2);
  return t("posterior.said", { mu: list(vae.mu, two), sigma: list(sigma, width), z: list(ae.mu, two) });
}
