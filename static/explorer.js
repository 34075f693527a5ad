/** All that shows one pair of twins: their maps and decoder, the digit at hand in both, and the evidence. */

import { mountCursor } from "./cursor.js";
import { createHand, describe } from "./hand.js";
import { Live } from "./live.js";
import { pack, toBytes, unpack } from "./pixels.js";
import { SIDES, forBoth } from "./sides.js";
import { t } from "./text.js";
import { showConnection } from "./views/connection.js";
import { mountDigit } from "./views/digit.js";
import { mountEvidence } from "./views/evidence.js";
import { mountPosterior } from "./views/posterior.js";
import { COUNT, mountSamples } from "./views/samples.js";
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
  const live = connect(models, api, () => hand.resume());
  const cursor = mountCursor({ models, clouds, sample, store, api, live });
  const hand = mountHand({ models, cursor, sample, labels, store, api, live });
  const evidence = mountEvidence($("evidence-shown"), { models });
  const { latent_dim: dims } = models.vae;
  Object.assign($("plane"), { hidden: dims <= 2, textContent: t("map.plane", { dims }) });
  const listening = new AbortController();
  const { signal } = listening;
  $("whole").addEventListener("click", () => SIDES.forEach((side) => cursor.maps[side].rest()), { signal });
  $("look").addEventListener("click", () => {
    const found = hand.current();
    if (found) SIDES.forEach((side) => cursor.maps[side].lookAt(found[side]));
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
      for (const part of [hand, cursor, evidence]) part.unmount();
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
    decode: ({ side, codes }) => api.decode(models[side].id, codes),
    onState(state) {
      showConnection(state);
      if (state === "live") onReturn();
    },
  });
}

/**
 * The digit at hand and all that shows it.
 * @param {{models: Twins, cursor: ReturnType<typeof mountCursor>, sample: Uint8Array[], labels: number[],
 *   store: import("./store.js").Store, api: import("./api.js").Api, live: Live}} parts
 */
function mountHand({ models, cursor, sample, labels, store, api, live }) {
  const samples = mountSamples(
    { samples: $("samples"), temperature: $("temperature"), shown: $("temperature-shown"), reseed: $("reseed") }, { store });
  const ask = live.view(({ pixels }) => samples.show(pixels));
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
      if (moves) cursor.rest(forBoth((side) => encodings[side].mu));
    },
    onDraws(codes) {
      ask({ side: "vae", codes });
      cursor.maps.vae.setDraws(codes);
    },
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
    unmount() {
      stops.forEach((stop) => stop());
      hand.close();
      for (const view of [samples, digit, ...views]) view.unmount();
    },
  };
}
