/** What stands around each step: where one is, the question, the button that leads on, and what was found. */

import { button, element } from "./element.js";
import { paragraphs, rich } from "./rich.js";
import { mountWay } from "./way.js";
import { stepBeside } from "../core/lesson_steps.js";
import { t } from "../page/text.js";

const ONE_COLUMN = "(max-width: 1000px)"; // as lesson.css has it

/** @typedef {import("../core/lesson_steps.js").Step} Step */
/** @typedef {Record<string, string | number>} Values of a text's placeholders */
/**
 * @typedef {{
 *   onStep: (id: string | undefined) => void,
 *   onMain: () => void,
 *   onAgain: () => void,
 * }} On what is pressed; onStep: undefined: there is no such step
 */

export class Frame {
  /** @type {HTMLElement} */ #place;
  /** @type {Step[]} */ #steps;
  /** @type {Step} */ #step;
  #parts;

  /** @param {HTMLElement} place @param {Step[]} steps those that there are @param {On} on */
  constructor(place, steps, on) {
    [this.#place, this.#steps, this.#step] = [place, steps, steps[0]];
    const beside = (/** @type {1 | -1} */ way) => on.onStep(stepBeside(steps, this.#step.id, way));
    const parts = { ...texts(), ...buttons(on, beside), way: mountWay(steps, on.onStep) };
    this.#parts = {
      ...parts,
      present: button("present", "", () => {}),
      stand: element("div", "stand"),
      desk: element("div", "desk"),
    };
    place.replaceChildren(...arranged(this.#parts));
    place.addEventListener("keydown", ignoreHeldKeys);
  }

  /** The button that begins and ends presenting. */
  get present() {
    return this.#parts.present;
  }

  back() {
    if (!this.#parts.back.hidden) this.#parts.back.click();
  }

  /**
   * Begin a step: what it asks, before its models are there. Each has a stand and a desk of its own: what an earlier one
   * still puts on its own is not seen.
   * @param {Step} step
   */
  open(step) {
    const { title, back, skip, main, again, context, question, verdict, meaning, shownOn, way } = this.#parts;
    this.#step = step;
    Object.assign(this.#place.dataset, { step: step.id, phase: "opening" });
    way.show(step.id);
    title.replaceChildren(...this.#say("title"));
    for (const text of [context, question, verdict, meaning, shownOn]) text.replaceChildren();
    back.hidden = !stepBeside(this.#steps, step.id, -1);
    skip.hidden = !stepBeside(this.#steps, step.id, 1);
    main.hidden = again.hidden = true;
    this.idle();
    this.#place.setAttribute("aria-busy", "true");
    question.textContent = t("lesson.opening_step");
    window.scrollTo({ top: 0 });
    this.rest();
    return this.#clear();
  }

  /** The focus is on no button, which would take a lecturer's keys for itself. */
  rest() {
    this.#parts.title.focus({ preventScroll: true });
  }

  /** @param {Values} values @param {import("../core/families.js").Twins} models @param {boolean} asks */
  ask(values, models, asks) {
    const { context, question, shownOn, main } = this.#parts;
    const { id, pairs } = this.#step;
    this.#place.dataset.phase = "predict";
    this.#place.removeAttribute("aria-busy");
    context.replaceChildren(...this.#say("context", values));
    question.replaceChildren(...(asks ? this.#say("ask", values) : []));
    const names = { ae: models.ae.id, vae: models.vae.id, dims: models.vae.latent_dim };
    shownOn.textContent = pairs.length ? t("lesson.shown_on", names) : "";
    main.hidden = !stepBeside(this.#steps, id, 1);
    main.textContent = main.hidden ? "" : t(`lesson.${id}.act`);
  }

  /** Whether the prediction is whole: then nothing is left to be reminded of. @param {boolean} isWhole */
  ready(isWhole) {
    const { main, verdict } = this.#parts;
    main.classList.toggle("waiting", !isWhole);
    if (isWhole) verdict.replaceChildren();
  }

  /** Pressed before the prediction was whole. */
  remind() {
    const { question, verdict } = this.#parts;
    question.classList.remove("reminds");
    void question.offsetWidth; // so that the animation begins anew
    question.classList.add("reminds");
    verdict.textContent = t("lesson.first_predict");
  }

  /** @param {boolean} hasGuess whether there is a prediction that could be made again */
  locked(hasGuess) {
    this.#place.dataset.phase = "do";
    this.#parts.again.hidden = !hasGuess;
    this.ready(true);
  }

  /** The thing is being done. The button keeps the keyboard's focus, which one that is disabled would lose. */
  busy() {
    this.#parts.main.setAttribute("aria-disabled", "true");
  }

  idle() {
    this.#parts.main.removeAttribute("aria-disabled");
  }

  /**
   * @param {Pick<import("./steps.js").Outcome, "values" | "words">} outcome values: null: there is nothing to say of a
   *   prediction @param {boolean} hasGuess
   */
  tell({ values, words }, hasGuess) {
    const { main, again, skip, verdict, meaning } = this.#parts;
    this.#place.dataset.phase = "seen";
    this.idle();
    main.textContent = t("lesson.next");
    again.hidden = !hasGuess;
    skip.hidden = true;
    verdict.replaceChildren(...(values ? this.#say("verdict", values) : []));
    meaning.replaceChildren(...paragraphs(t(`lesson.${this.#step.id}.meaning`, words)));
    this.#showFound();
  }

  /** In one column what is found may stand beyond the window's edges: the answer to the prediction comes in sight first. */
  #showFound() {
    const { stand, desk, meaning } = this.#parts;
    if (meaning.getBoundingClientRect().bottom <= window.innerHeight) return;
    if (matchMedia(ONE_COLUMN).matches) (desk.offsetHeight ? desk : stand).scrollIntoView({ block: "start" });
  }

  close() {
    this.#place.removeAttribute("aria-busy");
    this.#clear();
  }

  /** A new stand and a new desk. */
  #clear() {
    const [stand, desk] = [element("div", "stand"), element("div", "desk")];
    this.#parts.stand.replaceWith(stand);
    this.#parts.desk.replaceWith(desk);
    Object.assign(this.#parts, { stand, desk });
    return { stand, desk };
  }

  /** @param {string} key @param {Values} [values] */
  #say(key, values) {
    return rich(t(`lesson.${this.#step.id}.${key}`, values));
  }
}

/** A key held down presses a button once, and does not go on to what the button has become. @param {KeyboardEvent} event */
function ignoreHeldKeys(event) {
  const isOnButton = event.target instanceof HTMLElement && event.target.matches("button");
  if (event.repeat && isOnButton && [" ", "Enter"].includes(event.key)) event.preventDefault();
}

function texts() {
  const title = Object.assign(element("h2"), { id: "lesson-title", tabIndex: -1 });
  const [context, question] = [element("p", "context"), element("p", "question")];
  const [verdict, meaning, shownOn] = [
    element("p", "verdict"),
    element("div", "meaning"),
    element("p", "note shown-on"),
  ];
  return { title, context, question, verdict, meaning, shownOn };
}

/** @param {On} on @param {(way: 1 | -1) => void} beside */
const buttons = ({ onMain, onAgain }, beside) => ({
  back: button("back", t("lesson.back"), () => beside(-1)),
  again: button("again", t("lesson.again"), onAgain),
  skip: button("skip-step", t("lesson.skip"), () => beside(1)),
  main: button("primary main", "", onMain),
});

/**
 * @param {ReturnType<typeof texts> & ReturnType<typeof buttons> & {
 *   way: ReturnType<typeof mountWay>,
 *   present: HTMLElement,
 *   stand: HTMLElement,
 *   desk: HTMLElement,
 * }} parts
 */
function arranged(parts) {
  const [words, found, lead] = ["words", "found", "lead"].map((name) => element("div", name));
  parts.way.box.append(parts.present);
  words.append(parts.way.box, parts.title, parts.context);
  found.setAttribute("role", "status");
  found.append(parts.verdict, parts.meaning);
  lead.append(parts.back, parts.again, parts.skip, parts.main);
  return [words, parts.question, parts.stand, parts.desk, found, lead, parts.shownOn];
}
