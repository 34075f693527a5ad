/** Where z is in both models, where it rests when the pointer is elsewhere, and its image, asked for live. */

import { clampToWorld } from "./viewport.js";
import { mountDecoder } from "./views/decoder.js";
import { mountMap } from "./views/map.js";
import { SIDES, forBoth } from "./sides.js";

/** @typedef {import("./store.js").Side} Side */
/** @typedef {import("./api.js").Model} Model */
/** @typedef {import("./api.js").Cloud} Cloud */

const FARTHEST = 1e6; // latent units: no code is there, and the server decodes nothing beyond 1e9

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/**
 * A z that the model's sliders can reach: the one asked for, drawn into the world, else its centre.
 * @param {number[] | null} z @param {Model} model @returns {number[]}
 */
function inWorld(z, { extent, latent_dim }) {
  if (z?.length !== latent_dim || z.slice(2).some((value) => Math.abs(value) > FARTHEST)) return [...extent.center, ...Array(latent_dim - 2).fill(0)];
  return [...clampToWorld([z[0], z[1]], extent), ...z.slice(2)];
}

/**
 * Mount the maps and the decoder, and keep them at the same z.
 * @param {{models: Record<Side, Model>, clouds: Record<Side, Cloud>, sample: Uint8Array[], store: import("./store.js").Store, api: import("./api.js").Api, live: import("./live.js").Live}} parts
 */
export function mountCursor({ models, clouds, sample, store, api, live }) {
  const resting = forBoth((side) => inWorld(store.state[side], models[side]));
  let restingSide = store.state.active;
  store.set(resting);

  function hover(/** @type {Side} */ side, /** @type {number[]} */ z) {
    store.set({ active: side, [side]: z });
  }
  function rest(/** @type {Side} */ side, /** @type {number[]} */ z) {
    resting[side] = z;
    restingSide = side;
    hover(side, z);
  }

  const switches = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=active]"));
  const decoder = mountDecoder(
    { sliders: $("sliders"), decoded: $("decoded"), switches, spoken: $("spoken") },
    { models, store, onMove: (z) => rest(store.state.active, z), onSwitch: (side) => rest(side, resting[side]) },
  );
  const maps = forBoth((side) => mountMap($(`map-${side}`), {
    model: models[side], codes: clouds[side].codes, sample, store, tiles: (through) => api.tiles(models[side], through),
    layers: (layer, through) => api.layers(models[side], layer, through), load: api.numbers,
    onPoint: (z, rests) => (rests ? rest : hover)(side, z),
    onLeave: () => store.set({ active: restingSide, [side]: resting[side] }),
    onView: (shown) => decoder.span(side, shown),
  }));
  const ask = live.view(({ pixels, wanted: { side, codes } }) => side === store.state.active && decoder.show(pixels, codes[0]));
  function decode() {
    const { active } = store.state;
    ask({ side: active, codes: [/** @type {number[]} */ (store.state[active])] });
  }
  const stop = store.listen(["active", "ae", "vae"], decode);
  decode();

  return {
    maps,
    /** Move both models to the codes of a digit, to rest there. @param {Record<Side, number[]>} codes */
    rest(codes) {
      Object.assign(resting, codes);
      store.set(codes);
      for (const side of SIDES) maps[side].reveal(codes[side]);
    },
    unmount() {
      stop();
      decoder.unmount();
      for (const side of SIDES) maps[side].unmount();
    },
  };
}
