/** Two pins in each model, what lies between them, and a walk from one to the other. */

import { COMPARED, EVENLY, parseComparison } from "../comparison.js";
import { inLockstep } from "../lockstep.js";
import { SIDES, forBoth } from "../sides.js";
import { t } from "../text.js";
import { mountWalk, walkSentence } from "../views/walk.js";
import { FEWEST_FOR_SLERP, STEPS, resample, slerp, straight, times } from "../walk.js";
import { carry } from "../worlds.js";

/** @typedef {import("../store.js").Side} Side */
/** @typedef {import("../map/marks.js").Pin} Pin */
/** @typedef {Record<Side, import("../comparison.js").Comparison>} Comparisons */

const OTHER_CLASS = 4; // from the digit's own label to that of the digit at pin B, at first
const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("../cockpit.js").Parts} parts @param {() => import("../cockpit.js").Pair | null} hand @returns {import("../cockpit.js").Experiment} */
export function mountWalkTab({ models, clouds, store, live, cursor, tell }, hand) {
  const { latent_dim: dims } = models.vae;
  const { maps } = cursor;
  /** @type {Comparisons | undefined} */
  let walk;
  /** What was drawn by hand, in both. @type {Record<Side, number[][]> | null} */
  let drawn = null;
  /** How to stop listening to a line that is drawn. @type {(() => void)[]} */
  let drawing = [];

  const parse = (/** @type {Record<Side, {pixels: Uint8Array}>} */ answers) => forBoth((side) => parseComparison(answers[side].pixels, STEPS + 1));
  const askWalk = inLockstep(live, (answers) => {
    walk = parse(answers);
    if (isLine()) show(walk, walk);
    else askLine(straightLines(), COMPARED);
  });
  const askLine = inLockstep(live, (answers) => walk && show(walk, parse(answers)));
  const view = mountWalk({ films: { ae: $("film-ae"), vae: $("film-vae") }, scrub: $("scrub"), shown: $("scrub-shown"), play: $("play") }, {
    models,
    onIndex: (index) => walk && cursor.pass(forBoth((side) => /** @type {Comparisons} */ (walk)[side].z[index])),
  });

  /** @param {Comparisons} found @param {Comparisons} line */
  function show(found, line) {
    if (store.state.tab !== "walk") return;
    view.show(found, line);
    for (const side of SIDES) maps[side].path.show(found[side].z);
    tell(walkSentence(found, models));
  }

  const path = () => (store.state.path === "drawn" && !drawn ? "straight" : store.state.path);
  /** Whether the walk itself is the line between the pins, at whatever pace. */
  const isLine = () => (path() === "straight" || path() === "even") && !store.state.over;

  /** The code of a digit of another class, to have somewhere to go. @param {Side} side */
  function elsewhere(side) {
    const own = clouds[side].codes[store.state.digit ?? 0].label;
    const found = clouds[side].codes.find(({ label }) => label === (own + OTHER_CLASS) % 10);
    return (found ?? clouds[side].codes[0]).mu;
  }
  /** Where both pins are: where they were put, else at the digit and at another. @param {Side} side @returns {Record<Pin, number[]>} */
  function pins(side) {
    const put = store.state[`pins${side}`];
    const digit = hand()?.[side] ?? models[side].extent.center;
    return put?.length === 2 * dims ? { a: put.slice(0, dims), b: put.slice(dims) } : { a: digit, b: elsewhere(side) };
  }
  /** @param {Record<Side, Record<Pin, number[]>>} both */
  function put({ ae, vae }) {
    store.set({ pinsae: [...ae.a, ...ae.b], pinsvae: [...vae.a, ...vae.b] });
  }

  const straightLines = () => forBoth((side) => straight(pins(side).a, pins(side).b, times(false)));
  /** @param {Side} side */
  function codesOf(side) {
    const { a, b } = pins(side);
    if (path() === "drawn" && drawn) return resample(drawn[side]);
    return (path() === "circle" ? slerp : straight)(a, b, times(store.state.over));
  }
  function update() {
    if (!hand()) return;
    $("path").value = path();
    $("overshoot").checked = store.state.over;
    for (const side of SIDES) maps[side].pins.show(pins(side));
    askWalk(forBoth(codesOf), path() === "even" ? EVENLY : COMPARED);
  }

  /** One more point of a line, in both models. @param {import("../cockpit.js").Pair} codes */
  function extend(codes) {
    drawn = forBoth((side) => [...(drawn?.[side] ?? []), codes[side]]);
    if (store.state.path === "drawn") update();
    else store.set({ path: "drawn" });
  }
  function stopDrawing() {
    drawing.forEach((stop) => stop());
    drawing = [];
    $("record").setAttribute("aria-pressed", "false");
    $("record").textContent = t("walk.record");
  }
  function startDrawing() {
    drawn = null;
    $("record").setAttribute("aria-pressed", "true");
    $("record").textContent = t("walk.recording");
    drawing = SIDES.map((side) => maps[side].draw({
      onPoints(points) {
        const of = (/** @type {Side} */ one) => points.map((point) => (one === side ? [...point, ...pins(side).a.slice(2)] : cursor.across(side, point)));
        drawn = forBoth(of);
        if (store.state.path === "drawn") update();
        else store.set({ path: "drawn" });
      },
      onEnd: stopDrawing,
    }));
  }

  const listening = new AbortController();
  const { signal } = listening;
  for (const pin of /** @type {const} */ (["a", "b"])) {
    $(`pin-${pin}`).addEventListener("click", () => {
      const digit = hand();
      if (digit) put(forBoth((side) => ({ ...pins(side), [pin]: digit[side] })));
    }, { signal });
  }
  $("path").addEventListener("change", () => store.set({ path: $("path").value }), { signal });
  $("overshoot").addEventListener("change", () => store.set({ over: $("overshoot").checked }), { signal });
  $("record").addEventListener("click", () => (drawing.length ? stopDrawing() : startDrawing()), { signal });
  $("path").querySelector("[value=circle]").hidden = dims < FEWEST_FOR_SLERP;

  return {
    keys: ["pinsae", "pinsvae", "path", "over"],
    update,
    onPin(side, pin, [x, y]) {
      const other = side === "ae" ? "vae" : "ae";
      const [mine, twin] = [pins(side), pins(other)];
      const after = [x, y, ...mine[pin].slice(2)];
      const carried = store.state.link ? carry(twin[pin], { from: models[side], to: models[other], before: mine[pin], after }) : twin[pin];
      put(/** @type {any} */ ({ [side]: { ...mine, [pin]: after }, [other]: { ...twin, [pin]: carried } }));
    },
    onStep: (codes) => void (drawing.length && extend(codes)),
    clear() {
      stopDrawing();
      for (const side of SIDES) {
        maps[side].pins.clear();
        maps[side].path.clear();
      }
    },
    unmount() {
      listening.abort();
      stopDrawing();
      view.unmount();
    },
  };
}
