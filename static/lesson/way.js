/** The steps as dots, each a link of its own, and where one is. */

import { element } from "./element.js";
import { t } from "../page/text.js";

/** @typedef {import("../core/lesson_steps.js").Step} Step */

/** @param {Step[]} steps @param {(id: string) => void} onStep */
export function mountWay(steps, onStep) {
  const box = element("nav", "way");
  box.setAttribute("aria-label", t("lesson.steps"));
  const [list, count] = [element("ol"), element("span", "position")];
  const dots = steps.map(({ id }, i) => dot(id, i, onStep));
  list.append(...dots.map(({ item }) => item));
  box.append(list, count);
  return {
    box,
    /** @param {string} id */
    show(id) {
      const at = steps.findIndex((one) => one.id === id);
      dots.forEach(({ link }, i) => mark(link, i, at));
      count.textContent = t("lesson.where", { step: at + 1, steps: steps.length });
    },
  };
}

/** @param {string} id @param {number} i @param {(id: string) => void} onStep */
function dot(id, i, onStep) {
  const [item, name] = [element("li"), t(`lesson.${id}.short`)];
  const link = Object.assign(element("a", "", String(i + 1)), { href: `#lesson=${id}`, title: name });
  link.setAttribute("aria-label", `${i + 1}. ${name}`);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onStep(id);
  });
  item.append(link);
  return { item, link };
}

/** @param {HTMLAnchorElement} link @param {number} i @param {number} at where one is */
function mark(link, i, at) {
  if (i === at) link.setAttribute("aria-current", "step");
  else link.removeAttribute("aria-current");
  link.classList.toggle("passed", i < at);
}
