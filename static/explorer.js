/** All that shows one pair of twins: their maps and decoder, the digit at hand in both, and the evidence. */

import { mountCockpit } from "./cockpit.js";
import { IMAGES, paceOf } from "./comparison.js";
import { mountCursor } from "./cursor.js";
import { createHand, describe } from "./hand.js";
import { watchLikeness } from "./likeness.js";
import { Live } from "./live.js";
import { pack, toBytes, unpack } from "./pixels.js";
import { SIDES, forBoth } from "./sides.js";
import { t } from "./text.js";
import { showConnection } from "./views/connection.js";
import { mountDigit } from "./views/digit.js";
import { mountEvidence } from "./views/evidence.js";
import { mountPosterior } from "./views/posterior.js";
import { COUNT } from "./views/samples.js";
import { mountTerms } from "./views/terms.js";

/** @typedef {import("./store.js").Side} Side */
/** @typedef {import("./families.js").Twins} Twins */
/** @typedef {import("./api.js").Cloud} Cloud */

const FIRST_DIGIT = 3;
const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/**
 * @param {{models: Twins, clouds: Record<Side, Cloud>, sample: Uint8Array[], store: import("./store.js").Store, api: import("./api.js").Api}} parts
 *   models with the whole of their metrics
 */
export function mountExplorer({ models, clouds, sample, store, api }) {
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
    onStep: (codes) => cockpit.onStep(codes), onView: (side) => alike?.update(side), onPick: (index) => hand.pick(index),
  });
  const cockpit = mountCockpit({ models, clouds, store, api, live, cursor, onProblem: (sentence) => hand.problem(sentence) });
  const hand = mountHand({ models, cursor, cockpit, sample, labels, store, api, onDigit: () => alike && SIDES.forEach(alike.update) });
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
    /** A picture that was given and has no answer yet. */
    pending: hand.pending,
    /**
     * Encode a picture, else the digit that the state names.
     * @param {boolean} moves whether z moves to the digit's codes @param {File | null} [picture]
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
    decode: ({ side, codes, kind = IMAGES }) =>
      kind === IMAGES ? api.decode(models[side].id, codes) : api.compare(models[side].id, codes, paceOf(kind)),
    onState(state) {
      showConnection(state);
      if (state === "live") onReturn();
    },
  });
}

/**
 * The digit at hand and all that shows it.
 * @param {{models: Twins, cursor: ReturnType<typeof mountCursor>, cockpit: ReturnType<typeof mountCockpit>, sample: Uint8Array[], labels: number[],
 *   store: import("./store.js").Store, api: import("./api.js").Api, onDigit: () => void}} parts
 */
function mountHand({ models, cursor, cockpit, sample, labels, store, api, onDigit }) {
  const views = [mountPosterior($("posterior"), models), mountTerms($("terms"), models)];
  const hand = createHand({
    models, api, count: COUNT, settings: () => store.state,
    onProblem: (sentence) => digit.problem(sentence),
    onEncodings(encodings, { moves, own }) {
      const bytes = toBytes(encodings.vae.input);
      if (own) store.set({ digit: null, x: pack(bytes) });
      digit.digit(bytes, describe(encodings.vae));
      for (const side of SIDES) cursor.maps[side].setEncoding(encodings[side]);
      for (const view of views) view.show(encodings);
      const codes = forBoth((side) => encodings[side].mu);
      cursor.link.setDigit(codes);
      if (moves) cursor.rest(codes);
      onDigit();
      cockpit.setDigit({ ...codes, label: encodings.vae.judge?.label ?? null });
    },
    onDraws: cockpit.setDraws,
  });
  const digit = mountDigit(
    { section: $("digit"), upload: $("upload"), input: $("input"), problem: $("problem"), gallery: $("gallery"), more: $("more"), about: $("about") },
    { sample, labels, store, onFile: (file) => hand.encode(file, true), onPick: pick },
  );

  /** @param {number} index */
  function pick(index) {
    store.set({ digit: index, x: null });
    hand.encode(sample[index], true);
  }

  const stops = [store.listen(["seed"], hand.sample), store.listen(["t"], hand.temper)];
  return {
    ...hand,
    pick,
    problem: digit.problem,
    unmount() {
      stops.forEach((stop) => stop());
      hand.close();
      digit.unmount();
    },
  };
}
