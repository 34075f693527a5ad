/** The judge's probability for each class of the current digit, as bars. */

import { percent, t } from "../page/text.js";

/** @param {HTMLElement} element */
export function mountJudge(element) {
  const bars = Array.from({ length: 10 }, (_, label) => {
    const bar = document.createElement("span");
    bar.className = "bar";
    bar.dataset.label = String(label);
    return bar;
  });
  element.replaceChildren(...bars);
  element.setAttribute("role", "img");
  return {
    /** @param {number[]} probabilities of the classes 0 to 9 */
    show(probabilities) {
      const label = probabilities.indexOf(Math.max(...probabilities));
      bars.forEach((bar, i) => {
        bar.style.setProperty("--share", String(probabilities[i]));
        bar.classList.toggle("most", i === label);
      });
      element.setAttribute(
        "aria-label",
        t("digit.judged", { judge: t("glossary.judge"), label, percent: percent(probabilities[label]) }),
      );
    },
  };
}
