/** The stage: shows one pair of twins after another, or another state of the pair on it; the newest choice wins. */

import { isOtherDigit, namesNoCode, PLACES, unshown } from "../core/choices.js";
import { alone } from "../core/families.js";
import { firstOf } from "../core/gallery.js";
import { forBoth, SIDES } from "../core/sides.js";
import { patiently } from "../net/patience.js";
import { Offline, Refusal } from "../net/refusal.js";
import { sampleDigits } from "../net/sample_digits.js";
import { t } from "../page/text.js";
import { mountExplorer } from "./explorer.js";
import { speakOnPage } from "./speech.js";
import { once } from "./later_script.js";
import { loadWeights } from "./weights.js";

/** @typedef {import("../core/families.js").Twins} Twins */

/** @typedef {<T>(work: () => Promise<T>) => Promise<T>} Trying */

/** Whether both are the same models, on the same weights. @param {Twins} a @param {Twins} b */
const areSame = (a, b) => SIDES.every((side) => a[side].id === b[side].id && a[side].revision === b[side].revision);

/** Whether both are of the same images. @param {Twins} a @param {Twins} b */
const ofOneSet = (a, b) => a.vae.images.id === b.vae.images.id;

/** On which side a model stands, and whether as a copy. @param {import("../core/contract.js").Model} model */
const placeOf = ({ kind, copies }) => ({ kind, copies });

/**
 * @param {Twins} first
 * @param {{
 *   store: import("../core/store.js").Store,
 *   connect: (signal: AbortSignal) => import("../net/api.js").Api,
 *   engine: import("./engine.js").EngineFiles | null,
 *   planes: import("./later_script.js").Load,
 *   picture: import("./later_script.js").Load,
 *   evidence: import("./later_script.js").Load,
 *   layers: import("./later_script.js").Load,
 *   offered: Twins[][],
 *   go: import("./channels.js").Parts["go"],
 *   onReturn: () => void,
 *   onWaiting: (sentence: string) => void,
 *   onArriving: (done: number, total: number) => void,
 * }} options
 *   planes, picture, evidence, layers: the scripts that choose among those of a map, show how a picture is read, show what was measured, and paint a map's layers; connect: an API that asks for nothing once the signal is aborted; onReturn: called where the server is there again;
 *   onWaiting: told what it waits for before it can show a pair, and an empty sentence at the end;
 *   onArriving: told how many bytes of what a page without a server computes with have come
 */
