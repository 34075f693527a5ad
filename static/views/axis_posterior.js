/** The encoder's answer on many axes: all of them in one plot, and each one's figures where it is pointed at, or in a table. */

import { axisColumns, columnAt } from "../charts/axis_columns.js";
import { divergence, sorted } from "../core/axes.js";
import { indexed } from "../core/text_format.js";
import { format, t } from "../page/text.js";
import { deadCount } from "../charts/axis_words.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/axes.js").Axis} Axis */
/** @typedef {Record<Side, {mu: number[], sigma: number[] | null}>} Codes */

/** Three decimals, or four if three would leave one significant digit or none. @param {number} sigma */
const width = (sigma) => format(sigma, sigma < 0.01 ? 4 : 3);

/** @typedef {{mu: number, sigma: number, nats: number, isDead: boolean}} Column */

/**
 * @param {HTMLElement} element holds `.dimensions`, for the VAE, and `.point`, for the autoencoder
 * @param {Record<Side, Axis[]>} axes
 */
export function mountAxisPosterior(element, axes) {
  const [place, point] = [".dimensions", ".point"].map(
    (name) => /** @type {HTMLElement} */ (element.querySelector(name)),
  );
  const order = sorted(axes.vae);
  const plot = plotOf(order.length);
  const told = Object.assign(document.createElement("p"), { className: "axis-told" });
  const key = Object.assign(document.createElement("p"), { className: "note", textContent: keyOf(order) });
  const all = figures(t("axes.figures"));
  const points = figures(t("axes.figures"));
  place.replaceChildren(plot, told, key, all.fold);
  point.replaceWith(points.fold);
  const listening = new AbortController();
  const chosen = mountChosen({ plot, told }, order, listening.signal);

  return {
    /** @param {Codes} codes */
    show({ ae, vae }) {
      points.fill(ae.mu.map((value, axis) => `<span>${indexed("z", axis)} <b>${format(value, 2)}</b></span>`));
      const { mu: middles, sigma: widths } = vae;
      if (!widths) return; // of an autoencoder that is shown by itself
      const columns = order.map(({ index, isDead }) => {
        const [mu, sigma] = [middles[index], widths[index]];
        return { mu, sigma, nats: divergence(mu, sigma), isDead };
      });
      plot.innerHTML = axisColumns(columns, t("axes.plot"));
      all.fill(columns.map((column, i) => figureOf(column, order[i].index)));
      chosen.show(columns);
    },
    unmount: () => listening.abort(),
  };
}

/** @param {number} dims */
function plotOf(dims) {
  const plot = Object.assign(document.createElement("div"), { className: "axis-plot", tabIndex: 0 });
  plot.setAttribute("role", "slider");
  plot.setAttribute("aria-label", t("axes.plot"));
  plot.setAttribute("aria-valuemin", "1");
  plot.setAttribute("aria-valuemax", String(dims));
  return plot;
}

/** @param {Column} column @param {number} axis */
const figureOf = ({ mu, sigma, nats }, axis) =>
  `<span>${indexed("z", axis)} <b>${format(mu, 2)}</b> ± <b>${width(sigma)}</b> <small>${format(nats, 2)}</small></span>`;

/**
 * One of the columns, which is pointed at or chosen by keys, told in words.
 * @param {{plot: HTMLElement, told: HTMLElement}} elements @param {Axis[]} order of the columns @param {AbortSignal} signal
 */
function mountChosen({ plot, told }, order, signal) {
  const dims = order.length;
  let chosen = 0;
  /** @type {Column[]} */
  let columns = [];

  /** @param {number} next place in the order */
  function choose(next) {
    chosen = Math.min(Math.max(next, 0), dims - 1);
    const { mu, sigma, nats } = columns[chosen];
    const axis = order[chosen].index;
    told.innerHTML = `${indexed("z", axis)} <b>${format(mu, 2)}</b> ± <b>${width(sigma)}</b>, ${t("axes.nats", { nats: format(nats, 2) })}`;
    plot.style.setProperty("--chosen", String((chosen + 0.5) / dims));
    plot.setAttribute("aria-valuenow", String(chosen + 1));
    const said = { axis, mu: format(mu, 2), sigma: width(sigma), nats: format(nats, 2) };
    plot.setAttribute("aria-valuetext", t("axes.said", said));
  }
  /** @param {PointerEvent} event */
  function point({ clientX }) {
    const { left, width: wide } = plot.getBoundingClientRect();
    if (columns.length) choose(columnAt((clientX - left) / wide, dims));
  }
  /** @param {KeyboardEvent} event */
  function press(event) {
    const next = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: dims - 1 }[event.key];
    if (next === undefined || !columns.length) return;
    event.preventDefault();
    choose(next);
  }
  plot.addEventListener("pointermove", point, { signal });
  plot.addEventListener("pointerdown", point, { signal });
  plot.addEventListener("keydown", press, { signal });

  return {
    /** @param {Column[]} now */
    show(now) {
      columns = now;
      choose(chosen);
    },
  };
}

/** What the plot shows, and which axes hold nothing. @param {Axis[]} axes */
function keyOf(axes) {
  return axes.some(({ isDead }) => isDead)
    ? `${t("axes.plot_key")} ${t("axes.pale")}: ${deadCount(axes, "vae")}.`
    : t("axes.plot_key");
}

/** A list of figures that folds away. @param {string} name */
function figures(name) {
  const fold = document.createElement("details");
  const summary = Object.assign(document.createElement("summary"), { textContent: name });
  const list = Object.assign(document.createElement("p"), { className: "point" });
  fold.append(summary, list);
  return {
    fold,
    /** @param {string[]} items as HTML */
    fill: (items) => void (list.innerHTML = items.join(" ")),
  };
}
