/** The lesson, in the explorer's place: on a first visit, by a link that names a step, or by the header's button. */

import { FIRST_STEP, stepNamed } from "../core/lesson_names.js";
import { PLACES } from "../core/choices.js";
import { asked } from "../page/asked.js";
import { needed } from "../page/embedded.js";
import { laterScript } from "./later_script.js";

/** @typedef {import("../core/store.js").Store} Store */

const { dataset } = document.documentElement;

/** The step at which the page begins; null: with the explorer. theme.js has chosen it. */
export function firstStep() {
  const step = stepNamed(dataset.lesson ?? "") ?? null;
  if (step === null) delete dataset.lesson; // a link may name one that there is not
  return step;
}

/** @typedef {import("../lesson/lesson.js").LessonScript} LessonScript */
/** @typedef {import("../core/families.js").Twins} Twins */
/**
 * @typedef {{
 *   script: string,
 *   store: Store,
 *   stage: ReturnType<typeof import("./stage.js").createStage>,
 *   follow: (target: import("../core/state.js").State) => Promise<void>,
 *   onError: (error: unknown) => void,
 * }} Options script: its address; follow: brings the page to a state
 */

/**
 * @param {{place: HTMLElement, problem: HTMLElement, enter: HTMLElement, leave: HTMLElement}} elements problem: what went
 *   wrong; enter, leave: buttons
 * @param {Options} options
 */
export function mountLesson({ place, problem, enter, leave }, options) {
  if ("lesson" in needed) return; // a part of the page, or the explorer alone
  const { store, stage, onError } = options;
  /** @type {Promise<ReturnType<LessonScript["mountLesson"]>> | undefined} */
  let coming;
  const load = () =>
    (coming ??= laterScript(options.script)
      .then((/** @type {LessonScript} */ { mountLesson: mount }) => mount(world(place, options)))
      .catch((error) => {
        coming = undefined; // to be tried again
        throw error;
      }));

  async function show() {
    const { lesson: step } = store.state;
    remember(step ?? "left");
    if (step === null) return end();
    dataset.lesson = step;
    const lesson = await load();
    if (store.state.lesson !== step) return;
    problem.hidden = true;
    await lesson.open(step);
  }
  function end() {
    const hadFocus = place.contains(document.activeElement) || document.activeElement === leave;
    delete dataset.lesson;
    if (hadFocus) enter.focus(); // what had it is no more to be seen
    // Models on their way to a step would bring the step with them.
    if (stage.chosen().vae.id !== stage.shown()?.vae.id) options.follow(store.state).catch(onError);
    coming?.then(
      (lesson) => lesson.close(),
      () => {}, // whoever opened it learns of it
    );
  }
  // Where the models change with the step, they are on the stage once this turn is over.
  const update = () => queueMicrotask(() => show().catch(onError));
  store.listen(["lesson"], update);
  enter.addEventListener("click", () => store.set({ lesson: left ?? FIRST_STEP }));
  leave.addEventListener("click", () => store.set({ lesson: null }));
  if (store.state.lesson !== null) update();
}

/** What the page gives the lesson. @param {HTMLElement} place @param {Options} options @returns {import("../lesson/lesson.js").World} */
function world(place, { store, stage, follow, onError }) {
  const query = new URLSearchParams(asked());
  return {
    element: place,
    store,
    offered: stage.parts().offered,
    shown: stage.parts,
    async show(pair) {
      if (!isOn(stage, pair)) await follow({ ...store.state, ...PLACES, model: pair.vae.id });
      return stage.parts();
    },
    predicts: query.get("predict") !== "off",
    presents: query.has("present"),
    onError,
  };
}

/** Whether a pair is on the stage, answers, and is to stay: another may be on its way. @param {Options["stage"]} stage @param {Twins} pair */
const isOn = (stage, { vae: { id } }) =>
  [stage.shown(), stage.chosen()].every((one) => one?.vae.id === id) && !stage.parts().signal.aborted;

/** The step where the visitor left off. @type {string | null} */
let left = null;

/** Where a returning visitor was: a step's id, or "left". @param {string} where */
function remember(where) {
  left = stepNamed(where) ?? left;
  try {
    localStorage.setItem("lesson", where);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is forbidden, as in theme.js
  }
}
