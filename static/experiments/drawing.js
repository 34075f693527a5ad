/** A path drawn by hand, on one map with a pointer or finger, or with its arrow keys; it stands in both models. */

import { SIDES, forBoth } from "../sides.js";

/** @typedef {import("../store.js").Side} Side */
/** @typedef {Record<Side, number[][]>} Paths */

/**
 * @param {{cursor: import("../cockpit.js").Parts["cursor"], rest: (side: Side) => number[],
 *   onPaths: (paths: Paths) => void, onState: (isDrawing: boolean) => void}} options
 *   rest: a code of whose plane the map shows; onPaths: all so far
 */
export function createDrawing({ cursor, rest, onPaths, onState }) {
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
    paths = drawn;
    onPaths(paths);
  }
  function start() {
    paths = { ae: [], vae: [] };
    listening = SIDES.map((side) => cursor.maps[side].draw({
      onPoints: (points) => show(forBoth((one) => points.map((point) => (one === side ? [...point, ...rest(side).slice(2)] : cursor.across(side, point))))),
      onEnd: stop,
    }));
    onState(true);
  }

  return {
    toggle: () => (listening.length ? stop() : start()),
    stop,
    /** The cursor took a step by keys. @param {import("../cockpit.js").Pair} codes */
    extend: (codes) => void (listening.length && show(forBoth((side) => [...paths[side], codes[side]]))),
  };
}
