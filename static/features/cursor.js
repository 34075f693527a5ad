/** One cursor in two worlds: where z is in both models, where it rests when the pointer is elsewhere, and its images. */

import { SIDES, forBoth } from "../core/sides.js";
import { clampToWorld, latentLength } from "../core/viewport.js";
import { mountDecoder } from "../views/decoder.js";
import { mountMap } from "../views/latent_map.js";
import { carry, firstLooks } from "../core/latent_units.js";
import { linkViews } from "./linked_maps.js";

/** @typedef {import("../core/store.js").Side} Side */
/** @typedef {import("../net/api.js").Model} Model */
/** @typedef {import("../net/api.js").Cloud} Cloud */

const FARTHEST = 1e6; // latent units: no code is there, and the server decodes nothing beyond 1e9

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const otherThan = (/** @type {Side} */ side) => /** @type {Side} */ (side === "ae" ? "vae" : "ae");

/**
 * A z that the model's sliders can reach: the one asked for, drawn into the world, else its centre.
 * @param {number[] | null} z @param {Model} model @returns {number[]}
 */
export function inWorld(z, { extent, latent_dim }) {
  if (z?.length !== latent_dim || z.slice(2).some((value) => Math.abs(value) > FARTHEST))
    return [...extent.center, ...Array(latent_dim - 2).fill(0)];
  return [...clampToWorld([z[0], z[1]], extent), ...z.slice(2)];
}

/**
 * Mount the maps and the decoder, and keep them at the same z.
 * @param {{models: Record<Side, Model>, clouds: Record<Side, Cloud>, sample: Uint8Array[], store: import("../core/store.js").Store, api: import("../net/api.js").Api, live: import("../net/live_socket.js").Live,
 *   onPin: (side: Side, pin: import("../map/marks.js").Pin, z: [number, number]) => void, onView: (side: Side) => void, onStep: (codes: Record<Side, number[]>) => void, onPick: (index: number) => void}} parts
 */
export function mountCursor({ models, clouds, sample, store, api, live, onPin, onView, onStep, onPick }) {
  const resting = forBoth((side) => inWorld(store.state[side], models[side]));
  let restingSide = store.state.active;
  store.set(resting);

  function place(/** @type {Side} */ side, /** @type {number[]} */ z, /** @type {number[] | null} */ twin) {
    const other = otherThan(side);
    store.set({ active: side, [side]: z, [other]: twin ? inWorld(twin, models[other]) : store.state[other] });
  }
  function rest() {
    const { active, ae, vae } = store.state;
    Object.assign(resting, { ae, vae });
    restingSide = active;
  }
  /** The z of the other model at the same place of its map on the screen. @param {Side} side @param {number[]} z */
  function across(side, z) {
    const other = otherThan(side);
    const [here, there] = [maps[side].view(), maps[other].view()];
    const scale = latentLength(models[other].extent, there.zoom, 1) / latentLength(models[side].extent, here.zoom, 1);
    return resting[other].map((value, axis) =>
      axis < 2 ? there.center[axis] + (z[axis] - here.center[axis]) * scale : value,
    );
  }
  /** The z of the other model when this one takes a step from where it is. @param {Side} side @param {number[]} z */
  function along(side, z) {
    const other = otherThan(side);
    const [before, twin] = [store.state[side], store.state[other]];
    return (
      store.state.link && before && twin && carry(twin, { from: models[side], to: models[other], before, after: z })
    );
  }
  function step(/** @type {Side} */ side, /** @type {number[]} */ z) {
    place(side, z, along(side, z) || null);
    rest();
    onStep({ ae: resting.ae, vae: resting.vae });
  }

  const switches = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=active]"));
  const decoder = mountDecoder(
    {
      sliders: $("sliders"),
      decoded: $("decoded"),
      twin: $("decoded-twin"),
      twinName: $("twin-name"),
      switches,
      spoken: $("spoken"),
    },
    {
      models,
      store,
      onMove: (z) => step(store.state.active, z),
      onSwitch: (side) => (store.set({ ...resting, active: side }), rest()),
    },
  );
  /** @type {ReturnType<typeof linkViews> | undefined} */
  let linking;
  const codes = forBoth((side) => clouds[side].codes.map(({ mu }) => mu));
  const looks = firstLooks(models, codes);
  const maps = forBoth((side) =>
    mountMap($(`map-${side}`), {
      model: models[side],
      codes: clouds[side].codes,
      look: looks[side],
      sample,
      store,
      tiles: (through) => api.tiles(models[side], through),
      layers: (layer, through) => api.layers(models[side], layer, through),
      load: api.numbers,
      onPoint(z, rests) {
        place(side, z, store.state.link ? across(side, z) : null);
        if (rests) rest();
      },
      onStep: (z) => step(side, z),
      onLeave: () => store.set({ active: restingSide, ...resting }),
      onView(shown) {
        decoder.span(side, shown);
        onView(side);
      },
      onMove: (how) => linking?.follow(side, how),
      onPin: (pin, z) => onPin(side, pin, z),
      onPick,
    }),
  );
  const link = (linking = linkViews({ models, maps, looks, store }));
  const stops = SIDES.map((side) => {
    const ask = live.view(
      ({
        pixels,
        wanted: {
          codes: [z],
        },
      }) => decoder.show(side, pixels, z),
    );
    const decode = () => ask({ side, codes: [/** @type {number[]} */ (store.state[side])] });
    decode();
    return store.listen([side], decode);
  });

  return {
    maps,
    link,
    across,
    /** Move both models to codes, to rest there. @param {Record<Side, number[]>} codes */
    rest(codes) {
      store.set(codes);
      rest();
      for (const side of SIDES) maps[side].reveal(codes[side]);
    },
    /** The same, with the maps as they are, as a walk passes. @param {Record<Side, number[]>} codes */
    pass(codes) {
      store.set({ ae: codes.ae, vae: codes.vae });
      rest();
    },
    unmount() {
      stops.forEach((stop) => stop());
      link.release();
      decoder.unmount();
      for (const side of SIDES) maps[side].unmount();
    },
  };
}
