/** The lesson, in the explorer's place: on a first visit, by a link that names a step, or by the header's button. */

import { FIRST_STEP, stepNamed } from "../core/lesson_steps.js";
import { PLACES } from "../core/choices.js";
import { asked } from "../page/asked.js";
import { laterScript } from "./later_script.js";

/** @typedef {import("../core/store.js").Store} Store */

const { dataset } = document.documentElement;

/** The step at which the page begins; null: with the explorer. theme.js has chosen it. */
export function firstStep() {
  const step = stepNamed(dataset.lesson ?? "") ?? null;
  if (step === null) delete dataset.lesson; // a link may name one that there is not
  return step;
}

/**
 * @param {{place: HTMLElement, enter: HTMLElement, leave: HTMLElement}} elements enter, leave: buttons
 * @param {{
 *   script: string,
 *   store: Store,
 *   stage: ReturnType<typeof import("./stage.js").createStage>,
 *   follow: (target: import("../core/state.js").State) => Promise<void>,
 *   onError: (error: unknown) => void,
 * }} options script: its address; follow: brings the page to a state
 */
export function mountLesson({ place, enter, leave }, { script, store, stage, follow, onError }) {
  /** @type {Promise<import("../lesson/lesson.js").Lesson> | undefined} */
  let coming;
  /** @type {ReturnType<import("../lesson/lesson.js").Lesson["mountLesson"]> | undefined} */
  let lesson;
  const query = new URLSearchParams(asked());

  const mount = (/** @type {import("../lesson/lesson.js").Lesson} */ { mountLesson: build }) =>
    build({
      element: place,
      store,
      pairs: () => stage.parts().offered.flat(),
      shown: stage.parts,
      show: (pair) => follow({ ...store.state, ...PLACES, model: pair.vae.id }),
      predicts: query.get("predict") !== "off",
      presents: query.has("present"),
      onError,
    });

  async function show() {
    const { lesson: step } = store.state;
    remember(step ?? "left");
    if (step === null) {
      delete dataset.lesson;
      return lesson?.close();
    }
    dataset.lesson = step;
    coming ??= laterScript(script);
    lesson ??= mount(await coming.finally(() => lesson || (coming = undefined)));
    if (store.state.lesson === step) await lesson.open(step);
  }
  // Where the models change with the step, they are on the stage once this turn is over.
  const update = () => queueMicrotask(() => show().catch(onError));
  store.listen(["lesson"], update);
  enter.addEventListener("click", () => store.set({ lesson: recalled() ?? FIRST_STEP }));
  leave.addEventListener("click", () => store.set({ lesson: null }));
  if (store.state.lesson !== null) update();
}

/** The step where the visitor left off. @type {string | null} */
let left = null;
const recalled = () => left;

/** Where a returning visitor was: a step's id, or "left". @param {string} where */
function remember(where) {
  left = stepNamed(where) ?? left;
  try {
    localStorage.setItem("lesson", where);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is forbidden, as in theme.js
  }
}
