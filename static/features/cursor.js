/** One cursor in both models: z under the pointer, z where it rests when the pointer leaves, and its images. */

import { namesNoCode } from "../core/choices.js";
import { carry, firstLooks, inWorld } from "../core/latent_units.js";
import { channel } from "../core/observable.js";
import { SIDES, forBoth, otherSide } from "../core/sides.js";
import { latentLength } from "../core/viewport.js";
import { $ } from "../page/element.js";
import { mountDecoder } from "../views/decoder.js";
import { mountLatentMap } from "../views/latent_map.js";
import { linkMaps } from "./linked_maps.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {ReturnType<typeof mountCursor>} Cursor */

/**
 * Mount the maps and the decoder, and keep them at the same z. When the pointer leaves a map, z returns to where it
 * rested.
 * @param {import("./channels.js").Parts} parts
 */
export function mountCursor({ models, clouds, sample, store, api, live, signal, channels }) {
  const resting = forBoth((side) => inWorld(store.state[side], models[side]));
  let restingSide = store.state.active;
  store.set(resting);

  function place(/** @type {Side} */ side, /** @type {number[]} */ z, /** @type {number[] | null} */ twin) {
    const other = otherSide(side);
    store.set({ active: side, [side]: z, [other]: twin ? inWorld(twin, models[other]) : store.state[other] });
  }
  function rest() {
    const { active, ae, vae } = store.state;
    Object.assign(resting, { ae, vae });
    restingSide = active;
  }
  /** The z at the same position on the other model's map. @param {Side} side @param {number[]} z */
  function across(side, z) {
    const other = otherSide(side);
    const [here, there] = [maps[side].view(), maps[other].view()];
    const scale = latentLength(models[other].extent, there.zoom, 1) / latentLength(models[side].extent, here.zoom, 1);
    return resting[other].map((value, axis) =>
      axis < 2 ? there.center[axis] + (z[axis] - here.center[axis]) * scale : value,
    );
  }
  /** The z of the other model, if linked, after this one steps to z. @param {Side} side @param {number[]} z */
  function along(side, z) {
    const other = otherSide(side);
    const [before, twin] = [store.state[side], store.state[other]];
    return (
      store.state.link && before && twin && carry(twin, { from: models[side], to: models[other], before, after: z })
    );
  }
  function step(/** @type {Side} */ side, /** @type {number[]} */ z) {
    place(side, z, along(side, z) || null);
    rest();
    channels.stepped.emit({ ae: resting.ae, vae: resting.vae });
  }

  const switches = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=active]"));
  const decoder = mountDecoder(
    {
      sliders: $("sliders"),
      decoded: $("decoded"),
      twin: $("decoded-twin"),
      twinName: $("twin-name"),
      switches,
    },
    {
      models,
      store,
      onMove: (z) => step(store.state.active, z),
      onSwitch(side) {
        store.set({ ...resting, active: side });
        rest();
      },
    },
  );
  /** @type {import("../core/observable.js").Channel<import("./linked_maps.js").Moved>} */
  const moved = channel();
  const codes = forBoth((side) => clouds[side].codes.map(({ mu }) => mu));
  const looks = firstLooks(models, codes);
  const maps = forBoth((side) =>
    mountLatentMap(
      $(`map-${side}`),
      { model: models[side], codes: clouds[side].codes, look: looks[side], sample, store },
      {
        tiles: (through) => api.tiles(models[side], through),
        numbers: (square, leaving) => api.layer(models[side], square, leaving),
        fetchTile: api.tile,
        drawn: !api.alone,
        signal,
      },
      {
        glance(z) {
          decode[side](z);
          if (store.state.link) decode[otherSide(side)](inWorld(across(side, z), models[otherSide(side)]));
        },
        point(z, rests) {
          place(side, z, store.state.link ? across(side, z) : null);
          if (rests) rest();
        },
        step: (z) => step(side, z),
        leave() {
          store.set({ active: restingSide, ...resting });
          SIDES.forEach((each) => decode[each](resting[each])); // the store tells of no change after a mere glance
        },
        view(shown) {
          decoder.span(side, shown);
          channels.viewed.emit(side);
        },
        move: (how) => moved.emit({ side, ...how }),
        pin: (pin, z) => channels.pinned.emit({ side, pin, z }),
        pick: channels.picked.emit,
      },
    ),
  );
  const link = linkMaps({ models, maps, looks, store, moved });
  const decode = forBoth((side) => {
    const ask = live.view(({ pixels, wanted }) => decoder.show(side, pixels, wanted.codes[0]));
    let asked = "";
    return (/** @type {number[] | null} */ z) => {
      if (!z || asked === (asked = z.join())) return; // a glance may have asked for it
      ask({ side, codes: [z] });
    };
  });
  const stops = SIDES.map((side) => {
    const show = () => decode[side](store.state[side]);
    show();
    return store.listen([side], show);
  });

  channels.showcase.offer("decoded", decoder.shown);
  channels.showcase.offer("maps", () => forBoth((side) => maps[side].leaflet));

  /** Move both models to codes, to rest there, and bring them into sight. @param {Record<Side, number[]>} codes */
  function restAt(codes) {
    store.set({ ae: codes.ae, vae: codes.vae });
    rest();
    for (const side of SIDES) maps[side].reveal(codes[side]);
  }

  channels.engine.listen((engine) => {
    for (const side of SIDES) maps[side].decodeBy(engine && engine.decodeInTurn[side]);
  });
  channels.digit.listen((digit) => {
    if (!digit) return;
    for (const side of SIDES) maps[side].setEncoding(digit.encodings[side]);
    link.setDigit(digit.codes);
    if (digit.moves) restAt(digit.codes);
  });
  channels.drawing.listen((drawing) => {
    if (!drawing) return SIDES.forEach((side) => maps[side].trail.clear());
    for (const side of SIDES) {
      maps[side].setEncoding(drawing.codes[side]);
      maps[side].trail.add(drawing.codes[side].mu);
    }
    restAt(forBoth((side) => drawing.codes[side].mu));
  });

  /**
   * Show another state of these models; a code that it does not name stays. The map that leads goes first, as the other
   * may follow it; one whose view the state does not change stays, or follows.
   * @param {import("../core/state.js").State} target
   */
  function follow(target) {
    const codes = namesNoCode(target) ? resting : forBoth((side) => inWorld(target[side], models[side]));
    const turned = /** @type {Side[]} */ (["vae", "ae"]).filter(
      (side) => target[`map${side}`] !== store.state[`map${side}`],
    );
    store.set({ ...target, ...codes });
    rest();
    link.lead(turned[0] ?? "vae");
    for (const side of turned) maps[side].look(target[`map${side}`]);
  }

  return {
    maps,
    link,
    follow,
    across,
    /** Rest at codes without moving the maps, as while a walk is played. @param {Record<Side, number[]>} codes */
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
