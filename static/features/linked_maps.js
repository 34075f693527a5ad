/**
 * Keep both maps together: the one last touched leads, and the other shows as many sd at the same place of its cloud.
 */

import { closeness, samePlace, sameZoom, sharedBounds } from "../core/latent_units.js";
import { SIDES, forBoth, otherSide } from "../core/sides.js";
import { worldBounds } from "../core/viewport.js";
import { $ } from "../page/element.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {{side: Side} & import("../views/latent_map.js").Move} Moved */

/**
 * @param {{
 *   models: import("../core/families.js").Twins,
 *   looks: Record<Side, import("../core/latent_units.js").Look>,
 *   store: import("../core/store.js").Store,
 *   maps: Record<Side, import("../views/latent_map.js").LatentMap>,
 *   moved: import("../core/observable.js").Channel<Moved>,
 * }} parts
 */
export function linkMaps({ models, looks, store, maps, moved }) {
  /** @type {Side} */
  let leader = "vae";
  /** The digit's place in both, if there is one. @type {Record<Side, [number, number]> | null} */
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
    ...models[side],
    middle: looks[side].dense.center,
    digit: digit?.[side] ?? looks[side].dense.center,
  });

  const closenessOf = (/** @type {Side} */ side, /** @type {number} */ zoom) =>
    digit ? closeness(zoom, maps[side].overview()) : 0;

  /** Let neither map stop before the other while they are linked. @param {number} close */
  function limitBoth(close) {
    const bounds = store.state.link
      ? sharedBounds(forBoth(world), close)
      : forBoth((side) => worldBounds(models[side].extent));
    for (const side of SIDES) maps[side].limit(bounds[side]);
  }

  /** @param {Moved} move */
  function follow({ side, animated, view = maps[side].view() }) {
    if (!store.state.link || side !== leader) return;
    const other = otherSide(side);
    const close = closenessOf(side, view.zoom);
    limitBoth(close);
    const center = samePlace(view.center, { from: world(side), to: world(other), closeness: close });
    maps[other].show({ center, zoom: sameZoom(view.zoom, models[side], models[other]) }, animated);
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
    setDigit({ ae, vae }) {
      digit = { ae: [ae[0], ae[1]], vae: [vae[0], vae[1]] };
      limitNow();
    },
    release() {
      stop();
      listening.abort();
    },
  };
}
