/** Wires the page: the store, the server, the views. Views know the store and nothing of one another. */

import { Refusal, createApi } from "./api.js";
import { Live } from "./live.js";
import { pack, toBytes, toRows, unpack } from "./pixels.js";
import { Store, formatState, mirror, parseState } from "./store.js";
import { format, t } from "./text.js";
import { clampToWorld } from "./viewport.js";
import { mountDecoder } from "./views/decoder.js";
import { loadSample, mountDigit } from "./views/digit.js";
import { mountLegend } from "./views/legend.js";
import { mountMap } from "./views/map.js";
import { mountPosterior } from "./views/posterior.js";
import { COUNT, mountSamples } from "./views/samples.js";
import { mountTerms } from "./views/terms.js";

/** @typedef {import("./store.js").Side} Side */
/** @typedef {import("./api.js").Model} Model */
/** @typedef {import("./api.js").Encoding} Encoding */

const SIDES = /** @type {Side[]} */ (["ae", "vae"]);
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

/** Each of two things made from a side. @template T @param {(side: Side) => T} make @returns {Record<Side, T>} */
const forBoth = (make) => ({ ae: make("ae"), vae: make("vae") });

/** A z that the model's sliders can reach: the one asked for, drawn into the world, else its centre. @returns {number[]} */
function inWorld(/** @type {number[] | null} */ z, /** @type {Model} */ { extent, latent_dim }) {
  if (z?.length !== latent_dim) return [...extent.center, ...Array(latent_dim - 2).fill(0)];
  return [...clampToWorld([z[0], z[1]], extent), ...z.slice(2)];
}

/** The newest call counts: each start aborts the one before. */
function latest() {
  let controller = new AbortController();
  return () => {
    controller.abort();
    controller = new AbortController();
    return controller.signal;
  };
}

