/** All that shows one pair of twins: their maps and decoder, the digit at hand in both, and the evidence. */

import { mountCockpit } from "./cockpit.js";
import { IMAGES, paceOf } from "./comparison.js";
import { mountCursor } from "./cursor.js";
import { createHand, describe, oddities } from "./hand.js";
import { watchLikeness } from "./likeness.js";
import { Live } from "./live.js";
import { mountPicture } from "./picture.js";
import { pack, toBytes, unpack } from "./pixels.js";
import { SIDES, forBoth } from "./sides.js";
import { DRAWN, createSketch, sketchBytes } from "./sketch.js";
import { t } from "./text.js";
import { showConnection } from "./views/connection.js";
import { mountDigit } from "./views/digit.js";
import { mountEvidence } from "./views/evidence.js";
import { mountJudge } from "./views/judge.js";
import { mountLens } from "./views/lens.js";
import { mountPad } from "./views/pad.js";
import { mountPosterior } from "./views/posterior.js";
import { COUNT } from "./views/samples.js";
import { mountTerms } from "./views/terms.js";

/** @typedef {import("./store.js").Side} Side */
/** @typedef {import("./families.js").Twins} Twins */
/** @typedef {import("./api.js").Cloud} Cloud */

const FIRST_DIGIT = 3;
const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/**
 * @param {{models: Twins, clouds: Record<Side, Cloud>, sample: Uint8Array[], store: import("./store.js").Store, api: import("./api.js").Api, drawn: import("./strokes.js").Stroke[]}} parts
 *   models with the whole of their metrics; drawn: what is on the pad
 */
export function mountExplorer({ models, clouds, sample, store, api, drawn }) {
  const labels = clouds.vae.codes.map(({ label }) => label);
  /** @type {ReturnType<typeof watchLikeness> | undefined} */
  let alike;
  const live = connect(models, api, () => {
    hand.resume();
    cockpit.resume();
    if (alike) SIDES.forEach(alike.update);
  });
  const cursor = mountCursor({
    models, clouds, sample, store, api, live, onPin: (...moved) => cockpit.onPin(...moved),
    onStep: (codes) => cockpit.onStep(codes), onView(side) {
      alike?.update(side);
      if (alike) hand.lens.magnify(); // at the first look there is no hand yet
    },
    onPick: (index) => hand.pick(index),
  });
  const cockpit = mountCockpit({ models, clouds, store, api, live, cursor, onProblem: (sentence) => hand.problem(sentence) });
  const hand = mountHand({ models, clouds, cursor, cockpit, sample, labels, store, api, live, drawn, onDigit: () => alike && SIDES.forEach(alike.update) });
  alike = watchLikeness({ models, cursor, hand, store, api });
  const link = /** @type {HTMLInputElement} */ ($("link"));
  link.checked = store.state.link;
  const evidence = mountEvidence($("evidence-shown"), { models });
  const { latent_dim: dims } = models.vae;
  Object.assign($("plane"), { hidden: dims <= 2, textContent: t("map.plane", { dims }) });
  const listening = new AbortController();
  const { signal } = listening;
  link.addEventListener("change", () => store.set({ link: link.checked }), { signal });
  $("whole").addEventListener("click", () => SIDES.forEach((side) => cursor.maps[side].rest()), { signal });
  $("look").addEventListener("click", () => {
    const found = hand.current();
    if (!found) return;
    cursor.link.lead("vae"); // its posterior, which has a width, says how close
    // A step is looked at whole; else as closely as the posterior is wide.
    const step = store.state.tab === "step" ? store.state.r : 0;
    for (const side of SIDES) if (side === "vae" || !store.state.link) cursor.maps[side].lookAt(found[side], models[side].sd.map((sd) => step * sd));
  }, { signal });

  return {
    /** A picture that was given, whether or not it has an answer yet. */
    pending: hand.pending,
    /** What is on the pad. */
    strokes: hand.strokes,
    /**
     * Encode a picture, else the digit that the state names.
     * @param {boolean} moves whether z moves to the digit's codes @param {import("./api.js").Picture | null} [picture]
     */
    show(moves, picture = null) {
      if (picture) return hand.encode(picture, moves);
      if (store.state.x === null) store.set({ digit: store.state.digit ?? labels.indexOf(FIRST_DIGIT) });
      const { x, digit } = store.state;
      return hand.encode(x === null ? sample[/** @type {number} */ (digit)] : unpack(x), moves);
    },
    unmount() {
      listening.abort();
      live.close();
      for (const part of [hand, cockpit, alike, cursor, evidence]) part?.unmount();
    },
  };
}

/**
 * The page's live connection to both models.
 * @param {Twins} models @param {import("./api.js").Api} api @param {() => void} onReturn
 */
function connect(models, api, onReturn) {
  return new Live({
    url: api.live(SIDES.map((side) => models[side].id)),
    sides: SIDES,
    async decode({ side, codes, kind = IMAGES }) {
      const { id } = models[side];
      if (kind === DRAWN) return sketchBytes(await api.encodeDrawing(id, codes));
      return kind === IMAGES ? api.decode(id, codes) : api.compare(id, codes, paceOf(kind));
    },
    onState(state) {
      showConnection(state);
      if (state === "live") onReturn();
    },
  });
}

