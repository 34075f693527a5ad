/** A walk in both models: its filmstrip, the size of each step, and figures of the walk and its ends. */

import { ends, imageOf, passed } from "../core/comparison.js";
import { digitCanvas, paint } from "../charts/digit_image.js";
import { forBoth, SIDES } from "../core/sides.js";
import { fine, format, nameOf, t } from "../page/text.js";
import { STEPS } from "../core/paths.js";
import { HEIGHT, WIDTH, walkBars } from "../charts/walk_bars.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/comparison.js").Comparison} Comparison */
/** @typedef {{straight: number, places: number | undefined}} Beside of a shortest path: how many times as long the straight line is, and at how many places the metric is known */

const FILM = 17; // images: every other one of the walk's 33

/** @param {HTMLElement} element @param {Side} side @param {(index: number) => void} onPick */
function mountFilm(element, side, onPick) {
  const canvases = Array.from({ length: FILM }, () => digitCanvas());
  const frames = canvases.map((canvas, i) => {
    const frame = document.createElement("span");
    frame.addEventListener("click", () => onPick((i * STEPS) / (FILM - 1)));
    frame.append(canvas);
    return frame;
  });
  const film = Object.assign(document.createElement("div"), { className: "film" });
  film.append(...frames);
  const chart = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  chart.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT + 16}`);
  chart.setAttribute("class", "steps");
  chart.setAttribute("role", "img");
  const told = document.createElement("div");
  told.className = "figures";
  element.replaceChildren(film, chart, told);
  return {
    /** @param {Comparison} found @param {number} top @param {Comparison} pinned @param {number[]} sd @param {Beside} [beside] */
    show(found, top, pinned, sd, beside) {
      canvases.forEach((canvas, i) => paint(canvas, imageOf(found, (i * STEPS) / (FILM - 1))));
      const walk = passed(found, sd);
      chart.innerHTML = walkBars(found, top);
      chart.setAttribute(
        "aria-label",
        t("walk.chart", { model: t(side), labels: walk.labels.map(nameOf).join(", "), jump: format(walk.jump, 1) }),
      );
      told.innerHTML =
        figures("pins", ends(pinned, sd)) + figures("walk", { stretch: walk.stretch, jump: walk.jump, ...beside });
    },
    /** Mark the position on the walk. @param {number} index */
    at(index) {
      const x = ((index / STEPS) * WIDTH).toFixed(1);
      chart.querySelector(".here-line")?.setAttribute("d", `M${x},0V${HEIGHT}`);
      frames.forEach((frame, i) => frame.classList.toggle("now", i === Math.round((index * (FILM - 1)) / STEPS)));
    },
  };
}

const DECIMALS = /** @type {Record<string, number>} */ ({
  apart: 2,
  change: 3,
  feature: 1,
  stretch: 1,
  jump: 2,
  straight: 2,
  places: 0,
});

/** Named figures, as HTML. @param {"pins" | "walk"} what they describe @param {Record<string, number>} values */
function figures(what, values) {
  const known = Object.entries(values).filter(([, value]) => value !== undefined); // without a judge some are not
  const told = known.map(
    ([name, value]) =>
      `<span data-figure="${name}">${t(`meter.${name}`, { value: `<b>${fine(value, DECIMALS[name], 10 * value)}</b>` })}</span>`,
  );
  return `<p><b>${t(`meter.${what}`)}</b> ${told.join(" ")}</p>`;
}

/**
 * @param {Record<Side, HTMLElement>} films
 * @param {{models: Record<Side, import("../core/contract.js").Model>, onPick: (index: number) => void}} options
 */
export function mountWalk(films, { models, onPick }) {
  const drawn = forBoth((side) => mountFilm(films[side], side, onPick));
  const at = (/** @type {number} */ index) => SIDES.forEach((side) => drawn[side].at(index));
  at(0);

  return {
    /**
     * @param {Record<Side, Comparison>} walk
     * @param {Record<Side, Comparison>} pinned the images at A and B
     * @param {number} index the position on the walk
     * @param {Record<Side, Beside> | null} [beside]
     */
    show(walk, pinned, index, beside) {
      const top = Math.max(...SIDES.flatMap((side) => walk[side].step));
      for (const side of SIDES) drawn[side].show(walk[side], top, pinned[side], models[side].sd, beside?.[side]);
      at(index);
    },
    at,
  };
}

/** The walk, for screen readers. @param {Record<Side, Comparison>} walk @param {Record<Side, {sd: number[]}>} models */
export function walkSentence(walk, models) {
  const told = forBoth((side) => passed(walk[side], models[side].sd));
  const values = SIDES.flatMap((side) => [
    [`${side}Labels`, told[side].labels.map(nameOf).join(", ")],
    [`${side}Jump`, format(told[side].jump, 1)],
  ]);
  return t("walk.sentence", Object.fromEntries(values));
}