async function start() {
  const models = chooseTwins(await api.models());
  const [clouds, sample] = await loadClouds(models);
  /** Where each model's z rests when the pointer is not over its map. */
  const pinned = forBoth((side) => inWorld(store.state[side], models[side]));
  store.set(pinned);

  const decoder = mountDecoder(
    { sliders: $("sliders"), decoded: $("decoded"), switches: document.querySelectorAll("input[name=active]"), spoken: $("spoken") },
    { models, store, onMove: (z) => move(store.state.active, z, true) },
  );
  const connected = forBoth(() => true);
  const live = forBoth((side) => new Live(
    api.live(models[side].id),
    (pixels, z) => side === store.state.active && decoder.show(pixels, z),
    (up) => {
      connected[side] = up;
      $("connection").hidden = connected.ae && connected.vae;
    },
  ));

  function move(/** @type {Side} */ side, /** @type {number[]} */ z, /** @type {boolean} */ rests) {
    if (rests) pinned[side] = z;
    store.set({ active: side, [side]: z });
  }

  const maps = forBoth((side) => mountMap($(`map-${side}`), {
    model: models[side], codes: clouds[side].codes, store, tiles: api.tiles(models[side]),
    onPoint: (z, rests) => move(side, z, rests),
    onLeave: () => move(side, pinned[side], true),
  }));
  function decodeCurrent() {
    const { active } = store.state;
    live[active].request(/** @type {number[]} */ (store.state[active]));
  }
  store.listen(["active", "ae", "vae"], decodeCurrent);
  decodeCurrent();

  mountLegend({ legend: $("legend"), toggle: $("cloud") }, { store });

  const samples = mountSamples(
    { samples: $("samples"), temperature: $("temperature"), shown: $("temperature-shown"), reseed: $("reseed") }, { store });
  const views = [mountPosterior($("posterior")), mountTerms($("terms"))];
  const labels = clouds.vae.codes.map(({ label }) => label);
  const digit = mountDigit(
    { section: $("digit"), upload: $("upload"), input: $("input"), problem: $("problem"), gallery: $("gallery"), more: $("more"), about: $("about") },
    { sample, labels, store, onFile: (file) => encode(file, true), onPick: (index) => pick(index) },
  );

  /** @type {Record<Side, Encoding> | null} */
  let encodings = null;
  const newEncoding = latest();
  const newSamples = latest();

  /** Encode an own picture or known pixels in both models. @param {File | Uint8Array} what @param {boolean} moves */
  async function encode(what, moves) {
    const signal = newEncoding();
    document.body.classList.add("encoding");
    try {
      const vae = await (what instanceof File
        ? api.encodeFile(models.vae.id, what, signal)
        : api.encodePixels(models.vae.id, toRows(what), signal));
      const bytes = toBytes(vae.input);
      const ae = await api.encodePixels(models.ae.id, toRows(bytes), signal);
      if (what instanceof File) store.set({ digit: null, x: pack(bytes) });
      showEncodings({ ae, vae }, moves);
      digit.problem("");
    } catch (error) {
      if (error instanceof Refusal) digit.problem(error.message);
      else if (/** @type {Error} */ (error).name !== "AbortError") throw error;
    } finally {
      if (!signal.aborted) document.body.classList.remove("encoding");
    }
  }

  function showEncodings(/** @type {Record<Side, Encoding>} */ found, /** @type {boolean} */ moves) {
    encodings = found;
    digit.digit(toBytes(found.vae.input), describe(found.vae));
    for (const side of SIDES) {
      maps[side].setEncoding(found[side]);
      if (moves) pinned[side] = found[side].mu;
    }
    if (moves) store.set({ ae: found.ae.mu, vae: found.vae.mu });
    for (const view of views) view.show(found);
    draw();
  }

  /** What the judge reads and how typical a digit it is. @param {Encoding} encoding */
  function describe({ judge, typicality, warnings }) {
    const read = judge && t("digit.judged", { label: judge.label, percent: format(Math.floor(1000 * judge.probabilities[judge.label]) / 10, 1) });
    const typical = t("digit.typicality", { percent: format(100 - typicality.percentile, 0) });
    return [read, typical, ...warnings.map((code) => t(`warning.${code}`))].filter(Boolean).join(" ");
  }

  /** Draw codes around μ in the VAE, and show them on its map. */
  async function draw() {
    if (!encodings) return;
    const { mu, sigma } = encodings.vae;
    const { t: temperature, seed } = store.state;
    try {
      const drawn = await api.sample(models.vae.id, { mu, sigma, n: COUNT, temperature, seed }, newSamples());
      samples.show(drawn.images);
      maps.vae.setDraws(drawn.z);
    } catch (error) {
      if (error instanceof Refusal) digit.problem(error.message);
      else if (/** @type {Error} */ (error).name !== "AbortError") throw error;
    }
  }

  function pick(/** @type {number} */ index) {
    store.set({ digit: index, x: null });
    encode(sample[index], true);
  }

  store.listen(["t", "seed"], draw);
  $("look").addEventListener("click", () => encodings && SIDES.forEach((side) => maps[side].lookAt(/** @type {any} */ (encodings)[side])));
  $("whole").addEventListener("click", () => SIDES.forEach((side) => maps[side].whole()));
  mirror(store, { replace: (fragment) => history.replaceState(null, "", `#${fragment}`), delay: 250 });
  const { digit: index, x } = store.state;
  // A link that names a z keeps it: only a bare one moves to the digit's own code.
  const moves = parseState(location.hash).vae === null && parseState(location.hash).ae === null;
  if (x) await encode(unpack(x), moves);
  else {
    store.set({ digit: index ?? labels.indexOf(FIRST_DIGIT) });
    await encode(sample[/** @type {number} */ (store.state.digit)], moves);
  }
  document.body.dataset.ready = "true";
}

async function loadClouds(/** @type {Record<Side, Model>} */ models) {
  const [ae, vae] = await Promise.all(SIDES.map((side) => api.codes(models[side].id)));
  return /** @type {const} */ ([{ ae, vae }, await loadSample(vae)]);
}

function wireHeader() {
  $("theme").addEventListener("click", () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", dark ? "light" : "dark");
  });
  // The other language shows the same state.
  for (const link of document.querySelectorAll("a[hreflang]")) {
    link.addEventListener("click", () => (/** @type {HTMLAnchorElement} */ (link).hash = formatState(store.state)));
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
