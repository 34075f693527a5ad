/** The stage: shows one pair of twins after another, or another state of the pair on it; the newest choice wins. */

import { isOtherDigit, namesNoCode } from "../core/choices.js";
import { FIRST_DIGIT } from "../core/gallery.js";
import { SIDES } from "../core/sides.js";
import { patiently } from "../net/patience.js";
import { sampleDigits } from "../net/sample_digits.js";
import { mountExplorer } from "./explorer.js";

/** @typedef {import("../core/families.js").Twins} Twins */

/** Whether both are the same models, on the same weights. @param {Twins} a @param {Twins} b */
const areSame = (a, b) => SIDES.every((side) => a[side].id === b[side].id && a[side].revision === b[side].revision);

/**
 * @param {Twins} first
 * @param {{
 *   store: import("../core/store.js").Store,
 *   connect: (signal: AbortSignal) => import("../net/api.js").Api,
 *   engine: import("./engine.js").EngineFiles | null,
 *   offered: Twins[][],
 *   go: import("./channels.js").Parts["go"],
 *   onReturn: () => void,
 *   onWaiting: (sentence: string) => void,
 * }} options
 *   connect: an API that asks for nothing once the signal is aborted; onReturn: called where the server is there again;
 *   onWaiting: told what it waits for before it can show a pair, and an empty sentence at the end
 */
export function createStage(first, { store, connect, engine, offered, go, onReturn, onWaiting }) {
  let wanted = { pair: first };
  /** What is mounted, with all of its metrics, as the server then had it. @type {Twins | undefined} */
  let mounted;
  /** @type {ReturnType<typeof sampleDigits> | undefined} */
  let sample;
  /** @type {ReturnType<typeof mountExplorer> | undefined} */
  let explorer;
  let asking = new AbortController();
  /** Aborted where another pair is wanted before this one has come. */
  let arriving = asking;

  /** Load all that a pair's page needs; the mounted pair stays meanwhile. @param {Twins} pair @param {AbortSignal} signal */
  async function load(pair, signal) {
    const api = connect(signal);
    const { x, digit } = store.state;
    const ids = SIDES.map((side) => pair[side].id);
    // Its code comes with the models' own, not after them: on a slow network that is half a second.
    if (!mounted && x === null) api.beginSample(ids, digit ?? FIRST_DIGIT);
    const [ae, vae, cloudOfAe, cloudOfVae] = await Promise.all([
      ...SIDES.map((side) => api.model(pair[side].id)),
      ...SIDES.map((side) => api.codes(pair[side].id)),
    ]);
    const clouds = /** @type {any} */ ({ ae: cloudOfAe, vae: cloudOfVae });
    sample ??= sampleDigits(clouds.vae, connect(new AbortController().signal).file); // whatever models are on show
    const models = /** @type {Twins} */ (/** @type {any} */ ({ ae, vae }));
    return { models, offered, go, clouds, sample: sample.digits, store, api, signal, engine };
  }

  /**
   * Reset the map's view and move z to the digit's code on each side whose weights change; reset the pins on both.
   * @param {Twins} pair
   * @param {Record<import("../core/sides.js").Side, import("../core/contract.js").Cloud>} clouds
   */
  function forget(pair, clouds) {
    if (!mounted) return;
    const { digit } = store.state;
    const code = (/** @type {import("../core/sides.js").Side} */ side) =>
      digit === null ? null : clouds[side].codes[digit].mu;
    const ofAe = pair.ae.revision === mounted.ae.revision ? {} : { ae: code("ae"), mapae: null };
    store.set({ model: pair.vae.id, vae: code("vae"), mapvae: null, pinsae: null, pinsvae: null, ...ofAe });
  }

  /**
   * @param {{pair: Twins}} mine
   * @param {boolean} moves whether z moves to the digit's codes
   * @param {import("../core/state.js").State} [target] to be shown in place of the current state
   */
  async function open(mine, moves, target) {
    const leaving = (arriving = new AbortController());
    const { signal } = leaving;
    const parts = await patiently(() => load(mine.pair, signal), { signal, onWaiting });
    if (mine !== wanted) return;
    const stays = !target || !isOtherDigit(store.state, target);
    const picture = stays ? explorer?.pending() : null;
    const drawn = (stays && explorer?.drawing()) || { strokes: [], rests: true };
    retire();
    explorer?.unmount();
    if (target) store.set(target);
    else forget(parts.models, parts.clouds);
    mounted = parts.models;
    asking = leaving;
    if (parts.api.alone) sample?.begin(); // the page's engine needs it before it encodes
    explorer = mountExplorer(parts, drawn, onReturn);
    // Until the digit is encoded, the previous models' figures stay on the page, faded.
    document.body.classList.add("switching");
    await explorer.show(moves, picture);
    sample?.begin();
    if (parts.models === mounted) document.body.classList.remove("switching");
  }

  /** What is on its way comes no more. @param {Twins} pair */
  function want(pair) {
    if (arriving !== asking) arriving.abort();
    return (wanted = { pair });
  }

  /**
   * Show other twins; if they can't be loaded, the mounted ones stay chosen.
   * @param {Twins} pair @param {import("../core/state.js").State} [target]
   */
  async function switchTo(pair, target) {
    await attempt(want(pair), !target || namesNoCode(target), target);
  }

  /** @type {typeof open} */
  async function attempt(mine, moves, target) {
    try {
      await open(mine, moves, target);
    } catch (error) {
      if (wanted !== mine) return;
      wanted = { pair: mounted ?? first };
      throw error;
    }
  }

  /** Ask nothing more of the mounted pair; what is shown of it stays. */
  const retire = () => asking.abort();

  return {
    /** Show the first twins. Keep a z that the link names; without one, move to the digit's codes. */
    open: () => attempt(wanted, namesNoCode(store.state)),
    chosen: () => wanted.pair,
    /** The models on show, if any are already. */
    shown: () => mounted,
    /** What the pair on show is made of; there is one once `open` is done. */
    parts: () => /** @type {NonNullable<typeof explorer>} */ (explorer).parts,
    /** What is on the page, once anything is. */
    showcase: () => explorer?.showcase(),
    retire,
    switchTo,
    /** Show a state of these twins. @param {Twins} pair @param {import("../core/state.js").State} target */
    async follow(pair, target) {
      if (!explorer || !mounted || !areSame(pair, mounted)) return switchTo(pair, target);
      want(pair);
      await explorer.follow(target);
    },
  };
}
