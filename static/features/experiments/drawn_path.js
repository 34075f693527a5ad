/** A path drawn by hand, on one map with a pointer or finger, or with its arrow keys; it stands in both models. */

import { inWorld } from "../../core/latent_units.js";
import { forBoth, SIDES } from "../../core/sides.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../channels.js").Codes} Codes */
/** @typedef {Record<Side, number[][]>} Paths */

/**
 * @param {import("../experiments.js").ExperimentParts} parts
 * @param {{
 *   onPaths: (paths: Paths) => void,
 *   onEnd: (ends: Codes) => void,
 *   onState: (isDrawing: boolean) => void,
 * }} options onPaths: all so far; onEnd: of what a pointer drew
 */
export function createDrawnPath({ models, cursor, store, channels }, { onPaths, onEnd, onState }) {
  /** @type {Paths} */
  let paths = { ae: [], vae: [] };
  /** How to stop listening to the maps. @type {(() => void)[]} */
  let listening = [];

  function stop() {
    if (!listening.length) return;
    listening.forEach((release) => release());
    listening = [];
    onState(false);
  }
  function show(/** @type {Paths} */ drawn) {
    paths = forBoth((side) => drawn[side].map((z) => inWorld(z, models[side])));
    onPaths(paths);
  }
  /** On the plane that a map shows. @param {Side} side @param {[number, number]} point */
  const onPlane = (side, point) => [...point, ...(store.state[side] ?? models[side].extent.center).slice(2)];
  function end() {
    stop();
    onEnd(forBoth((side) => paths[side][paths[side].length - 1]));
  }
  function start() {
    paths = { ae: [], vae: [] };
    listening = SIDES.map((side) =>
      cursor.maps[side].draw({
        onPoints: (points) =>
          show(
            forBoth((one) => points.map((point) => (one === side ? onPlane(side, point) : cursor.across(side, point)))),
          ),
        onEnd: end,
      }),
    );
    onState(true);
  }

  channels.stepped.listen((codes) => {
    if (listening.length) show(forBoth((side) => [...paths[side], codes[side]]));
  });

  return { toggle: () => (listening.length ? stop() : start()), stop };
}