/** While a digit is drawn, what was said of the one before it fades. @param {boolean} is */
const sketching = (is) => void document.body.classList.toggle("sketching", is);
/** Whether the maps show a trail, and their key names it. @param {boolean} is */
const trailing = (is) => void document.body.classList.toggle("trailing", is);

/**
 * The digit at hand and all that shows it.
 * @param {{models: Twins, clouds: Record<Side, Cloud>, cursor: ReturnType<typeof mountCursor>, cockpit: ReturnType<typeof mountCockpit>, sample: Uint8Array[], labels: number[],
 *   store: import("./store.js").Store, api: import("./api.js").Api, live: Live, drawn: import("./strokes.js").Stroke[], onDigit: () => void}} parts
 */
function mountHand({ models, clouds, cursor, cockpit, sample, labels, store, api, live, drawn, onDigit }) {
  const posterior = mountPosterior($("posterior"), { models, codes: clouds.vae.codes });
  const terms = mountTerms($("terms"), models);
  const judge = mountJudge($("judge"));
  const lens = mountLens($("map-vae"), {
    extent: models.vae.extent, zoom: () => cursor.maps.vae.view().zoom, live, store, toggle: $("lens"),
  });
  const hand = createHand({
    models, api, count: COUNT, settings: () => store.state,
    onProblem: (sentence) => digit.problem(sentence),
    onEncodings(encodings, { moves, own, what }) {
      const bytes = toBytes(encodings.vae.input);
      if (own) store.set({ digit: null, x: pack(bytes) });
      if (what instanceof Uint8Array) picture.leave();
      else picture.show(what, encodings.vae);
      sketching(false);
      digit.digit(bytes, describe(encodings.vae), oddities(encodings.vae), encodings.vae.typicality.nearest);
      judge.show(encodings.vae.judge?.probabilities ?? []);
      for (const side of SIDES) cursor.maps[side].setEncoding(encodings[side]);
      posterior.show(encodings, encodings.vae.judge?.label ?? null);
      lens.show(encodings.vae);
      terms.show(encodings);
      const codes = forBoth((side) => encodings[side].mu);
      cursor.link.setDigit(codes);
      if (moves) cursor.rest(codes);
      onDigit();
      cockpit.setDigit({ ...codes, label: encodings.vae.judge?.label ?? null });
    },
    onDraws: cockpit.setDraws,
  });
  const digit = mountDigit(
    { section: $("digit"), files: [$("upload"), $("camera")], input: $("input"), problem: $("problem"), gallery: $("gallery"), more: $("more"), about: $("about"), odd: $("odd"), kept: $("kept"), nearest: $("nearest") },
    { sample, labels, store, onFile: upload, onPick: pick },
  );
  const sketch = createSketch({
    models, live,
    onSketch({ pixels, probabilities, codes }) {
      sketching(true);
      digit.digit(pixels, "", [], []);
      judge.show(probabilities);
      posterior.show(codes, probabilities.indexOf(Math.max(...probabilities)));
      lens.show(codes.vae);
      for (const side of SIDES) {
        cursor.maps[side].setEncoding(codes[side]);
        cursor.maps[side].trail.add(codes[side].mu);
      }
      trailing(true);
      cursor.rest(forBoth((side) => codes[side].mu));
    },
    onRest: ({ pixels }) => hand.encode(pixels, true, true),
  });
  const pad = mountPad(
    { canvas: $("draw"), hint: $("draw-hint"), undo: $("undo"), clear: $("clear"), pen: $("pen"), told: $("pad-told") },
    { drawn, onDrawing: draw, onProblem: digit.problem },
  );

  const picture = mountPicture({ encode: (what) => hand.encode(what, true) });

  /** A drawing has changed, perhaps to nothing: then the last digit stays at hand. @param {number[][]} rows */
  function draw(rows) {
    hand.close();
    picture.leave();
    if (rows.length) return sketch.draw(rows);
    leave();
    digit.keeps();
  }
  /** Another digit takes the place of a drawing. */
  function leave() {
    sketch.stop();
    sketching(false);
    for (const side of SIDES) cursor.maps[side].trail.clear();
    trailing(false);
  }
  /** @param {File} file */
  function upload(file) {
    pad.empty();
    leave();
    picture.begin(file);
  }

  /** @param {number} index */
  function pick(index) {
    pad.empty();
    leave();
    store.set({ digit: index, x: null });
    hand.encode(sample[index], true);
  }

  const stops = [store.listen(["seed"], hand.sample), store.listen(["t"], hand.temper)];
  return {
    ...hand,
    pending: () => hand.pending() ?? picture.current(),
    strokes: pad.strokes,
    pick,
    problem: digit.problem,
    lens,
    unmount() {
      stops.forEach((stop) => stop());
      hand.close();
      leave();
      picture.unmount();
      lens.unmount();
      pad.unmount();
      digit.unmount();
    },
  };
}
