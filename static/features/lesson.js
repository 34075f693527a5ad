/** The lesson, in the explorer's place: on a first visit, by a link that names a step, or by the header's button. */

import { FIRST_STEP, stepNamed } from "../core/lesson_names.js";
import { ofDigits } from "../core/families.js";
import { MNIST } from "../core/mnist.js";
import { patiently } from "../net/patience.js";
import { Refusal } from "../net/refusal.js";
import { needed } from "../page/embedded.js";
import { remember } from "../page/remember.js";
import { t } from "../page/text.js";
import { once } from "./later_script.js";

/** @typedef {import("../core/store.js").Store} Store */

const { dataset } = document.documentElement;

/** The step at which the page begins; null: with the explorer. theme.js has chosen it. */
export const firstStep = () => stepNamed(dataset.lesson ?? "") ?? null;

/** @typedef {import("../lesson/lesson.js").LessonScript} LessonScript */
/** @typedef {import("../core/families.js").Twins} Twins */
/**
 * @typedef {{
 *   stage: ReturnType<typeof import("./stage.js").createStage>,
 *   follow: (target: import("../core/state.js").State) => Promise<void>,
 * }} Opened follow: brings the page to a state
 * @typedef {{
 *   script: import("./later_script.js").Load,
 *   store: Store,
 *   opened: Promise<Opened>,
 *   onError: (error: unknown) => void,
 * }} Options opened: once models are on the stage: until then it can be left, and does not begin
 */

/**
 * @param {{place: HTMLElement, problem: HTMLElement, enter: HTMLElement, leave: HTMLElement}} elements problem: what went
 *   wrong; enter, leave: buttons
 * @param {Options} options
 */
export function mountLesson({ place, problem, enter, leave }, options) {
  // A part of the page, or the explorer alone.
  if ("lesson" in needed) return;
  const { store, opened, onError } = options;
  /** Tries until the server is there, and says meanwhile that it goes on by itself. @type {import("../lesson/world.js").Given["patiently"]} */
  const trying = (attempt, signal) => patiently(attempt, { signal, onWaiting: say });
  const say = (/** @type {string} */ sentence) => {
    problem.textContent = sentence;
    problem.hidden = !sentence;
  };
  /** The state of other images, to which the page returns. @type {import("../core/state.js").State | null} */
  let before = null;
  let shown = new AbortController();
  const load = once(async () => {
    const [made, on] = await Promise.all([/** @type {Promise<LessonScript>} */ (options.script()), opened]);
    return made.mountLesson({ element: place, patiently: trying, store, onError, ...on });
  });
  /** @type {ReturnType<typeof load> | undefined} */
  let coming;

  /** @param {AbortSignal} signal aborted once another step is shown, or none */
  async function show(signal) {
    const { lesson: step } = store.state;
    left = step ?? left;
    remember("lesson", step ?? "left");
    if (step === null) return end();
    dataset.lesson = step;
    const lesson = await trying(() => (coming = load()), signal);
    if (signal.aborted) return;
    say("");
    await lesson.open(step);
  }
  /** A link may name a step that there is not. @param {string} name */
  function refuse(name) {
    delete dataset.lesson;
    const told = () => onError(new Refusal(t("lesson.no_step", { name })));
    opened.then(told).catch(() => {}); // once what is said of the start is gone
  }
  function end() {
    const hadFocus = [place, leave].some((one) => one.contains(document.activeElement));
    delete dataset.lesson;
    // What had it is no more to be seen.
    if (hadFocus) enter.focus();
    // Models on their way to a step would bring the step with them.
    opened.then((on) => goBack(on) ?? stay(on)).catch(onError);
    coming?.then(
      (lesson) => lesson.close(),
      // Whoever opened it learns of it.
      () => {},
    );
  }
  /** To the images that were on show, unless the page is on its way to others already. @param {Opened} on */
  function goBack({ stage, follow }) {
    const target = before;
    before = null;
    return target && isOfDigits(stage.chosen()) ? follow({ ...target, lesson: null }) : undefined;
  }
  /** The lesson is of digits: without them there is none. @param {Opened} on */
  function offer({ stage }) {
    enter.hidden = !ofDigits(stage.parts().offered).length;
    enter.addEventListener("click", () => (before = isOfDigits(stage.chosen()) ? null : store.state), {
      capture: true,
    });
    if (enter.hidden) store.set({ lesson: null });
  }
  /** @param {Opened} on */
  const stay = ({ stage, follow }) =>
    store.state.lesson === null && stage.chosen().vae.id !== stage.shown()?.vae.id ? follow(store.state) : undefined;
  // Where the models change with the step, they are on the stage once this turn is over.
  const update = () =>
    queueMicrotask(() => {
      shown.abort();
      const { signal } = (shown = new AbortController());
      show(signal).catch((error) => signal.aborted || onError(error));
    });
  store.listen(["lesson"], update);
  opened.then(offer).catch(() => {}); // whoever opened it learns of it
  enter.addEventListener("click", () => store.set({ lesson: left ?? FIRST_STEP, train: null }));
  leave.addEventListener("click", () => store.set({ lesson: null }));
  if (store.state.lesson !== null) update();
  else if (dataset.lesson) refuse(dataset.lesson);
}

/** @param {Twins} pair */
const isOfDigits = ({ vae }) => vae.images.id === MNIST;

/** The step where the visitor left off. @type {string | null} */
let left = null;
