/** Shortest paths between the pins in both models: Workers of their own find them, ever shorter while the pins rest. */

import { AskedWorker } from "../../net/asked_worker.js";
import { newestOnly } from "../../net/newest_only.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {Record<Side, import("../../engine/geodesic/surveyor.js").Ends>} Ends */
/** @typedef {Record<Side, import("../../engine/geodesic/surveyor.js").Shortest>} Shortest */

/**
 * @param {import("../experiments.js").ExperimentParts} parts
 * @param {(found: Shortest) => void} onFound
 */
export function createShortestPaths({ engine: files, weights, models, channels, signal }, onFound) {
  /** @type {Promise<Record<Side, AskedWorker>> | null} */
  let workers = null;
  /** @type {Ends | null} */
  let wanted = null;

  async function begin() {
    const found = await weights();
    signal.throwIfAborted();
    const end = () => {
      workers = null; // whoever asks next has them begin anew
      for (const side of SIDES) started[side].end(new Error(t("error.lost_engine")));
    };
    const started = forBoth(() => new AskedWorker(new Worker(files?.geodesic ?? ""), end, again));
    signal.addEventListener("abort", end);
    /** @param {Side} side */
    const load = (side) => ({ files: { kernel: found.kernel, model: found[side] }, square: models[side].extent });
    await Promise.all(SIDES.map((side) => started[side].send({ load: load(side) }))).catch(({ message }) => {
      end();
      throw new Error(t("error.no_engine", { reason: message }));
    });
    return started;
  }
  const again = () => wanted && ask(wanted);

  const find = newestOnly(async (/** @type {Ends} */ ends) => {
    const by = await (workers ??= begin());
    for (let settled = false; !settled && wanted === ends;) {
      const [ae, vae] = await Promise.all(SIDES.map((side) => by[side].ask("shortest", ends[side])));
      settled = ae.settled && vae.settled;
      if (wanted) onFound({ ae, vae });
    }
  });
  /** @param {Ends} ends */
  function ask(ends) {
    wanted = ends;
    find(ends).catch((error) => signal.aborted || channels.problem.emit(error.message));
  }

  return {
    /** Whether they can be found: in a plane, by the page. */
    can: () => models.vae.latent_dim === 2 && Boolean(files && channels.engine.value),
    ask,
    stop: () => (wanted = null),
  };
}
