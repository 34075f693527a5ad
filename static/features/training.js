/** Training in the page, in the explorer's place: by a link, or by the header's button. Its script does all else. */

import { once } from "./later_script.js";

/** @param {HTMLElement} enter a button @param {import("./lesson.js").Options} options */
export function mountTraining(enter, { script, store, opened, onError }) {
  const begin = once(async () => {
    /** @type {import("../training/training.js").TrainingScript} */ (await script()).mountTraining({
      store,
      onError,
      ...(await opened),
    });
  });
  // What did not come is asked for again by the same button.
  const update = () =>
    store.state.train &&
    begin().catch((error) => {
      store.set({ train: null });
      onError(error);
    });
  store.listen(["train"], update);
  enter.addEventListener("click", () => store.set({ lesson: null, train: "on" }));
  update();
}
