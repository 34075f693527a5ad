/** Wires the page: the store, the server, the views. Views know the store and nothing of one another. */

import { Refusal, createApi } from "./api.js";
import { mountCursor } from "./cursor.js";
import { createHand, describe } from "./hand.js";
import { pack, toBytes, unpack } from "./pixels.js";
import { SIDES, forBoth } from "./sides.js";
import { Store, formatState, mirror, parseState } from "./store.js";
import { t } from "./text.js";
import { loadSample, mountDigit } from "./views/digit.js";
import { mountEvidence } from "./views/evidence.js";
import { mountLegend } from "./views/legend.js";
import { mountPosterior } from "./views/posterior.js";
import { COUNT, mountSamples } from "./views/samples.js";
import { mountTerms } from "./views/terms.js";

/** @typedef {import("./store.js").Side} Side */
/** @typedef {import("./api.js").Model} Model */
/** @typedef {import("./api.js").Encoding} Encoding */

const FIRST_DIGIT = 3;
const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

const store = new Store(parseState(location.hash));
const api = createApi(t("error.offline"));

/** The first VAE with a twin, and that twin. @param {Model[]} models @returns {Record<Side, Model>} */
function chooseTwins(models) {
  const vae = models.find(({ kind, twin }) => kind === "vae" && models.some(({ id }) => id === twin));
  const ae = models.find(({ id }) => id === vae?.twin);
  if (!vae || !ae) throw new Refusal(t("error.no_twins"));
  return { ae, vae };
}

async function start() {
  const models = chooseTwins(await api.models());
  const [ae, vae] = await Promise.all(SIDES.map((side) => api.codes(models[side].id)));
  const sample = await loadSample(vae);
  const labels = vae.codes.map(({ label }) => label);
  // A link that names a z keeps it: only a bare one moves to the digit's own codes.
  const moves = store.state.ae === null && store.state.vae === null;

  const cursor = mountCursor({ models, clouds: { ae, vae }, store, api });
  mountLegend({ legend: $("legend"), toggle: $("cloud") }, { store });
  const hand = mountHand(models, cursor, sample, labels);
  $("whole").addEventListener("click", () => SIDES.forEach((side) => cursor.maps[side].rest()));
  mirror(store, { replace: (fragment) => history.replaceState(null, "", `#${fragment}`), delay: 250 });

  if (store.state.x === null) store.set({ digit: store.state.digit ?? labels.indexOf(FIRST_DIGIT) });
  const { x, digit } = store.state;
  await hand.encode(x === null ? sample[/** @type {number} */ (digit)] : unpack(x), moves);
  document.body.dataset.ready = "true";

  const [wholeAe, wholeVae] = await Promise.all(SIDES.map((side) => api.model(models[side].id)));
  mountEvidence($("evidence-shown"), { models: { ae: wholeAe, vae: wholeVae } });
}

/**
 * The digit at hand and all that shows it.
 * @param {Record<Side, Model>} models @param {ReturnType<typeof mountCursor>} cursor
 * @param {Uint8Array[]} sample @param {number[]} labels
 */
function mountHand(models, cursor, sample, labels) {
  const samples = mountSamples(
    { samples: $("samples"), temperature: $("temperature"), shown: $("temperature-shown"), reseed: $("reseed") }, { store });
  const views = [mountPosterior($("posterior")), mountTerms($("terms"))];
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
    onSamples({ z, images }) {
      samples.show(images);
      cursor.maps.vae.setDraws(z);
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

  store.listen(["t", "seed"], hand.sample);
  $("look").addEventListener("click", () => {
    const found = hand.current();
    if (found) SIDES.forEach((side) => cursor.maps[side].lookAt(found[side]));
  });
  return hand;
}

function wireHeader() {
  $("theme").addEventListener("click", () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", dark ? "light" : "dark");
  });
  // The other language shows the same state.
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[hreflang]"))) {
    link.addEventListener("click", () => (link.hash = formatState(store.state)));
  }
  // The fragment is the state, so the link that skips to the maps must leave it alone.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    $("map-ae").focus();
  });
  addEventListener("hashchange", () => location.reload());
}

wireHeader();
start().catch((error) => {
  $("problem").textContent = error instanceof Refusal ? error.message : t("error.unexpected");
  $("problem").hidden = false;
  if (!(error instanceof Refusal)) throw error;
});
