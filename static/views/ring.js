/** Step away: a digit in the middle, its neighbours around it, what the judge reads in each, in both models. */

import { imageOf, neighbours } from "../comparison.js";
import { digitCanvas, paint } from "../pixels.js";
import { NEIGHBOURS, places } from "../ring.js";
import { SIDES, forBoth } from "../sides.js";
import { format, t } from "../text.js";

/** @typedef {import("../store.js").Side} Side */
/** @typedef {import("../comparison.js").Comparison} Comparison */

/** A cell of the square: an image, and what the judge reads in it. */
function cell() {
  const box = document.createElement("span");
  const canvas = digitCanvas();
  const label = document.createElement("b");
  canvas.setAttribute("role", "img");
  label.setAttribute("aria-hidden", "true"); // the image's name says it
  box.className = "cell";
  box.append(canvas, label);
  return { box, canvas, label };
}

/** @param {HTMLElement} element */
function mountSquare(element) {
  const middle = cell();
  middle.box.classList.add("middle");
  const around = Array.from({ length: NEIGHBOURS }, cell);
  around.forEach(({ box }, i) => (box.style.gridArea = `${places[i][0]} / ${places[i][1]}`));
  element.replaceChildren(middle.box, ...around.map(({ box }) => box));
  return {
    /** @param {Comparison} found */
    show(found) {
      const [label, ...labels] = found.label;
      paint(middle.canvas, imageOf(found, 0));
      middle.label.textContent = String(label);
      middle.canvas.setAttribute("aria-label", t("ring.middle", { label }));
      around.forEach(({ box, canvas, label: shown }, i) => {
        const lost = labels[i] !== label;
        const told = { number: i + 1, label: labels[i] };
        paint(canvas, imageOf(found, i + 1));
        shown.textContent = String(labels[i]);
        box.classList.toggle("lost", lost);
        canvas.setAttribute("aria-label", (lost ? t("ring.lost", told) : t("ring.kept", told)));
      });
    },
  };
}

/**
 * @param {{squares: Record<Side, HTMLElement>, told: Record<Side, HTMLElement>, distance: HTMLInputElement, shown: HTMLElement, measured: Record<Side, HTMLElement>}} elements
 * @param {{store: import("../store.js").Store, models: Record<Side, import("../api.js").Model>}} options
 */
export function mountRing({ squares, told, distance, shown, measured }, { store, models }) {
  const drawn = forBoth((side) => mountSquare(squares[side]));
  const listening = new AbortController();
  distance.addEventListener("input", () => store.set({ r: Number(distance.value) }), { signal: listening.signal });

  function showDistance() {
    distance.value = String(store.state.r);
    shown.textContent = t("ring.sd", { distance: format(store.state.r, 2) });
    distance.setAttribute("aria-valuetext", shown.textContent);
    for (const side of SIDES) measured[side].textContent = overAll(models[side], store.state.r);
  }
  const stop = store.listen(["r"], showDistance);
  showDistance();

  return {
    /** @param {Record<Side, Comparison>} found */
    show(found) {
      for (const side of SIDES) {
        drawn[side].show(found[side]);
        const { label, kept, count, changed } = neighbours(found[side]);
        told[side].innerHTML = `<b class="count">${t("ring.count", { kept, count })}</b> ${t("ring.still", { label })}
          <span class="note">${t("ring.changed", { percent: format(100 * changed, 1) })}</span>`;
      }
    },
    unmount() {
      stop();
      listening.abort();
    },
  };
}

/** For those who can't see it: how many stay, in both. @param {Record<Side, Comparison>} found */
export function ringSentence({ ae, vae }) {
  const [a, v] = [neighbours(ae), neighbours(vae)];
  return t("ring.sentence", { vaeKept: v.kept, vaeCount: v.count, vaeLabel: v.label, aeKept: a.kept, aeCount: a.count, aeLabel: a.label });
}

/**
 * What was measured over the whole test set, at the step nearest to the distance; nothing where nothing was.
 * @param {import("../api.js").Model} model @param {number} distance
 */
function overAll({ metrics: { nearness } }, distance) {
  /** @type {any[]} */
  const curve = nearness?.step_curve ?? [];
  if (!curve.length) return "";
  const away = (/** @type {{step: number}} */ { step }) => Math.abs(step - distance);
  const nearest = curve.reduce((best, point) => (away(point) < away(best) ? point : best));
  const percent = format(100 * nearest.label_kept.value, 1);
  return t("ring.measured", { images: format(nearness.images, 0), step: format(nearest.step, 2), percent });
}
