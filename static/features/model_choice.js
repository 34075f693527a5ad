/** The choice among the server's models, and what is done where they change under the open page. */

import { changeOf, missing } from "../core/model_changes.js";
import { PLACES } from "../core/choices.js";
import { choose, families } from "../core/families.js";
import { patiently } from "../net/patience.js";
import { $ } from "../page/element.js";
import { showConnection } from "../views/connection.js";
import { mountModelPicker } from "../views/model_picker.js";
import { mountModelsChanged } from "../views/models_changed.js";

/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {import("../core/families.js").Twins} Twins */

/**
 * @param {{
 *   models: Model[],
 *   first: Twins,
 *   store: import("../core/store.js").Store,
 *   stage: ReturnType<typeof import("./stage.js").createStage>,
 *   list: () => Promise<Model[]>,
 *   onWaiting: (sentence: string) => void,
 *   onError: (error: unknown) => void,
 * }} parts first: to be shown at first; list: asks for the models anew; onWaiting: told what it waits for
 */
export function mountModelChoice({ models, first, store, stage, list, onWaiting, onError }) {
  let [offered, newest] = [models, models];
  /** The id that was asked for, but is not here. */
  let absent = missing(store.state.model, first);
  /** @type {ReturnType<typeof mountModelPicker> | undefined} */
  let picker;
  let checking = false;
  const notice = mountModelsChanged(
    { notice: $("changed"), said: $("changed-said"), button: $("changed-show") },
    { onShow: () => void renew().catch(onError) },
  );

  function offer() {
    offered = newest;
    picker?.unmount();
    picker = mountModelPicker(
      { select: $("model"), row: $("beta-row"), slider: $("beta"), shown: $("beta-shown"), note: $("model-note") },
      {
        families: families(offered),
        current: stage.chosen,
        absent: () => absent,
        onPick: pick,
      },
    );
  }

  /** Show the choice at once, and revert it if its models can't be loaded. @param {Twins} pair */
  function pick(pair) {
    absent = null;
    settle(stage.switchTo(pair));
    picker?.show();
  }
  /** @param {Promise<void>} opening */
  const settle = (opening) =>
    opening
      .then(() => {
        notice.hide();
        if (offered !== newest) offer();
      })
      .catch(onError)
      .finally(() => picker?.show());

  /** Look whether the server still has the models on show; if not, ask nothing more of them, and say so. */
  async function look() {
    const found = await patiently(list, { onWaiting: () => {} });
    const shown = stage.shown();
    if (JSON.stringify(found) !== JSON.stringify(newest)) newest = found;
    const change = shown && changeOf(shown, newest);
    if (change) {
      stage.retire();
      showConnection("live");
      notice.show(change, shown.vae.id);
    } else if (offered !== newest) offer();
  }

  /** Show what the server has now, the same models if it can be, with the digit at hand. */
  async function renew() {
    notice.hide();
    $("model").focus();
    newest = await patiently(list, { onWaiting });
    const wanted = /** @type {Twins} */ (stage.shown()).vae.id;
    const next = choose(families(newest), wanted);
    if (!next) return look();
    absent = missing(wanted, next);
    const opening = stage.switchTo(next);
    offer();
    await opening;
  }

  return {
    /** Show the first pair: at the place that the link names, else at the digit's codes. */
    open() {
      if (absent !== null) store.set(PLACES);
      const opening = stage.open();
      offer();
      return opening;
    },
    /** Whether there is a pair of that VAE. @param {string} id */
    offers: (id) => families(newest).some((family) => family.some(({ vae }) => vae.id === id)),
    /** Show a state that the address names. @param {import("../core/state.js").State} target */
    follow(target) {
      const pair = choose(families(newest), target.model) ?? stage.chosen();
      absent = missing(target.model, pair);
      return settle(stage.follow(pair, absent === null ? target : { ...target, ...PLACES }));
    },
    /** To be called where the models may have changed on the server. */
    check() {
      if (checking) return;
      checking = true;
      look()
        .catch(onError)
        .finally(() => (checking = false));
    },
  };
}
