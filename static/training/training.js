/**
 * Training in the page, a script of its own: a small autoencoder and its VAE twin learn while one looks. Page and script
 * meet at the script's element.
 */

import { isFocusLost } from "./parts.js";
import { mountRoom } from "./room.js";
import { sourceOf } from "./source.js";
import { Refusal } from "../net/refusal.js";
import { $ } from "../page/element.js";
import { t } from "../page/text.js";

/**
 * @typedef {{
 *   store: import("../core/store.js").Store,
 *   stage: ReturnType<typeof import("../features/stage.js").createStage>,
 *   follow: (target: import("../core/state.js").State) => Promise<void>,
 *   onError: (error: unknown) => void,
 * }} Given what the page gives; follow: brings it to a state
 * @typedef {Given & {onFine: () => void}} World onFine: what was amiss is over
 */
/** @typedef {ReturnType<typeof mountRoom>} Room */

const { dataset } = document.documentElement; // it says what stands in the explorer's place, for the style sheets

/** @param {Given} given */
function mountTraining(given) {
  const { store } = given;
  const world = { ...given, onError, onFine: () => void ($("lesson-problem").hidden = true) };
  /** @type {Promise<Room> | undefined} */
  let coming;
  /** The room, once what it needs has come; tried again where it did not. */
  const room = () =>
    (coming ??= sourceOf(world)
      .then((source) => mountRoom(world, source))
      .catch((error) => {
        coming = undefined;
        throw error;
      }));

  /** Of this script's own refusals the page knows nothing. @param {unknown} error */
  function onError(error) {
    if (!(error instanceof Refusal)) return given.onError(error);
    $("training").dataset.mode ??= "none"; // without a room there is nothing that could be used
    $("lesson-problem").textContent = error.message;
    $("lesson-problem").hidden = false;
  }
  /** @param {string} train as core/training_link.js reads it, or “on” */
  async function open(train) {
    if (!("train" in dataset)) world.onFine(); // it may be of the lesson
    dataset.train = "";
    if (!("WebAssembly" in window)) throw new Refusal(t("training.no_wasm"));
    const opened = await room();
    if (store.state.train === train) opened.open(train);
  }
  function close() {
    delete dataset.train;
    coming?.then((one) => one.close()).catch(() => {}); // whoever opened it learns of it
    if (isFocusLost()) $("to-training").focus();
  }
  function update() {
    const { train, lesson } = store.state;
    if (dataset.embed) return; // a part of the page is shown alone
    if (train !== null && lesson === null) open(train).catch(onError);
    else if ("train" in dataset) close();
  }
  store.listen(["train", "lesson"], update);
  $("to-explorer").addEventListener("click", () => store.set({ train: null }));
  update();
}

const made = { mountTraining };
/** @typedef {typeof made} TrainingScript */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made });
