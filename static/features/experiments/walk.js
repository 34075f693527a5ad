/** The walk experiment: two pins in each model, and a walk from one to the other or along a drawn path. */

import { $ } from "../../page/element.js";
import { COMPARED, EVENLY, WALKED } from "../../core/request_kinds.js";
import { parseComparison } from "../../core/comparison.js";
import { pairRequests } from "../../net/paired_requests.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { mountWalkTools } from "../../views/walk_tools.js";
import { mountPlayer } from "../../views/player.js";
import { mountWalk, walkSentence } from "../../views/walk.js";
import { FEWEST_FOR_SLERP, resample, slerp, STEPS, straight, times } from "../../core/paths.js";
import { createDrawnPath } from "./drawn_path.js";
import { createPins } from "./pins.js";
import { createShortestPaths } from "./shortest_paths.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {Record<Side, import("../../core/comparison.js").Comparison>} Comparisons */

/** @param {import("../experiments.js").ExperimentParts} parts @returns {import("../experiments.js").Experiment} */
export function mountWalkTab(parts) {
  const { models, store, live, cursor, channels, announce } = parts;
  const { maps } = cursor;
  const pins = createPins(parts);
  /** @type {import("./drawn_path.js").Paths | null} */
  let drawn = null;
  /** Where the walk last put the cursor. @type {import("../channels.js").Codes | null} */
  let stood = null;
  /** @type {import("./shortest_paths.js").Shortest | null} */
  let shortened = null;
  const shortest = createShortestPaths(parts, (paths) => {
    shortened = paths;
    walked.ask(
      forBoth((side) => paths[side].z),
      COMPARED, // how long it is was measured as it was found
      null,
    );
  });
  const drawing = createDrawnPath(parts, {
    onPaths(paths) {
      drawn = paths;
      player.standAt(STEPS); // where the finger is
      if (store.state.path === "drawn") update();
      else store.set({ path: "drawn" });
    },
    onEnd: stand,
    onState: (isDrawing) => tools.showDrawing(isDrawing),
  });
  const dims = models.vae.latent_dim;
  const tools = mountWalkTools(
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
        const digit = channels.digit.value;
        if (digit) pins.set(pin, digit.codes);
      },
    },
  );
  const player = mountPlayer(
    { scrub: $("scrub"), shown: $("scrub-shown"), play: $("play") },
    {
      last: STEPS,
      onIndex(index) {
        view.at(index);
        drawing.stop();
        if (walked.current) stand(codesAt(walked.current, index));
      },
    },
  );
  const view = mountWalk({ ae: $("film-ae"), vae: $("film-vae") }, { models, onPick: player.goTo });
  const walked = askForWalks(live, show);

  /** @param {import("../channels.js").Codes} codes */
  function stand(codes) {
    stood = codes;
    cursor.pass(codes);
  }
  /** @param {Comparisons} found @param {number} index */
  const codesAt = (found, index) => forBoth((side) => found[side].z[index]);

  /** @param {Comparisons} found @param {Comparisons} pinned */
  function show(found, pinned) {
    if (store.state.tab !== "walk") return;
    for (const side of SIDES) found[side].length = shortened?.[side].length ?? found[side].length;
    view.show(found, pinned, player.index(), shortened && forBoth(besides));
    // Move the cursor with the walk, unless the visitor has moved it elsewhere since.
    if (SIDES.every((side) => stood?.[side] === store.state[side])) stand(codesAt(found, player.index()));
    for (const side of SIDES) maps[side].path.show(found[side].z, shortened ? ends(side) : []);
    announce(walkSentence(found, models));
  }

  /** @param {Side} side */
  const ends = (side) => Object.values(pins.of(side));
  /** What is told of a shortest path beside its walk. @param {Side} side */
  function besides(side) {
    const { straight, places } = /** @type {import("./shortest_paths.js").Shortest} */ (shortened)[side];
    return { straight, places: places || undefined };
  }
  function path() {
    const { path } = store.state;
    const can = { drawn, circle: dims >= FEWEST_FOR_SLERP, shortest: shortest.can() };
    return path in can && !can[/** @type {keyof typeof can} */ (path)] ? "straight" : path;
  }
  /** @param {Side} side */
  function codesOf(side) {
    const { a, b } = pins.of(side);
    if (path() === "drawn" && drawn) return resample(drawn[side]);
    return (path() === "circle" ? slerp : straight)(a, b, times(store.state.over));
  }
  function update() {
    if (!channels.digit.value) return;
    const way = path();
    tools.show(way, store.state.over, { drawn: Boolean(drawn), shortest: shortest.can() });
    for (const side of SIDES) maps[side].pins.show(pins.of(side));
    if (way === "shortest") return shortest.ask(forBoth(pins.of));
    shortest.stop();
    shortened = null;
    const isBetween = way !== "drawn" && !store.state.over;
    walked.ask(forBoth(codesOf), way === "even" ? EVENLY : WALKED, isBetween ? null : forBoth(ends));
  }

  channels.pinned.listen(pins.move);
  channels.engine.listen(() => store.state.tab === "walk" && update());
  channels.digit.listen(() => player.standAt(0)); // a walk from another digit starts over

  return {
    keys: ["pinsae", "pinsvae", "path", "over"],
    shown: () => walked.current,
    update,
    clear() {
      shortest.stop();
      drawing.stop();
      player.pause();
      for (const side of SIDES) {
        maps[side].pins.clear();
        maps[side].path.clear();
      }
    },
    unmount() {
      drawing.stop();
      tools.unmount();
      player.unmount();
    },
  };
}

/**
 * Request walks, and the images at the pins if a walk doesn't run from one to the other.
 * @param {import("../../net/live_socket.js").LiveSocket} live
 * @param {(walk: Comparisons, pinned: Comparisons) => void} onWalk
 */
function askForWalks(live, onWalk) {
  /** @type {{current: Comparisons | null}} */
  const walked = { current: null };
  /** @type {Record<Side, number[][]> | null} */
  let pins = null;
  const askWalk = pairRequests(live, (answers) => {
    walked.current = forBoth((side) => parseComparison(answers[side]));
    if (pins) askPins(pins, COMPARED);
    else onWalk(walked.current, walked.current);
  });
  const askPins = pairRequests(
    live,
    (answers) =>
      walked.current &&
      onWalk(
        walked.current,
        forBoth((side) => parseComparison(answers[side])),
      ),
  );
  return Object.assign(walked, {
    /**
     * @param {Record<Side, number[][]>} codes
     * @param {number} kind
     * @param {Record<Side, number[][]> | null} ends null: the walk's own
     */
    ask(codes, kind, ends) {
      pins = ends;
      askWalk(codes, kind);
    },
  });
}
