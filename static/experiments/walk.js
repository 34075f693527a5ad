/** Two pins in each model, what lies between them, and a walk from one to the other. */

import { COMPARED, EVENLY, parseComparison } from "../comparison.js";
import { inLockstep } from "../lockstep.js";
import { SIDES, forBoth } from "../sides.js";
import { t } from "../text.js";
import { mountWalk, walkSentence } from "../views/walk.js";
import { FEWEST_FOR_SLERP, STEPS, resample, slerp, straight, times } from "../walk.js";
import { createDrawing } from "./drawing.js";
import { createPins } from "./pins.js";

/** @typedef {import("../store.js").Side} Side */
/** @typedef {Record<Side, import("../comparison.js").Comparison>} Comparisons */

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("../cockpit.js").Parts} parts @param {() => import("../cockpit.js").Pair | null} hand @returns {import("../cockpit.js").Experiment} */
export function mountWalkTab(parts, hand) {
  const { models, store, live, cursor, tell } = parts;
  const { maps } = cursor;
  const pins = createPins(parts, hand);
  /** @type {import("./drawing.js").Paths | null} */
  let drawn = null;
  const drawing = createDrawing({
    cursor,
    rest: (side) => pins.of(side).a,
    onPaths(paths) {
      drawn = paths;
      if (store.state.path === "drawn") update();
      else store.set({ path: "drawn" });
    },
    onState: showDrawing,
  });
  const view = mountWalk({ films: { ae: $("film-ae"), vae: $("film-vae") }, scrub: $("scrub"), shown: $("scrub-shown"), play: $("play") }, {
    models, onIndex: (index) => walked.current && cursor.pass(forBoth((side) => /** @type {Comparisons} */ (walked.current)[side].z[index])),
  });
  const walked = askForWalks(live, show);

  /** @param {Comparisons} found @param {Comparisons} line */
  function show(found, line) {
    if (store.state.tab !== "walk") return;
    view.show(found, line);
    for (const side of SIDES) maps[side].path.show(found[side].z);
    tell(walkSentence(found, models));
  }

  const dims = models.vae.latent_dim;
  function path() {
    const { path } = store.state;
    const there = (path !== "drawn" || drawn) && (path !== "circle" || dims >= FEWEST_FOR_SLERP);
    return there ? path : "straight";
  }
  /** @param {Side} side */
  function codesOf(side) {
    const { a, b } = pins.of(side);
    if (path() === "drawn" && drawn) return resample(drawn[side]);
    return (path() === "circle" ? slerp : straight)(a, b, times(store.state.over));
  }
  function update() {
    if (!hand()) return;
    const way = path();
    $("path").value = way;
    $("path").querySelector("[value=drawn]").disabled = !drawn;
    $("overshoot").checked = store.state.over;
    for (const side of SIDES) maps[side].pins.show(pins.of(side));
    const line = forBoth((side) => straight(pins.of(side).a, pins.of(side).b, times(false)));
    // At whatever pace, the walk itself may be the line between the pins.
    const isLine = (way === "straight" || way === "even") && !store.state.over;
    walked.ask(forBoth(codesOf), way === "even" ? EVENLY : COMPARED, isLine ? null : line);
  }

  const listening = listen({ store, drawing, onPin: (pin) => hand() && pins.set(pin, /** @type {import("../cockpit.js").Pair} */ (hand())) });
  $("path").querySelector("[value=circle]").hidden = dims < FEWEST_FOR_SLERP;

  return {
    keys: ["pinsae", "pinsvae", "path", "over"],
    update,
    onPin: pins.move,
    onStep: drawing.extend,
    clear() {
      drawing.stop();
      view.pause();
      for (const side of SIDES) {
        maps[side].pins.clear();
        maps[side].path.clear();
      }
    },
    unmount() {
      listening.abort();
      drawing.stop();
      view.unmount();
    },
  };
}

/**
 * Ask for walks, and for the line between the pins where the walk is not that line.
 * @param {import("../live.js").Live} live @param {(walk: Comparisons, line: Comparisons) => void} onWalk
 */
function askForWalks(live, onWalk) {
  /** @type {{current: Comparisons | null}} */
  const walked = { current: null };
  /** @type {Record<Side, number[][]> | null} */
  let line = null;
  const parse = (/** @type {Record<Side, {pixels: Uint8Array}>} */ answers) => forBoth((side) => parseComparison(answers[side].pixels, STEPS + 1));
  const askWalk = inLockstep(live, (answers) => {
    walked.current = parse(answers);
    if (line) askLine(line, COMPARED);
    else onWalk(walked.current, walked.current);
  });
  const askLine = inLockstep(live, (answers) => walked.current && onWalk(walked.current, parse(answers)));
  return Object.assign(walked, {
    /** @param {Record<Side, number[][]>} codes @param {number} kind @param {Record<Side, number[][]> | null} between null: the walk is the line */
    ask(codes, kind, between) {
      line = between;
      askWalk(codes, kind);
    },
  });
}

/**
 * The controls of the walk.
 * @param {{store: import("../store.js").Store, drawing: {toggle: () => void}, onPin: (pin: import("../map/marks.js").Pin) => void}} parts
 */
function listen({ store, drawing, onPin }) {
  const listening = new AbortController();
  const { signal } = listening;
  for (const pin of /** @type {const} */ (["a", "b"])) $(`pin-${pin}`).addEventListener("click", () => onPin(pin), { signal });
  $("path").addEventListener("change", () => store.set({ path: $("path").value }), { signal });
  $("overshoot").addEventListener("change", () => store.set({ over: $("overshoot").checked }), { signal });
  $("record").addEventListener("click", drawing.toggle, { signal });
  return listening;
}

/** @param {boolean} isDrawing */
function showDrawing(isDrawing) {
  $("record").setAttribute("aria-pressed", String(isDrawing));
  $("record").textContent = isDrawing ? t("walk.recording") : t("walk.record");
}
