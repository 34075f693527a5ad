/** Near means similar, measured: the scoreboard of the twins, the step curves, and the command that gave each figure. */

import { stepPlot } from "../plot.js";
import { LINES, figureAt, winner } from "../score.js";
import { SIDES, forBoth } from "../sides.js";
import { format, short, t } from "../text.js";

/** @typedef {import("../store.js").Side} Side */
/** @typedef {import("../score.js").Figure} Figure */
/** @typedef {import("../score.js").Line} Line */
/** @typedef {Record<Side, import("../api.js").Model>} Models */

const UNITS = /** @type {const} */ ({ sd: "step_curve", mad: "step_curve_mad" });

/** @param {Figure | null} figure @param {Line} line */
function written(figure, { percent, decimals }) {
  if (!figure) return "–";
  const [value, low, high] = [figure.value, figure.low, figure.high].map((v) => format(percent ? 100 * v : v, decimals));
  return `<b>${value}</b> <span class="interval">[${low}; ${high}]</span>`;
}

/** @param {Models} models @param {Line} line */
function row(models, line) {
  const figures = forBoth((side) => figureAt(models[side].metrics, line.path));
  const best = winner(figures.ae, figures.vae, line.better);
  const cells = SIDES.map((side) => `<td class="of-${side}${best === side ? " best" : ""}">${written(figures[side], line)}</td>`);
  const verdict = best ? t("evidence.wins", { side: t(`${best}.abbr`) }) : t("evidence.tie");
  return `<tr><th scope="row">${t(`evidence.${line.name}`)}</th>${cells.join("")}<td class="of-${best ?? "none"} verdict">${verdict}</td></tr>`;
}

/** How many lines each side wins. @param {Models} models */
function count(models) {
  const best = LINES.map(({ path, better }) => winner(figureAt(models.ae.metrics, path), figureAt(models.vae.metrics, path), better));
  const of = (/** @type {Side | null} */ side) => best.filter((b) => b === side).length;
  return t("evidence.count", { lines: LINES.length, vae: of("vae"), ae: of("ae"), tie: of(null) });
}

/** @param {Models} models @param {keyof typeof UNITS} unit */
function plots(models, unit) {
  const curves = (/** @type {string} */ name) => forBoth((side) =>
    models[side].metrics.nearness[UNITS[unit]].map((/** @type {any} */ point) => ({ step: point.step, figure: point[name] })));
  const step = (/** @type {number} */ v) => format(v, v < 0.1 ? 2 : v < 1 ? 1 : 0);
  const xLabel = t(`evidence.axis_${unit}`);
  const figure = (/** @type {string} */ caption, /** @type {string} */ svg) => `<figure><figcaption>${caption}</figcaption>${svg}</figure>`;
  const kept = t("evidence.plot_kept");
  const change = t("evidence.plot_change");
  return figure(kept, stepPlot(curves("label_kept"), { name: `${kept}; ${xLabel}`, xLabel, step, top: 1, number: (v) => `${format(100 * v, 0)} %` }))
    + figure(change, stepPlot(curves("mse_median"), { name: `${change}; ${xLabel}`, xLabel, step, number: (v) => format(v, 3) }));
}

/** The VAE's loss on the test set, taken apart. @param {Models} models */
function loss({ vae: { beta, metrics } }) {
  const { negative_elbo, reconstruction, kl, iwae_nll, iwae_k } = metrics.test;
  const nats = (/** @type {number} */ value) => format(value, 2);
  const sentence = t("evidence.loss", { elbo: nats(negative_elbo), reconstruction: nats(reconstruction), kl: nats(kl), beta: short(beta) });
  return iwae_nll === null ? sentence : `${sentence} ${t("evidence.likelihood", { nll: nats(iwae_nll), k: iwae_k })}`;
}

/** @param {HTMLElement} element @param {{models: Models}} parts the models with the whole of their metrics */
export function mountEvidence(element, { models }) {
  const command = `latent-explorer evaluate --model ${models.vae.id} --twin`;
  if (SIDES.some((side) => !models[side].metrics.nearness?.neighbours)) {
    element.innerHTML = `<p class="note">${t("evidence.missing")} <code>${command}</code></p>`;
    return { unmount: () => element.replaceChildren() };
  }
  const choice = (/** @type {string} */ unit) =>
    `<label><input type="radio" name="unit" value="${unit}" ${unit === "sd" ? "checked" : ""}> ${t(`evidence.unit_${unit}`)}</label>`;
  element.innerHTML = `<div class="curves"><fieldset class="switch units"><legend class="unseen">${t("evidence.unit")}</legend>${choice("sd")}${choice("mad")}</fieldset>
      <p class="keys"><span class="of-ae">■ ${t("ae.short")}</span> <span class="of-vae">● ${t("vae.short")}</span></p>
      <div class="plots"></div><p class="note">${t("evidence.units_note")}</p></div>
    <div class="scores"><p>${loss(models)}</p><p>${count(models)}</p>
      <table><thead><tr><th scope="col">${t("evidence.figure")}</th>${SIDES.map((side) => `<th scope="col" class="of-${side}">${t(`${side}.short`)}</th>`).join("")}<th scope="col">${t("evidence.better")}</th></tr></thead>
      <tbody>${LINES.map((line) => row(models, line)).join("")}</tbody></table>
      <p class="note">${t("evidence.source", { images: format(models.vae.metrics.nearness.images, 0) })} <code>${command}</code></p></div>`;
  const place = /** @type {HTMLElement} */ (element.querySelector(".plots"));
  const draw = (/** @type {keyof typeof UNITS} */ unit) => (place.innerHTML = plots(models, unit));
  const units = /** @type {HTMLElement} */ (element.querySelector(".units"));
  units.addEventListener("change", ({ target }) => draw(/** @type {any} */ (target).value));
  draw("sd");
  return { unmount: () => element.replaceChildren() };
}
