/** One cursor in both models: z under the pointer, z where it rests when the pointer leaves, and its images. */

import { namesNoCode } from "../core/choices.js";
import { carry, firstLooks } from "../core/latent_units.js";
import { channel } from "../core/observable.js";
import { onto, placeOn, widestPlane } from "../core/plane.js";
import { inWorld, rangesOn } from "../core/plane_map.js";
import { SIDES, forBoth, otherSide } from "../core/sides.js";
import { latentLength } from "../core/viewport.js";
import { $ } from "../page/element.js";
import { mountDecoder } from "../views/decoder.js";
import { mountLatentMap } from "../views/latent_map.js";
import { createLayerNumbers } from "./layer_numbers.js";
import { linkMaps } from "./linked_maps.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/plane.js").Plane} Plane */
/** @typedef {ReturnType<typeof mountCursor>} Cursor */

/**
 * Mount the maps and the decoder, and keep them at the same z. When the pointer leaves a map, z returns to where it
 * rested.
 * @param {import("./channels.js").Parts} parts
 */
export function mountCursor({ models, clouds, sample, store, api, live, signal, channels, chooser, layers }) {
  const numbersOf = createLayerNumbers({ models, api, layers });
  const planes = planesOf(store.state.plane);
  const looks = looksAt(planes);
  const resting = forBoth((side) => inWorld(store.state[side], planes[side]));
  let restingSide = store.state.active;
  store.set(resting);

  /** The plane of each map that the state names; without others, the whole space. @param {string | null} name @returns {Record<Side, Plane>} */
  function planesOf(name) {
    return forBoth((side) => chooser?.planeOf(name, models[side], clouds[side].codes) ?? widestPlane(models[side]));
  }
  /** The first views of such planes. @param {Record<Side, Plane>} shown */
  function looksAt(shown) {
    return firstLooks(
      shown,
      forBoth((side) => clouds[side].codes.map(({ mu }) => placeOn(shown[side], mu))),
    );
  }
  const space = (/** @type {Side} */ side) => ({ plane: planes[side], sd: models[side].sd });

  function place(/** @type {Side} */ side, /** @type {number[]} */ z, /** @type {number[] | null} */ twin) {
    const other = otherSide(side);
    store.set({ active: side, [side]: z, [other]: twin ? inWorld(twin, planes[other]) : store.state[other] });
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
    const scale = latentLength(planes[other].extent, there.zoom, 1) / latentLength(planes[side].extent, here.zoom, 1);
    const at = placeOn(planes[side], z).map((value, i) => there.center[i] + (value - here.center[i]) * scale);
    return onto(planes[other], resting[other])(at);
  }
  function leave() {
    store.set({ active: restingSide, ...resting });
    SIDES.forEach((each) => decode[each](resting[each])); // the store tells of no change after a mere glance
  }
  /** The z of the other model, if linked, after this one steps to z. @param {Side} side @param {number[]} z */
  function along(side, z) {
    const other = otherSide(side);
    const [before, twin] = [store.state[side], store.state[other]];
    return store.state.link && before && twin && carry(twin, { from: space(side), to: space(other), before, after: z });
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
  /** Whether the maps are about to be there. */
  let turning = false;
  const maps = forBoth(mountMap);

  /** @param {Side} side */
  function mountMap(side) {
    const plane = planes[side];
    return mountLatentMap(
      $(`map-${side}`),
      { model: models[side], plane, codes: clouds[side].codes, look: looks[side], sample, store },
      {
        tiles: (through) => api.tiles(models[side], plane, through),
        numbers: (layer, at, leaving) => numbersOf(side, layer, { ...at, plane }, leaving),
        layers,
        fetchTile: api.tile,
        drawn: !api.alone,
        decode: channels.engine.value && channels.engine.value.decodeInTurn[side],
        signal,
      },
      {
        glance(z) {
          decode[side](z);
          if (store.state.link) decode[otherSide(side)](inWorld(across(side, z), planes[otherSide(side)]));
        },
        point(z, rests) {
          place(side, z, store.state.link ? across(side, z) : null);
          if (rests) rest();
        },
        step: (z) => step(side, z),
        leave,
        view(shown) {
          decoder.span(side, rangesOn(plane, shown, models[side]));
          if (!turning) channels.viewed.emit(side);
        },
        move: (how) => turning || moved.emit({ side, ...how }),
        pin: (pin, place) => channels.pinned.emit({ side, pin, place }),
        pick: channels.picked.emit,
      },
    );
  }
  const link = linkMaps({ planes, maps, looks, store, moved });
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

  /** The way of the drawing so far. @type {Record<Side, number[]>[]} */
  let trail = [];
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
    if (!drawing) {
      trail = [];
      return SIDES.forEach((side) => maps[side].trail.clear());
    }
    trail.push(forBoth((side) => drawing.codes[side].mu));
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
    const there = planesOf(target.plane);
    const codes = namesNoCode(target) ? resting : forBoth((side) => inWorld(target[side], there[side]));
    const led = /** @type {Side[]} */ (["vae", "ae"]);
    const changed = led.filter((side) => target[`map${side}`] !== store.state[`map${side}`]);
    // Where one returns to its first look, the other may have followed it elsewhere.
    const turned = changed.length && led.every((side) => target[`map${side}`] === null) ? led : changed;
    store.set({ ...target, ...codes });
    rest();
    link.lead(turned[0] ?? "vae");
    for (const side of turned) maps[side].look(target[`map${side}`]);
  }

  /** Show the planes that the state names: maps of their own, with what was on those before. */
  function turn() {
    const { mapae, mapvae } = store.state;
    Object.assign(planes, planesOf(store.state.plane));
    Object.assign(looks, looksAt(planes));
    turning = true;
    for (const side of SIDES) maps[side].unmount();
    store.set({ mapae, mapvae }); // a map that ends while it moves tells where
    for (const side of SIDES) {
      maps[side] = mountMap(side);
      mark(side);
    }
    turning = false;
    link.limit();
    channels.turned.emit();
    SIDES.forEach(channels.viewed.emit);
  }
  /** Put the digit on a map, or the drawing with its trail. @param {Side} side */
  function mark(side) {
    const code = channels.drawing.value?.codes[side] ?? channels.digit.value?.encodings[side];
    if (code) maps[side].setEncoding(code);
    for (const codes of trail) maps[side].trail.add(codes[side]);
  }
  stops.push(store.listen(["plane"], turn));

  /** Choose another plane, of the kind in both models; z moves onto it where it has to go through a code. @param {string | null} plane */
  function choose(plane) {
    const there = planesOf(plane);
    const codes = forBoth((side) => {
      const through = chooser?.anchorOf(plane, clouds[side].codes) ?? resting[side];
      return inWorld(onto(there[side], through)(placeOn(there[side], resting[side])), there[side]);
    });
    store.set({ plane, mapae: null, mapvae: null, ...codes });
    rest();
  }

  return {
    maps,
    /** The planes that the maps show, and their first views, as they are at the time. */
    planes,
    looks,
    /** A model's space, as its map shows it. */
    space,
    link,
    choose,
    follow,
    across,
    step,
    /** Be at z until the pointer leaves. @param {Side} side @param {number[]} z */
    point: (side, z) => place(side, z, along(side, z) || null),
    leave,
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
