/** What the encoder says of a digit: μ and σ as numbers, and the posterior's curve against the prior's. */

import { format, indexed, t } from "../text.js";

/** @typedef {import("../api.js").Encoding} Encoding */
/** @typedef {Record<import("../store.js").Side, Encoding>} Encodings */
/** @typedef {Record<import("../store.js").Side, {mu: number[], sigma: number[] | null}>} Codes */

const WIDTH = 200;
const HEIGHT = 44;
const SHOWN = 2; // dimensions: those of the map
const REACH = 4; // prior standard deviations to each side

/**
 * The outline of a normal density over −4..4, its top at the picture's top.
 * @param {number} mu @param {number} sigma @returns {string} an SVG path
 */
export function bell(mu, sigma) {
  const around = Array.from({ length: 61 }, (_, i) => mu + sigma * (i / 10 - 3));
  const points = around.map((value) => {
    const x = ((value + REACH) / (2 * REACH)) * WIDTH;
    const y = HEIGHT - (HEIGHT - 3) * Math.exp(-0.5 * ((value - mu) / sigma) ** 2);
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}

/** A standard deviation, with a decimal more where three would leave one figure or none. @param {number} sigma */
const width = (sigma) => format(sigma, sigma < 0.01 ? 4 : 3);

/** @param {Codes} codes @param {number} axis */
function curve({ vae }, axis) {
  const name = t("posterior.curve", { axis, mu: format(vae.mu[axis], 2), sigma: width(vae.sigma?.[axis] ?? 0) });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}" preserveAspectRatio="none">
    <path class="prior-curve" d="${bell(0, 1)}"/><path class="posterior-curve" d="${bell(vae.mu[axis], vae.sigma?.[axis] ?? 0)}"/>
  </svg>`;
}

/**
 * What else is true of the answer: how far it was sharpened, and which of its dimensions stand here.
 * @param {import("../api.js").Model} model
 */
function remarks({ latent_dim, refinements }) {
  const refined = refinements ? t("posterior.refined", { steps: refinements }) : "";
  const more = latent_dim > SHOWN ? t("posterior.more", { dims: latent_dim }) : "";
  return `<p class="note">${[refined, more].filter(Boolean).join(" ")}</p>`;
}

/** @param {HTMLElement} element @param {import("../families.js").Twins} models */
export function mountPosterior(element, models) {
  return {
    /** @param {Codes} codes */
    show(codes) {
      const { ae, vae } = codes;
      const rows = vae.mu.slice(0, SHOWN).map(
        (mu, axis) => `<div class="dimension"><p>${indexed("μ", axis)} <b>${format(mu, 3)}</b>
          ${indexed("σ", axis)} <b>${width(vae.sigma?.[axis] ?? 0)}</b></p>${curve(codes, axis)}</div>`,
      );
      const point = ae.mu.slice(0, SHOWN).map((value, axis) => `${indexed("z", axis)} <b>${format(value, 3)}</b>`);
      element.innerHTML = `<div class="of-vae"><h3>${t("vae")}</h3><p class="note">${t("posterior.distribution")}</p>${rows.join("")}</div>
        <div class="of-ae"><h3>${t("ae")}</h3><p class="note">${t("posterior.point")}</p><p>${point.join(" ")}</p></div>${remarks(models.vae)}`;
    },
  };
}
