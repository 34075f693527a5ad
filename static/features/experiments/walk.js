/** Two pins in each model, what lies between them, and a walk from one to the other. */

import { COMPARED, EVENLY, WALKED, parseComparison } from "../../core/comparison.js";
import { inLockstep } from "../../net/paired_requests.js";
import { SIDES, forBoth } from "../../core/sides.js";
import { mountPaths } from "../../views/walk_tools.js";
import { mountWalk, walkSentence } from "../../views/walk.js";
import { FEWEST_FOR_SLERP, STEPS, resample, slerp, straight, times } from "../../core/paths.js";
import { createDrawing } from "./drawn_path.js";
import { createPins } from "./pins.js";

/** @typedef {import("../../core/store.js").Side} Side */
/** @typedef {Record<Side, import("../../core/comparison.js").Comparison>} Comparisons */

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("../experiments.js").Parts} parts @param {() => import("../experiments.js").Hand | null} hand @returns {import("../experiments.js").Experiment} */
export function mountWalkTab(parts, hand) {
  const { models, store, live, cursor, tell } = parts;
  const { maps } = cursor;
  const pins = createPins(parts, hand);
  /** @type {import("./drawn_path.js").Paths | null} */
  let drawn = null;
  /** Where the walk put the cursor. @type {import("../experiments.js").Pair | null} */
  let stood = null;
  const drawing = createDrawing(parts, {
    onPaths(paths) {
      drawn = paths;
      view.standAt(STEPS); // where the finger is
      if (store.state.path === "drawn") update();
      else store.set({ path: "drawn" });
    },
    onEnd: stand,
    onState: (isDrawing) => tools.showDrawing(isDrawing),
  });
  const dims = models.vae.latent_dim;
  const tools = mountPaths(
    {
      pins: { a: $("pin-a"), b: $("pin-b") },
      path: $("path"),
      overshoot: $("overshoot"),
      record: $("record"),
      note: $("walk-note"),
    },
    {
      store,
      hasCircle: dims >= FEWEST_FOR_SLERP,
      onDraw: drawing.toggle,
      onPin(pin) {
        const digit = hand();
        if (digit) pins.set(pin, digit);
      },
    },
  );
  const view = mountWalk(
    { films: { ae: $("film-ae"), vae: $("film-vae") }, scrub: $("scrub"), shown: $("scrub-shown"), play: $("play") },
    {
      models,
      onIndex(index) {
        drawing.stop();
        if (walked.current) stand(codesAt(walked.current, index));
      },
    },
  );
  const walked = askForWalks(live, show);

  /** @param {import("../experiments.js").Pair} codes */
  function stand(codes) {
    stood = codes;
    cursor.pass(codes);
  }
  /** @param {Comparisons} found @param {number} index */
  const codesAt = (found, index) => forBoth((side) => found[side].z[index]);

  /** @param {Comparisons} found @param {Comparisons} pinned */
  function show(found, pinned) {
    if (store.state.tab !== "walk") return;
    view.show(found, pinned);
    // Where the visitor left the cursor on the walk, it goes with it; moved elsewhere since, it stays there.
    if (SIDES.every((side) => stood?.[side] === store.state[side])) stand(codesAt(found, view.index()));
    for (const side of SIDES) maps[side].path.show(found[side].z);
    tell(walkSentence(found, models));
  }

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
    tools.show(way, store.state.over, Boolean(drawn));
    for (const side of SIDES) maps[side].pins.show(pins.of(side));
    const isBetween = way !== "drawn" && !store.state.over;
    walked.ask(
      forBoth(codesOf),
      way === "even" ? EVENLY : WALKED,
      isBetween ? null : forBoth((side) => [pins.of(side).a, pins.of(side).b]),
    );
  }

  return {
    keys: ["pinsae", "pinsvae", "path", "over"],
    update,
    onPin: pins.move,
    restart: () => view.standAt(0),
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
      drawing.stop();
      tools.unmount();
      view.unmount();
    },
  };
}

/**
 * Ask for walks, and for the images at the pins where a walk does not go from one to the other.
 * @param {import("../../net/live_socket.js").Live} live @param {(walk: Comparisons, pinned: Comparisons) => void} onWalk
 */
function askForWalks(live, onWalk) {
  /** @type {{current: Comparisons | null}} */
  const walked = { current: null };
  /** @type {Record<Side, number[][]> | null} */
  let pins = null;
  const askWalk = inLockstep(live, (answers) => {
    walked.current = forBoth((side) => parseComparison(answers[side].pixels, STEPS + 1));
    if (pins) askPins(pins, COMPARED);
    else onWalk(walked.current, walked.current);
  });
  const askPins = inLockstep(
    live,
    (answers) =>
      walked.current &&
      onWalk(
        walked.current,
        forBoth((side) => parseComparison(answers[side].pixels, 2)),
      ),
  );
  return Object.assign(walked, {
    /** @param {Record<Side, number[][]>} codes @param {number} kind @param {Record<Side, number[][]> | null} ends null: those of the walk */
    ask(codes, kind, ends) {
      pins = ends;
      askWalk(codes, kind);
    },
  });
}
