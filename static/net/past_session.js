/** Moments of a training that is over, of both twins: figures, and a Worker that shows what the models were like then. */

import { AskedWorker } from "./asked_worker.js";
import { forBoth, SIDES } from "../core/sides.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {import("../engine/training/eyes.js").Look} Look */
/** @typedef {import("../engine/training/eyes.js").Seen} Seen */
/** @typedef {import("../engine/training/measures.js").Measures} Measures */
/** @typedef {import("./api.js").Api} Api */
/**
 * @typedef {{step: number, images: number, train: Record<Side, number>, of: Record<Side, Measures>, places: Record<Side, number>}} Moment
 *   images: seen so far; train: loss, nats; places: of it among the moments of each
 */
/** @typedef {{moments: Moment[], tensors: Record<Side, Blob>}} Past */

/** @param {Pick<Api, "file">} api @param {Record<Side, Model>} models @param {AbortSignal} [signal] @returns {Promise<Past>} */
export async function loadPast(api, models, signal) {
  const file = (/** @type {Side} */ side, /** @type {string} */ name) =>
    api.file(`api/models/${models[side].id}/${models[side].revision}/${name}`, { signal });
  const told = await Promise.all(
    SIDES.map(async (side) => JSON.parse(await (await file(side, "snapshots.json")).text())),
  );
  const [ae, vae] = await Promise.all(SIDES.map((side) => file(side, "snapshots.safetensors")));
  const moments = momentsOf({ ae: told[0].moments, vae: told[1].moments }, models.vae.beta ?? 1);
  return { moments, tensors: { ae, vae } };
}

/**
 * What the server tells of both, in the terms of a training in the page: of steps at which both were kept.
 * @param {Record<Side, any[]>} told as model/measures/moment.py has it @param {number} beta the VAE's @returns {Moment[]}
 */
export function momentsOf(told, beta) {
  const placeOf = (/** @type {Side} */ side, /** @type {number} */ step) =>
    told[side].findIndex((one) => one.step === step);
  const both = told.vae.filter(({ step }) => placeOf("ae", step) >= 0);
  return both.map(({ step, images_seen: images }) => {
    const places = forBoth((side) => placeOf(side, step));
    const of = forBoth((side) => told[side][places[side]]);
    const train = forBoth((side) => of[side].train_loss);
    return { step, images, train, of: forBoth((side) => measuresOf(of[side], beta)), places };
  });
}

/** @param {any} told @param {number} beta @returns {Measures} */
const measuresOf = ({ reconstruction, kl, ...told }, beta) => ({
  ...{ reconstruction, kl, loss: reconstruction + beta * (kl ?? 0), klPerAxis: told.kl_per_dim },
  ...{ active: told.active_units, sigma: told.sigma, kept: told.label_kept?.value, sure: told.judge_sure?.value },
});

export class PastSession {
  #worker;
  #ended = false;
  #wanted = 0;
  #isAsking = false;
  #onFrame;
  #moments;

  /**
   * @param {{
   *   files: {script: string, kernel: string | Blob, judge: string | Blob},
   *   past: Past,
   *   side: number,
   *   onFrame: (place: number, looks: Record<Side, Look>) => void,
   *   onLost: () => void,
   *   create?: (script: string) => Worker,
   * }} options side: of the grid of decoded images; onLost: its Worker is no more; create: for tests
   */
  constructor({ files, past, side, onFrame, onLost, create = (script) => new Worker(script) }) {
    this.#onFrame = onFrame;
    this.#moments = past.moments;
    this.#worker = new AskedWorker(create(files.script), onLost);
    const { kernel, judge } = files;
    /** Settles once it can show something, or where it can't. */
    this.ready = this.#worker.send({ load: { recalls: { kernel, judge, moments: past.tensors }, side } });
  }

  /** Show a moment; of several that are wanted meanwhile the newest. @param {number} place */
  async show(place) {
    this.#wanted = place;
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      await this.ready;
      let shown = -1;
      while (shown !== this.#wanted && !this.#ended) {
        shown = this.#wanted;
        this.#onFrame(shown, await this.#worker.ask("frame", this.#moments[shown].places));
      }
    } catch (error) {
      if (!this.#ended) throw error;
    } finally {
      this.#isAsking = false;
    }
  }

  /** Images at codes at a moment, and what the judge reads in them. @param {number} place @param {Record<Side, number[][]>} codes @returns {Promise<Record<Side, Seen>>} */
  look = (place, codes) => this.#worker.ask("see", { places: this.#moments[place].places, codes });

  end() {
    this.#ended = true;
    this.#worker.end(new Error("the moments are no longer shown"));
  }
}
