/** A path drawn on one map with mouse, finger or arrow keys, and carried over to the other model. */

import { onto } from "../../core/plane.js";
import { inWorld } from "../../core/plane_map.js";
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
 * }} options onPaths: with the paths so far; onEnd: with the last codes, when a pointer ends its stroke
 */
export function createDrawnPath({ cursor, store, channels }, { onPaths, onEnd, onState }) {
  /** @type {Paths} */
  let paths = { ae: [], vae: [] };
  /** Functions that stop listening to the maps; empty when not drawing. @type {(() => void)[]} */
  let listening = [];

  function stop() {
    if (!listening.length) return;
    listening.forEach((release) => release());
    listening = [];
    onState(false);
  }
  function show(/** @type {Paths} */ drawn) {
    paths = forBoth((side) => drawn[side].map((z) => inWorld(z, cursor.planes[side])));
    onPaths(paths);
  }
  /** The code at a point of the plane that a map shows. @param {Side} side @param {[number, number]} point */
  const onPlane = (side, point) => {
    const plane = cursor.planes[side];
    return onto(plane, store.state[side] ?? inWorld(null, plane))(point);
  };
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
            forBoth((one) =>
              points.map((point) => (one === side ? onPlane(side, point) : cursor.across(side, onPlane(side, point)))),
            ),
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
