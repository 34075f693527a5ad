/** Shortest paths between the pins in both models: Workers of their own find them, and draw them tight while the pins rest. */

import { AskedWorker } from "../../net/asked_worker.js";
import { newestOnly } from "../../net/newest_only.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {Record<Side, import("../../engine/geodesic/surveyor.js").Ends>} Ends */
/** @typedef {Record<Side, import("../../engine/geodesic/surveyor.js").Shortest>} Shortest */

const REST_MS = 150; // a pin that is dragged moves again before that, and shall not wait for a path that is drawn tight

/**
 * @param {import("../experiments.js").ExperimentParts} parts
 * @param {(found: Shortest) => void} onFound
 */
export function createShortestPaths({ engine: files, weights, models, channels, signal }, onFound) {
  /** @type {Promise<Record<Side, AskedWorker>> | null} */
  let workers = null;
  /** @type {Ends | null} */
  let wanted = null;
  /** @type {Ends | null} */
  let found = null;
  let next = 0;

  async function begin() {
    const weighed = await weights();
    signal.throwIfAborted();
    const end = () => {
      workers = null; // whoever asks next has them begin anew
      for (const side of SIDES) started[side].end(new Error(t("error.lost_engine")));
    };
    const started = forBoth(() => new AskedWorker(new Worker(files?.geodesic ?? ""), end, run));
    signal.addEventListener("abort", end);
    /** @param {Side} side */
    const load = (side) => ({ files: { kernel: weighed.kernel, model: weighed[side] }, square: models[side].extent });
    await Promise.all(SIDES.map((side) => started[side].send({ load: load(side) }))).catch(({ message }) => {
      end();
      throw new Error(t("error.no_engine", { reason: message }));
    });
    return started;
  }

  const find = newestOnly(async (/** @type {Ends} */ ends) => {
    const by = await (workers ??= begin());
    const [ae, vae] = await Promise.all(SIDES.map((side) => by[side].ask("shortest", ends[side])));
    if (wanted) onFound({ ae, vae });
    const settled = ae.settled && vae.settled;
    if (wanted === ends && !settled) next = window.setTimeout(run, found === ends ? 0 : REST_MS);
    found = ends;
  });
  const run = () => wanted && find(wanted).catch((error) => signal.aborted || channels.problem.emit(error.message));

  /** @param {Ends | null} ends */
  function want(ends) {
    wanted = ends;
    clearTimeout(next);
    run();
  }

  signal.addEventListener("abort", () => want(null));
  return {
    /** Whether they can be found: in a plane, by the page. */
    can: () => models.vae.latent_dim === 2 && Boolean(files && channels.engine.value),
    ask: want,
    stop: () => want(null),
  };
}
