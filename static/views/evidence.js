/** The measured evidence: the twins' scoreboard and step curves, with the command that gave the figures. */

import { measuredCurves } from "../charts/measured_curves.js";
import { chosenEvidence } from "../core/chosen_evidence.js";
import { LINES, drawsOne, figureAt, winner } from "../core/scoreboard.js";
import { SIDES, forBoth } from "../core/sides.js";
import { fine, format, short, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/scoreboard.js").Figure} Figure */
/** @typedef {import("../core/scoreboard.js").Line} Line */
/** @typedef {Record<Side, import("../core/contract.js").Model>} Models */
/** @typedef {Record<Side, any>} Metrics of one model per side, or pooled over seeds */
/** @typedef {"one" | "seeds"} Source */

/** @param {Figure | null} figure @param {Line} line */
function written(figure, { percent, decimals }) {
  if (!figure) return "–";
  const [value, low, high] = [figure.value, figure.low, figure.high].map((v) =>
    decimals > 3 ? fine(v, decimals, figure.high) : format(percent ? 100 * v : v, decimals),
  );
  return `<b>${value}</b> <span class="interval">[${low}; ${high}]</span>`;
}

/** @param {Metrics} metrics @param {Line} line */
function row(metrics, line) {
  const figures = forBoth((side) => figureAt(metrics[side], line.path));
  const best = winner(figures.ae, figures.vae, line.better);
  const cells = SIDES.map(
    (side) => `<td class="of-${side}${best === side ? " best" : ""}">${written(figures[side], line)}</td>`,
  );
  const verdict = best ? t("evidence.wins", { side: t(`${best}.abbr`) }) : t("evidence.tie");
  return `<tr><th scope="row">${t(`evidence.${line.name}`)}</th>${cells.join("")}<td class="of-${best ?? "none"} verdict">${verdict}</td></tr>`;
}

/** How many lines each side wins, and neither. @param {Metrics} metrics */
function wins({ ae, vae }) {
  const best = known({ ae, vae }).map(({ path, better }) => winner(figureAt(ae, path), figureAt(vae, path), better));
  const of = (/** @type {Side | null} */ side) => best.filter((b) => b === side).length;
  return { vae: of("vae"), ae: of("ae"), tie: of(null) };
}

/** The lines of which a figure is known: without a judge or labels, some are not. @param {Metrics} metrics */
const known = (metrics) => LINES.filter(({ path }) => SIDES.some((side) => figureAt(metrics[side], path)));

const STAYS = 0.99; // of labels kept after a small step: then there is nothing to tell the models apart by

/** Where a small step keeps the digits in both models, and the VAE wins less: in what it is better all the same. @param {Metrics} metrics */
function room(metrics) {
  const { ae, vae } = wins(metrics);
  const at = (/** @type {string} */ path) => forBoth((side) => figureAt(metrics[side], path)?.value ?? 0);
  const kept = at("nearness.step_curve.1.label_kept");
  if (Math.min(kept.ae, kept.vae) < STAYS || vae > ae) return "";
  const sure = at("nearness.holes.standard.judge_sure");
  const percent = (/** @type {number} */ share) => format(100 * share, 1);
  const told = { ...forBoth((side) => percent(kept[side])), sure_ae: percent(sure.ae), sure_vae: percent(sure.vae) };
  return `<p>${t("evidence.room", told)}</p>`;
}

/** Of which models nearly all random draws are one class, though the judge is sure of them. @param {Models} models @param {Metrics} metrics */
const alike = ({ vae: { images } }, metrics) =>
  SIDES.filter((side) => drawsOne({ images, metrics: metrics[side] }, "standard"))
    .map((side) => `<p>${t("prior.one_class", { model: t(`${side}.abbr`) })}</p>`)
    .join("");

/** @param {import("../core/showcase.js").Evidence} evidence */
const plots = (evidence) =>
  measuredCurves(evidence)
    .map(({ caption, svg }) => `<figure><figcaption>${caption}</figcaption>${svg}</figure>`)
    .join("");

/** A sentence on the terms of the VAE's loss on the test set. @param {number | null} beta @param {any} metrics */
function loss(beta, { test: { negative_elbo, reconstruction, kl, ...nll } }) {
  if (negative_elbo === null) return t("evidence.no_likelihood");
  const nats = (/** @type {Figure | number} */ figure) => format(typeof figure === "number" ? figure : figure.value, 2);
  const sentence = t("evidence.loss", {
    elbo: nats(negative_elbo),
    reconstruction: nats(reconstruction),
    kl: nats(kl),
    beta: short(beta),
  });
  return `${sentence} ${likelihood(nll, nats)}`;
}

/**
 * The NLL: exact in few dimensions, else its bound.
 * @param {any} nll of the metrics @param {(figure: Figure | number) => string} nats
 */
function likelihood({ iwae_nll, iwae_k, exact_nll, exact_nll_error }, nats) {
  if (exact_nll) return t("evidence.exact", { nll: nats(exact_nll), off: fine(worst(exact_nll_error), 4, 1) });
  return iwae_nll === null ? "" : t("evidence.likelihood", { nll: nats(iwae_nll), k: iwae_k });
}

/** The largest, where several are pooled. @param {Figure | number} figure */
const worst = (figure) => (typeof figure === "number" ? figure : figure.high);

/** @param {Models} models @param {Metrics} metrics @param {Source} source @param {boolean} isOpen whether all are listed */
function scores(models, metrics, source, isOpen) {
  const { vae } = models;
  const told = { images: format(metrics.vae.nearness.images, 0), count: metrics.vae.seeds };
  const [figure, origin] =
    source === "one" ? ["evidence.figure", "evidence.source"] : ["evidence.figure_seeds", "evidence.source_seeds"];
  return `<p>${loss(vae.beta, metrics.vae)}</p>${room(metrics)}${alike(models, metrics)}<details${isOpen ? " open" : ""}><summary>${t("evidence.count", { lines: known(metrics).length, ...wins(metrics) })}</summary>
      <table><thead><tr><th scope="col">${t(figure, told)}</th>${SIDES.map((side) => `<th scope="col" class="of-${side}">${t(`${side}.short`)}</th>`).join("")}<th scope="col">${t("evidence.better")}</th></tr></thead>
      <tbody>${known(metrics)
        .map((line) => row(metrics, line))
        .join("")}</tbody></table></details>
      <p class="note">${t(origin, told)} <code>${command(vae, source === "one" ? "--twin" : `--seeds ${told.count}`)}</code></p>`;
}

const SHIPPED = /^(mnist|(colour-)?sprites)$/; // sets, whose images are found by themselves

/** @param {import("../core/contract.js").Model} model @param {string} option */
const command = ({ id, images }, option) =>
  `latent-explorer evaluate --model ${id} ${option}${SHIPPED.test(images.id) ? "" : " --data …"}`;

/** Whether the list would be more than two screens long; in a frame it is what was asked for. */
const isNarrow = () => !document.documentElement.dataset.embed && matchMedia("(max-width: 640px)").matches;

/**
 * @param {HTMLElement} element
 * @param {{models: Models, store: import("../core/store.js").Store}} parts the models with all of their metrics
 */
export function mountEvidence(element, { models, store }) {
  const [sources, curves, scored] = /** @type {HTMLElement[]} */ ([...element.children]);
  const pooled = models.vae.seeds.vae;
  const shown = () => chosenEvidence(models, store.state);
  const isKnown = shown() !== null;
  curves.hidden = !isKnown;
  sources.hidden = !isKnown || !pooled;
  if (!isKnown) {
    scored.innerHTML = `<p class="note">${t("evidence.missing")} <code>${command(models.vae, models.ae.id === models.vae.twin ? "--twin" : "")}</code></p>`;
    return { unmount() {} };
  }
  const plotted = /** @type {HTMLElement} */ (curves.querySelector(".plots"));
  const ofSeeds = /** @type {HTMLElement} */ (sources.querySelector("span"));
  if (pooled) ofSeeds.textContent = t("evidence.of_seeds", { count: pooled.seeds });
  /** @returns {Source} */
  const source = () => (store.state.seeds && pooled ? "seeds" : "one");
  /** @param {Event} event of one of the radio buttons */
  function choose({ target }) {
    const { name, value } = /** @type {HTMLInputElement} */ (target);
    store.set(name === "unit" ? { unit: /** @type {"sd" | "mad"} */ (value) } : { seeds: value === "seeds" });
  }
  const draw = () => {
    for (const radio of element.querySelectorAll("input"))
      radio.checked = [store.state.unit, source()].includes(/** @type {any} */ (radio.value));
    const evidence = /** @type {import("../core/showcase.js").Evidence} */ (shown());
    plotted.innerHTML = plots(evidence);
    const isOpen = scored.querySelector("details")?.open ?? !isNarrow();
    scored.innerHTML = scores(models, evidence.metrics, source(), isOpen);
  };
  element.addEventListener("change", choose);
  const stop = store.listen(["unit", "seeds"], draw);
  draw();
  return {
    unmount() {
      stop();
      element.removeEventListener("change", choose);
    },
  };
}
