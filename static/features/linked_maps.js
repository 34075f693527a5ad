/**
 * Keep both maps together: the one last touched leads, and the other shows as many sd at the same place of its cloud.
 */

import { closeness, samePlace, sameZoom, sharedBounds } from "../core/latent_units.js";
import { placeOn } from "../core/plane.js";
import { SIDES, forBoth, otherSide } from "../core/sides.js";
import { worldBounds } from "../core/viewport.js";
import { $ } from "../page/element.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {{side: Side} & import("../views/latent_map.js").Move} Moved */

/**
 * @param {{
 *   planes: Record<Side, import("../core/plane.js").Plane>,
 *   looks: Record<Side, import("../core/latent_units.js").Look>,
 *   store: import("../core/store.js").Store,
 *   maps: Record<Side, import("../views/latent_map.js").LatentMap>,
 *   moved: import("../core/observable.js").Channel<Moved>,
 * }} parts planes, looks, maps: as they are at the time
 */
export function linkMaps({ planes, looks, store, maps, moved }) {
  /** @type {Side} */
  let leader = "vae";
  /** The digit's code in both, if there is one. @type {Record<Side, number[]> | null} */
  let digit = null;
  const listening = new AbortController();
  const { signal } = listening;
  for (const side of SIDES) {
    const element = /** @type {HTMLElement} */ ($(`map-${side}`));
    const lead = () => (leader = side);
    // Capture, to run before Leaflet, whatever it does with the event.
    for (const type of ["pointerdown", "pointerenter", "wheel", "keydown", "focusin"]) {
      element.addEventListener(type, lead, { signal, capture: true, passive: true });
    }
  }

  const world = (/** @type {Side} */ side) => ({
    ...planes[side],
    middle: looks[side].dense.center,
    digit: digit ? placeOn(planes[side], digit[side]) : looks[side].dense.center,
  });

  const closenessOf = (/** @type {Side} */ side, /** @type {number} */ zoom) =>
    digit ? closeness(zoom, maps[side].overview()) : 0;

  /** Let neither map stop before the other while they are linked. @param {number} close */
  function limitBoth(close) {
    const bounds = store.state.link
      ? sharedBounds(forBoth(world), close)
      : forBoth((side) => worldBounds(planes[side].extent));
    for (const side of SIDES) maps[side].limit(bounds[side]);
  }

  /** @param {Moved} move */
  function follow({ side, animated, view = maps[side].view() }) {
    if (!store.state.link || side !== leader) return;
    const other = otherSide(side);
    const close = closenessOf(side, view.zoom);
    limitBoth(close);
    const center = samePlace(view.center, { from: world(side), to: world(other), closeness: close });
    maps[other].show({ center, zoom: sameZoom(view.zoom, planes[side], planes[other]) }, animated);
  }
  const limitNow = () => limitBoth(closenessOf(leader, maps[leader].view().zoom));
  const stop = store.listen(["link"], () => {
    limitNow();
    follow({ side: leader, animated: false });
  });
  limitNow();

  moved.listen(follow);

  return {
    /** Make a map the leader. @param {Side} side */
    lead: (side) => (leader = side),
    /** Set the current digit's codes, the anchor of close views. @param {Record<Side, number[]>} codes */
    setDigit(codes) {
      digit = codes;
      limitNow();
    },
    /** To be called once the maps show other planes. */
    limit: limitNow,
    release() {
      stop();
      listening.abort();
    },
  };
}
