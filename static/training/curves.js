/** The plots over time: of what was measured few points each, drawn at most twice a second. */

import { tell } from "./parts.js";
import { linesOf, PLOTS } from "./plots.js";
import { timeCurves } from "../charts/time_curves.js";
import { SIDES } from "../core/sides.js";
import { appended } from "../core/thinned.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("./plots.js").Measured} Measured */
/** @typedef {import("./plots.js").Trained} Trained */
/** @typedef {import("./plots.js").Plot} Plot */
/**
 * @typedef {{measured: Measured[], trained: Trained[], turns: number[], at: number}} Series turns: steps after which something
 *   was turned; at: the step whose values are told, or the newest before it
 */

const REST_MS = 500;
const MOST_TURNS = 60; // upright lines
const CLOSE = 0.98; // of the steps until now: what is turned on from there on is turned once
const MARKS = { ae: "■", vae: "●" };
/** @returns {Series} */
const nothing = () => ({ measured: [], trained: [], turns: [], at: Infinity });

/** @param {import("./parts.js").Parts} parts @param {AbortSignal} signal */
export function mountCurves({ one }, signal) {
  let shown = nothing();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  signal.addEventListener("abort", () => clearTimeout(waiting));

  function draw() {
    clearTimeout(waiting);
    waiting = undefined;
    for (const plot of PLOTS) drawPlot(one(`[data-plot="${plot.name}"]`), plot, shown);
  }
  return {
    /** A further series: it is drawn once it is shown. */
    series: () => createSeries((series) => series === shown && (waiting ??= setTimeout(draw, REST_MS))),
    /** @param {ReturnType<typeof createSeries>} series */
    show(series) {
      shown = series.all;
      draw();
    },
  };
}

/** @param {(series: Series) => void} onChange */
function createSeries(onChange) {
  const all = nothing();
  /** @param {Partial<Series>} patch */
  const set = (patch) => onChange(Object.assign(all, patch));
  return {
    all,
    /** @param {Measured} point */
    measure: (point) => set({ measured: appended(before(all.measured, point), point) }),
    /** @param {Trained} point */
    train: (point) => set({ trained: appended(before(all.trained, point), point) }),
    /** Something was turned. @param {number} step */
    turn: (step) => set({ turns: [...all.turns.filter((one) => one < step * CLOSE), step].slice(-MOST_TURNS) }),
    /** A moment is shown. @param {number} step */
    point: (step) => set({ turns: [step], at: step }),
    clear: () => set(nothing()),
  };
}

/** What came before a point: what tells of a later step is of another training. @template {{step: number}} T @param {T[]} points @param {T} point */
const before = (points, point) => points.filter(({ step }) => step < point.step);

/** @param {HTMLElement} figure @param {Plot} plot @param {Series} series */
function drawPlot(figure, plot, { measured, trained, turns, at }) {
  const told = measured.findLast(({ step }) => step <= at)?.of;
  const value = (/** @type {Side} */ side) => {
    const found = told && plot.of(told[side]);
    return found === null || found === undefined ? "–" : plot.number(found);
  };
  for (const side of SIDES) {
    const now = /** @type {HTMLElement | null} */ (figure.querySelector(`.now .of-${side}`));
    if (now) tell(now, `${MARKS[side]} ${value(side)}`);
  }
  const plotName = t(`training.plot_${plot.told ?? plot.name}`);
  const name = t("training.plot_now", { plot: plotName, ae: value("ae"), vae: value("vae") });
  const steps = Math.max(measured.at(-1)?.step ?? 0, trained.at(-1)?.step ?? 0);
  const range = plot.range?.(told?.vae.klPerAxis?.length ?? 1);
  const count = (/** @type {number} */ n) => format(n, 0);
  const how = { name, steps, turns, number: plot.number, least: plot.least, count, ...(range && { range }) };
  /** @type {HTMLElement} */ (figure.lastElementChild).innerHTML = timeCurves(linesOf(plot, measured, trained), how);
}
