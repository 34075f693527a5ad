/** The judge's probability for each class of the current image, as bars; of many classes, or long names, the likeliest. */

import { shortened } from "../core/text_format.js";
import { areBrief, nameOf, percent, t } from "../page/text.js";

const LIKELIEST = 4;
const LONGEST = 10; // letters of a name

/** @param {HTMLElement} element @param {number} classes none where there is no judge */
export function mountJudge(element, classes) {
  const isBrief = areBrief(classes);
  const bars = Array.from({ length: isBrief ? classes : Math.min(classes, LIKELIEST) }, () => {
    const bar = document.createElement("span");
    bar.className = "bar";
    return bar;
  });
  element.replaceChildren(...bars);
  element.hidden = classes === 0;
  element.classList.toggle("named", !isBrief);
  element.setAttribute("role", "img");
  return {
    /** @param {number[]} probabilities of the classes, in order; empty where nothing was judged */
    show(probabilities) {
      if (!probabilities.length) return;
      const order = probabilities.map((_, label) => label).sort((a, b) => probabilities[b] - probabilities[a]);
      const shown = isBrief ? probabilities.map((_, label) => label) : order;
      bars.forEach((bar, i) => {
        bar.title = nameOf(shown[i]);
        bar.dataset.label = shortened(bar.title, LONGEST);
        bar.style.setProperty("--share", String(probabilities[shown[i]]));
        bar.classList.toggle("most", shown[i] === order[0]);
      });
      const values = { judge: t("glossary.judge"), label: order[0], percent: percent(probabilities[order[0]]) };
      element.setAttribute("aria-label", t("digit.judged", values));
    },
  };
}