export function createStage(
  first,
  { store, connect, engine, planes, picture, evidence, layers, offered, go, onReturn, onWaiting, onArriving },
) {
  let wanted = { pair: first };
  /** What is mounted, with all of its metrics, as the server then had it. @type {Twins | undefined} */
  let mounted;
  /** By its address, which tells it from an earlier one of its set; whatever models are on show. @type {Map<string, ReturnType<typeof sampleDigits>>} */
  const samples = new Map();
  /** @type {ReturnType<typeof mountExplorer> | undefined} */
  let explorer;
  let asking = new AbortController();
  /** Aborted where another pair is wanted before this one has come. */
  let arriving = asking;

  /** What chooses the maps' plane, for the first pair that has several; the panel of the first picture; the evidence's; layers'. */
  const [choosing, panel, measured, painting] = [planes, picture, evidence, layers].map(once);

  /**
   * Load all that a pair's page needs; the mounted pair stays meanwhile.
   * @param {Twins} pair @param {AbortSignal} signal @param {import("../net/api.js").Api} api @param {Trying} trying
   */
  async function load(pair, signal, api, trying) {
    const { x, digit } = store.state;
    const { images } = pair.vae;
    const ids = SIDES.map((side) => pair[side].id);
    // Its code comes with the models' own, not after them: on a slow network that is half a second.
    if (!mounted && x === null) api.beginSample(ids, digit ?? firstOf(images));
    const [chooser, ae, vae, cloudOfAe, cloudOfVae] = await Promise.all([
      pair.vae.latent_dim > 2 ? choosing() : null,
      ...SIDES.map(async (side) => ({ ...(await api.model(pair[side].id)), ...placeOf(pair[side]) })),
      ...SIDES.map((side) => api.codes(pair[side].id)),
    ]);
    const clouds = /** @type {any} */ ({ ae: cloudOfAe, vae: cloudOfVae });
    const { url } = clouds.vae.thumbnails;
    const sample =
      samples.get(url) ?? sampleDigits(clouds.vae, images.channels, fileOf(connect(new AbortController().signal)));
    samples.set(url, sample);
    const models = /** @type {Twins} */ (/** @type {any} */ ({ ae, vae }));
    const read = () =>
      loadWeights(models, api, engine?.kernel ?? "", onArriving).finally(() => api.alone && onWaiting(""));
    /** @type {ReturnType<typeof read> | undefined} */
    let coming;
    const weights = () => (coming ??= trying(read));
    if (mounted && api.alone) await weights(); // or else the page would be left with a pair that it can't compute
    const scripts = { chooser, panel, evidence: measured, layers: painting };
    return { models, offered, go, clouds, sample: sample.digits, store, api, signal, engine, ...scripts, weights };
  }

  /** Without the sample a site computes nothing, so that it is said. @param {import("../net/api.js").Api} api */
  const fileOf =
    ({ alone, file }) =>
    (/** @type {string} */ url) =>
      alone ? patiently(() => file(url), { onWaiting }) : file(url);

  /**
   * Who picks a pair while a site is away keeps the one that there is; all else waits for a site, and for a server.
   * @param {Twins} pair @param {AbortSignal} signal @param {boolean} isPicked @returns {Trying}
   */
  const tryingFor = (pair, signal, isPicked) => (work) =>
    isPicked
      ? work().catch((error) => {
          throw error instanceof Offline ? new Refusal(t("error.not_kept", { id: pair.vae.id })) : error;
        })
      : patiently(work, { signal, onWaiting });

  /**
   * Reset the map's view and move z to the digit's code on each side whose weights change; reset the pins on both.
   * @param {Twins} pair
   * @param {Record<import("../core/sides.js").Side, import("../core/contract.js").Cloud>} clouds
   */
  function forget(pair, clouds) {
    if (!mounted) return;
    if (!ofOneSet(pair, mounted)) return enter(pair, clouds);
    const { digit } = store.state;
    const code = (/** @type {import("../core/sides.js").Side} */ side) =>
      digit === null ? null : (clouds[side].codes[digit]?.mu ?? null);
    const ofAe = pair.ae.revision === mounted.ae.revision ? {} : { ae: code("ae"), mapae: null };
    store.set({ model: pair.vae.id, vae: code("vae"), mapvae: null, pinsae: null, pinsvae: null, ...ofAe });
  }

  /**
   * Show the first image of another set, as none of those before is of it.
   * @param {Twins} pair
   * @param {Record<import("../core/sides.js").Side, import("../core/contract.js").Cloud>} clouds
   */
  function enter(pair, clouds) {
    const digit = firstOf(pair.vae.images, clouds.vae.codes.length);
    const codes = forBoth((side) => clouds[side].codes[digit].mu);
    store.set({ model: pair.vae.id, ...PLACES, ...codes, digit, x: null, label: null });
  }

  /**
   * @param {{pair: Twins}} mine
   * @param {boolean} moves whether z moves to the digit's codes
   * @param {import("../core/state.js").State} [target] to be shown in place of the current state
   */
  async function open(mine, moves, target) {
    const leaving = (arriving = new AbortController());
    const { signal } = leaving;
    const api = connect(signal);
    const trying = tryingFor(mine.pair, signal, api.alone && Boolean(mounted) && !target);
    const parts = await trying(() => load(mine.pair, signal, api, trying));
    if (mine !== wanted) return;
    const stays = mounted && ofOneSet(parts.models, mounted) && (!target || !isOtherDigit(store.state, target));
    const given = stays ? explorer?.pending() : null;
    const drawn = (stays && explorer?.drawing()) || { strokes: [], rests: true };
    retire();
    explorer?.unmount();
    if (target) store.set(target);
    else forget(parts.models, parts.clouds);
    mounted = parts.models;
    asking = leaving;
    const { images } = parts.models.vae;
    document.body.dataset.images = images.id;
    document.body.dataset.ink = images.ink ? "theme" : "none";
    const kind = alone(parts.models);
    document.body.dataset.lone = kind ?? "";
    store.set(unshown(store.state, parts.models));
    const isNowhere = moves || namesNoCode(store.state);
    speakOnPage(images, {
      sample: parts.clouds.vae.codes.length,
      isJudged: parts.models.vae.judge !== null,
      alone: kind,
    });
    const sample = samples.get(parts.clouds.vae.thumbnails.url);
    if (parts.api.alone) sample?.begin(); // the page's engine needs it before it encodes
    explorer = mountExplorer(parts, drawn, onReturn);
    // Until the digit is encoded, the previous models' figures stay on the page, faded.
    document.body.classList.add("switching");
    await explorer.show(isNowhere, given);
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
