/** How far to zoom in until neighbours are alike: updated as a map moves, its plane turns or the digit changes. */

import { unit } from "../core/latent_units.js";
import { beside, onto, placeOn } from "../core/plane.js";
import { inWorld } from "../core/plane_map.js";
import { SIDES, forBoth } from "../core/sides.js";
import { imageSpacing, isDeepest, zoomCloser } from "../core/viewport.js";
import { density } from "../map/tiles.js";
import { tell } from "../net/refusal.js";
import { $ } from "../page/element.js";
import { mountNeighbourSimilarity } from "../views/neighbour_similarity.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").Similarity} Similarity */

/**
 * Show it for one place on each map: the digit's code while it is in sight, else the centre.
 * @param {import("./channels.js").Parts} parts
 * @param {import("./cursor.js").Cursor} cursor
 */
export function watchNeighbourSimilarity({ models, store, api, channels }, cursor) {
  const elements = { ae: $("alike-ae"), vae: $("alike-vae"), means: $("alike-means") };
  const view = mountNeighbourSimilarity(elements, zoomIn);
  /** The last answer of each model. @type {Partial<Record<Side, {place: string, found: Similarity}>>} */
  const known = {};

  /** The place on a map, and the distance in sd of neighbouring images there. @param {Side} side */
  function place(side) {
    const { center, zoom } = cursor.maps[side].view();
    const plane = cursor.planes[side];
    const digit = channels.digit.value?.codes[side];
    // Prefer the digit: its answer stays the same while the map moves.
    const isDigit = digit !== undefined && cursor.maps[side].sees(digit);
    const through = store.state[side] ?? inWorld(null, plane);
    const step = imageSpacing(plane.extent, zoom) / density() / unit(plane);
    return { at: isDigit ? digit : onto(plane, through)(center), plane, isDigit, step, isDeepest: isDeepest(zoom) };
  }

  /** @param {Side} side @param {AbortSignal} signal */
  async function update(side, signal) {
    const { at, plane, ...where } = place(side);
    const named = [store.state.plane, ...at].join();
    // While the map moves, the digit's answer stays: don't request it again.
    const last = known[side];
    const found = last?.place === named ? last.found : await api.similarity(models[side].id, at, plane, signal);
    known[side] = { place: named, found };
    view.show(side, found, where);
  }

  /** Zoom in around the place until images there are alike, or as far as the map goes. @param {Side} side */
  function zoomIn(side) {
    const { at, plane, step } = place(side);
    const alike = known[side]?.found.alike;
    if (!alike) return;
    $(`map-${side}`).focus({ preventScroll: true }); // the button goes, as its sentence changes
    cursor.link.lead(side);
    cursor.maps[side].show(
      { center: placeOn(plane, at), zoom: zoomCloser(cursor.maps[side].view().zoom, step / alike) },
      false,
    );
  }

  const tasks = forBoth((side) => newestOnly((signal) => update(side, signal)));
  const updateBoth = () => SIDES.forEach((side) => tasks[side].run());
  channels.viewed.listen((side) => tasks[side].run());
  channels.digit.listen(updateBoth);
  channels.returned.listen(updateBoth);
  updateBoth();

  channels.turned.listen(updateBoth);
  // With more than two dimensions, what of z lies beside the plane chooses which one the map shows.
  const planeOf = (/** @type {Side} */ side) =>
    beside(cursor.planes[side], store.state[side] ?? [])
      .map((value) => value.toFixed(4))
      .join();
  const planes = forBoth(planeOf);
  const stops = SIDES.map((side) =>
    store.listen([side], () => {
      if (planeOf(side) === planes[side]) return;
      planes[side] = planeOf(side);
      tasks[side].run();
    }),
  );
  return {
    unmount() {
      stops.forEach((stop) => stop());
      SIDES.forEach((side) => tasks[side].stop());
    },
  };
}

/**
 * Run one task at a time; calls during a run lead to one more run after it. Refusals are ignored.
 * @param {(signal: AbortSignal) => Promise<void>} task
 */
function newestOnly(task) {
  const stopping = new AbortController();
  let [running, again] = [false, false];
  async function run() {
    again = running;
    if (running) return;
    running = true;
    try {
      await task(stopping.signal);
    } catch (error) {
      tell(error, () => {}); // a sentence under a map can wait for the next place
    } finally {
      running = false;
    }
    if (again && !stopping.signal.aborted) await run();
  }
  return { run: () => void run(), stop: () => stopping.abort() };
}
