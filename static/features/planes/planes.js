/** The choice of the maps' plane: loaded where there are more than two dimensions; page and script meet at its element. */

import { axesOf } from "../../core/axes.js";
import { fits, readPlane } from "../../core/plane_choice.js";
import { cloudOf, directionsOf, holding, planeAlong } from "../../core/plane_directions.js";
import { widestPlane } from "../../core/plane.js";
import { offPlane } from "../../core/plane_map.js";
import { SIDES, forBoth } from "../../core/sides.js";
import { $ } from "../../page/element.js";
import { mountPlaneChoice } from "../../views/plane_choice.js";
import { mountAxes } from "../axes/axes.js";
import { arrowsOf, sentenceOf } from "./words.js";

/** @typedef {import("../../core/plane.js").Plane} Plane */
/** @typedef {import("../../core/contract.js").Model} Model */
/** @typedef {import("../../core/contract.js").Code} Code */

const REST_MS = 200;
const ON = 0.1; // sd: a code so near a plane is on it, for all that one sees

/** What is known of a model's codes, by them. @type {WeakMap<Code[], {cloud: import("../../core/plane_directions.js").Cloud, planes: Map<string, Plane & {spare: boolean}>}>} */
const known = new WeakMap();

/** @param {Code[]} codes */
function about(codes) {
  const found = known.get(codes) ?? { cloud: cloudOf(codes), planes: new Map() };
  known.set(codes, found);
  return found;
}

/** @param {string | null} name @param {Code[]} codes */
const isThere = (name, codes) =>
  fits(readPlane(name), { dims: codes[0].mu.length, labels: codes.map(({ label }) => label) });

/**
 * A model's plane of a name; the widest where it has none of that name.
 * @param {string | null} name @param {Model} model @param {Code[]} codes @returns {Plane & {spare: boolean}}
 */
function planeOf(name, model, codes) {
  if (name === null || !isThere(name, codes)) return { ...widestPlane(model), spare: false };
  const { cloud, planes } = about(codes);
  const found = planes.get(name) ?? made(name, cloud);
  planes.set(name, found);
  return found;
}

/** @param {string} name @param {import("../../core/plane_directions.js").Cloud} cloud */
function made(name, cloud) {
  const choice = readPlane(name);
  const { along, spare } = directionsOf(choice, cloud);
  const plane = planeAlong(along, cloud.mu);
  const held = choice.kind === "images" ? choice.of.map((index) => cloud.mu[index]) : null;
  return { ...plane, spare, ...(held && { first: holding(plane, held, cloud.mu) }) };
}

/**
 * A code that a plane is to go through once it is chosen; null: the current z.
 * @param {string | null} name @param {Code[]} codes
 */
function anchorOf(name, codes) {
  const { kind, of } = readPlane(name);
  return kind === "images" && isThere(name, codes) ? codes[of[0]].mu : null;
}

/**
 * The three images that a plane goes through, as letters at those of their codes that lie on the plane through z.
 * @param {string | null} name @param {Code[]} codes @param {Plane} plane @param {number[]} z @param {number[]} sd
 * @returns {[string, number[]][]}
 */
function lettersOf(name, codes, plane, z, sd) {
  const { kind, of } = readPlane(name);
  if (kind !== "images") return [];
  const away = offPlane(plane, z, sd);
  const named = of.map((index, i) => /** @type {[string, number[]]} */ (["ABC"[i], codes[index].mu]));
  return named.filter(([, code]) => away(code) < ON);
}

/** @param {import("../channels.js").Parts} parts @param {import("../cursor.js").Cursor} cursor */
function mount({ models, clouds, sample, store, channels }, cursor) {
  const codes = forBoth((side) => clouds[side].codes);
  const axes = forBoth((side) => axesOf(models[side], codes[side]));
  const shares = (/** @type {import("../../core/sides.js").Side} */ side) => about(codes[side]).cloud.shares();
  const view = mountPlaneChoice($("plane-choice"), {
    axes,
    shares,
    codes: codes.vae,
    sample,
    store,
    onChoose: cursor.choose,
  });
  const told = $("plane");
  told.hidden = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function tell() {
    const { plane: name } = store.state;
    const planes = forBoth((side) => planeOf(name, models[side], codes[side]));
    const z = forBoth((side) => store.state[side] ?? []);
    const shape = forBoth((side) => about(codes[side]).cloud);
    const there = isThere(name, codes.vae);
    told.textContent = sentenceOf(there ? name : null, { isMissing: !there, planes, z, models, codes, shape, axes });
    for (const side of SIDES)
      cursor.maps[side].letters.show(there ? lettersOf(name, codes[side], planes[side], z[side], models[side].sd) : []);
    const arrows = arrowsOf(there ? name : null);
    for (const side of SIDES)
      arrows.forEach((arrow, i) => $(`map-${side}`).style.setProperty(["--right", "--up"][i], `"${arrow}"`));
  }
  function rest() {
    clearTimeout(timer);
    timer = setTimeout(tell, REST_MS);
  }
  channels.turned.listen(tell);
  const stop = store.listen(["ae", "vae"], rest);
  tell();
  return {
    unmount() {
      stop();
      clearTimeout(timer);
      view.unmount();
      told.hidden = true;
      for (const side of SIDES) for (const name of ["--right", "--up"]) $(`map-${side}`).style.removeProperty(name);
    },
  };
}

const script = { planeOf, anchorOf, mount, mountAxes };
/** @typedef {typeof script} Planes */

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { made: script });
