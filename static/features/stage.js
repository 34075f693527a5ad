/** The stage: shows one pair of twins after another, or another state of the pair on it; the newest choice wins. */

import { isOtherDigit, namesNoCode } from "../core/choices.js";
import { SIDES } from "../core/sides.js";
import { loadSample } from "../net/sample_digits.js";
import { mountExplorer } from "./explorer.js";

/** @typedef {import("../core/families.js").Twins} Twins */

/**
 * @param {Twins} first
 * @param {{store: import("../core/store.js").Store, api: import("../net/api.js").Api}} parts
 */
export function createStage(first, { store, api }) {
  let wanted = { pair: first };
  /** @type {Twins | undefined} */
  let mounted;
  /** @type {Uint8Array[] | undefined} */
  let sample;
  /** @type {ReturnType<typeof mountExplorer> | undefined} */
  let explorer;

  /** Load all that a pair's page needs; the mounted pair stays meanwhile. @param {Twins} pair */
  async function load(pair) {
    const [ae, vae, cloudOfAe, cloudOfVae] = await Promise.all([
      ...SIDES.map((side) => api.model(pair[side].id)),
      ...SIDES.map((side) => api.codes(pair[side].id)),
    ]);
    const clouds = /** @type {any} */ ({ ae: cloudOfAe, vae: cloudOfVae });
    sample ??= await loadSample(clouds.vae);
    return { models: /** @type {any} */ ({ ae, vae }), clouds, sample, store, api };
  }

  /**
   * Reset the map's view and move z to the digit's code on each side whose model changes; reset the pins on both.
   * @param {Twins} pair
   * @param {Record<import("../core/sides.js").Side, import("../core/contract.js").Cloud>} clouds
   */
  function forget(pair, clouds) {
    if (!mounted) return;
    const { digit } = store.state;
    const code = (/** @type {import("../core/sides.js").Side} */ side) =>
      digit === null ? null : clouds[side].codes[digit].mu;
    const ofAe = pair.ae.id === mounted.ae.id ? {} : { ae: code("ae"), mapae: null };
    store.set({ model: pair.vae.id, vae: code("vae"), mapvae: null, pinsae: null, pinsvae: null, ...ofAe });
  }

  /**
   * @param {{pair: Twins}} mine
   * @param {boolean} moves whether z moves to the digit's codes
   * @param {import("../core/state.js").State} [target] to be shown in place of the current state
   */
  async function open(mine, moves, target) {
    const { pair } = mine;
    const parts = await load(pair);
    if (mine !== wanted) return;
    const stays = !target || !isOtherDigit(store.state, target);
    const picture = stays ? explorer?.pending() : null;
    const drawn = (stays && explorer?.drawing()) || { strokes: [], rests: true };
    explorer?.unmount();
    if (target) store.set(target);
    else forget(pair, parts.clouds);
    mounted = pair;
    explorer = mountExplorer(parts, drawn);
    // Until the digit is encoded, the previous models' figures stay on the page, faded.
    document.body.classList.add("switching");
    await explorer.show(moves, picture);
    if (pair === mounted) document.body.classList.remove("switching");
  }

  /**
   * Show other twins; if they can't be loaded, the mounted ones stay chosen.
   * @param {Twins} pair @param {import("../core/state.js").State} [target]
   */
  async function switchTo(pair, target) {
    const mine = (wanted = { pair });
    try {
      await open(mine, !target || namesNoCode(target), target);
    } catch (error) {
      if (wanted === mine) wanted = { pair: mounted ?? first };
      throw error;
    }
  }

  return {
    /** Show the first twins. Keep a z that the link names; without one, move to the digit's codes. */
    open: () => open(wanted, namesNoCode(store.state)),
    chosen: () => wanted.pair,
    switchTo,
    /** Show a state of these twins. @param {Twins} pair @param {import("../core/state.js").State} target */
    async follow(pair, target) {
      if (!explorer || pair !== mounted || pair !== wanted.pair) return switchTo(pair, target);
      await explorer.follow(target);
    },
  };
}
