/** What stands around each step: where one is, the question, the button that leads on, and what was found. */

import { element } from "./element.js";
import { rich } from "./rich.js";
import { stepBeside } from "../core/lesson_steps.js";
import { t } from "../page/text.js";

/** @typedef {import("../core/lesson_steps.js").Step} Step */
/** @typedef {(id: string | undefined) => void} OnStep */

/**
 * @param {HTMLElement} place
 * @param {Step[]} steps those that there are
 * @param {{onStep: OnStep, onMain: () => void, onAgain: () => void}} on
 */
export function mountFrame(place, steps, { onStep, onMain, onAgain }) {
  const way = mountWay(steps, onStep);
  const present = button("present", "", () => {});
  way.box.append(present);
  const title = Object.assign(element("h2"), { id: "lesson-title", tabIndex: -1 });
  const [context, question] = [element("p", "context"), element("p", "question")];
  const [stand, desk] = [element("div", "stand"), element("div", "desk")];
  const found = element("div", "found");
  const [verdict, meaning, shownOn] = [element("p", "verdict"), element("p", "meaning"), element("p", "note shown-on")];
  found.setAttribute("role", "status");
  found.append(verdict, meaning);
  const back = button("back", t("lesson.back"), () => onStep(stepBeside(steps, step.id, -1)));
  const main = button("primary main", "", onMain);
  const again = button("again", t("lesson.again"), onAgain);
  const skip = button("skip-step", t("lesson.skip"), () => onStep(stepBeside(steps, step.id, 1)));
  const lead = element("div", "lead");
  lead.append(back, again, skip, main);
  const words = element("div", "words");
  words.append(way.box, title, context);
  place.replaceChildren(words, question, stand, desk, found, lead, shownOn);
  let [step] = steps;
  let predicts = true;

  /** @param {string} name @param {string} text @param {() => void} onPress */
  function button(name, text, onPress) {
    const made = Object.assign(element("button", name, text), { type: "button" });
    made.addEventListener("click", onPress);
    return made;
  }
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const say = (key, values = {}) => rich(t(`lesson.${step.id}.${key}`, values));

  return {
    room: { stand, desk },
    present,
    back: () => back.hidden || back.click(),
    /** Begin a step: what it asks, before its models are there. @param {Step} next */
    open(next) {
      step = next;
      place.dataset.step = step.id;
      place.dataset.phase = "opening";
      way.show(step.id);
      title.replaceChildren(...say("title"));
      for (const part of [context, question, stand, desk, verdict, meaning, shownOn]) part.replaceChildren();
      back.hidden = !stepBeside(steps, step.id, -1);
      skip.hidden = !stepBeside(steps, step.id, 1);
      main.hidden = true;
      again.hidden = true;
      window.scrollTo({ top: 0 });
      title.focus({ preventScroll: true });
    },
    /** @param {Record<string, string | number>} values @param {import("../core/families.js").Twins} models @param {boolean} asks */
    ask(values, models, asks) {
      predicts = asks;
      place.dataset.phase = "predict";
      context.replaceChildren(...say("context", values));
      question.replaceChildren(...(asks ? say("ask", values) : []));
      shownOn.textContent = step.pairs.length ? t("lesson.shown_on", { ae: models.ae.id, vae: models.vae.id }) : "";
      main.hidden = !stepBeside(steps, step.id, 1);
      main.textContent = t(`lesson.${step.id}.act`);
    },
    /** Whether the prediction is whole. @param {boolean} isWhole */
    ready(isWhole) {
      main.classList.toggle("waiting", !isWhole);
    },
    /** Pressed before the prediction was whole. */
    remind() {
      question.classList.remove("reminds");
      void question.offsetWidth; // so that the animation begins anew
      question.classList.add("reminds");
      verdict.textContent = t("lesson.first_predict");
    },
    locked() {
      place.dataset.phase = "do";
      main.classList.remove("waiting");
      verdict.replaceChildren();
    },
    busy() {
      main.disabled = true;
    },
    /** @param {Record<string, string | number>} values @param {number[] | null} guess */
    tell(values, guess) {
      place.dataset.phase = "seen";
      main.disabled = false;
      main.textContent = t("lesson.next");
      again.hidden = !predicts || !guess;
      skip.hidden = true;
      verdict.replaceChildren(...say("verdict", values));
      meaning.replaceChildren(...say("meaning", values));
    },
    close: () => stand.replaceChildren(),
  };
}

/** The steps as dots, each a link of its own. @param {Step[]} steps @param {OnStep} onStep */
function mountWay(steps, onStep) {
  const box = element("nav", "way");
  box.setAttribute("aria-label", t("lesson.steps"));
  const list = element("ol");
  const count = element("span", "position");
  const links = steps.map(({ id }, i) => {
    const link = Object.assign(element("a", "", String(i + 1)), { href: `#lesson=${id}` });
    link.setAttribute("aria-label", `${i + 1}. ${t(`lesson.${id}.short`)}`);
    link.title = t(`lesson.${id}.short`);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      onStep(id);
    });
    const item = element("li");
    item.append(link);
    list.append(item);
    return link;
  });
  box.append(list, count);
  return {
    box,
    /** @param {string} id */
    show(id) {
      const at = steps.findIndex((one) => one.id === id);
      links.forEach((link, i) => {
        if (i === at) link.setAttribute("aria-current", "step");
        else link.removeAttribute("aria-current");
        link.classList.toggle("passed", i < at);
      });
      const { lecture } = steps[at];
      const where = t("lesson.where", { step: at + 1, steps: steps.length });
      count.textContent = lecture ? `${where} · ${t("lesson.lecture", { time: lecture })}` : where;
    },
  };
}
