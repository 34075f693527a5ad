/** Wire the page: the store, the API and the twins on show. Views know the store, but not each other. */

import { $ } from "./page/element.js";
import { createApi, Refusal } from "./net/api.js";
import { mountExplorer } from "./features/explorer.js";
import { choose, families, unpaired } from "./core/families.js";
import { SIDES } from "./core/sides.js";
import { Store } from "./core/store.js";
import { formatState, parseState } from "./core/state.js";
import { mirror } from "./features/url_mirror.js";
import { t } from "./page/text.js";
import { showConnection } from "./views/connection.js";
import { loadSample } from "./net/sample_digits.js";
import { mountLayerPicker } from "./views/layer_picker.js";
import { mountLegend } from "./views/legend.js";
import { mountModelPicker } from "./views/model_picker.js";

/** @typedef {import("./core/families.js").Twins} Twins */

const QUIET_MS = 300;

const store = new Store(parseState(location.hash));
const api = createApi(t("error.offline"));

async function start() {
  const slow = setTimeout(() => showConnection("loading"), QUIET_MS);
  const models = await api.models().finally(() => clearTimeout(slow));
  const all = families(models);
  showConnection("live");
  const first = choose(all, store.state.model);
  if (!first) throw new Refusal(t("error.no_twins"));
  mountLegend({ legend: $("legend"), toggle: $("cloud") }, { store });
  mountLayerPicker(
    {
      select: $("layer"),
      shown: $("layer-shown"),
      opacity: $("opacity"),
      legend: $("layer-legend"),
      about: $("layer-about"),
    },
    { store },
  );
  mirror(store, { replace: (fragment) => history.replaceState(null, "", `#${fragment}`), delay: 250 });
  const stage = createStage(first);
  const picker = mountModelPicker(
    { select: $("model"), row: $("beta-row"), slider: $("beta"), shown: $("beta-shown"), note: $("model-note") },
    { families: all, unpaired: unpaired(models), current: stage.chosen, onPick: pick },
  );
  /** Show the choice at once, and revert it if its models can't be loaded. @param {Twins} pair */
  function pick(pair) {
    stage.switchTo(pair).catch(complain).finally(picker.show);
    picker.show();
  }
  // Keep a z that the link names; without one, move to the digit's codes.
  await stage.open(first, store.state.ae === null && store.state.vae === null);
  document.body.dataset.ready = "true";
}

/** Shows one pair of twins after another; the newest choice wins. @param {Twins} first */
function createStage(first) {
  let chosen = first;
  /** @type {Twins | undefined} */
  let mounted;
  /** @type {Uint8Array[] | undefined} */
  let sample;
  /** @type {ReturnType<typeof mountExplorer> | undefined} */
  let explorer;

  /** Load all that a pair's page needs; the mounted pair stays meanwhile. @param {Twins} pair */
  async function load(pair) {
    const [ae, vae, cloudOfAe, cloudOfVae] = await Promise.all([
      ...SIDES.map((side) => api.model(pair[side].id)),
      ...SIDES.map((side) => api.codes(pair[side].id)),
    ]);
    const clouds = /** @type {any} */ ({ ae: cloudOfAe, vae: cloudOfVae });
    sample ??= await loadSample(clouds.vae);
    return { models: /** @type {any} */ ({ ae, vae }), clouds, sample, store, api };
  }

  /**
   * Reset the map's view and move z to the digit's code on each side whose model changes; reset the pins on both.
   * @param {Twins} pair
   * @param {Record<import("./core/sides.js").Side, import("./core/contract.js").Cloud>} clouds
   */
  function forget(pair, clouds) {
    if (!mounted) return;
    const { digit } = store.state;
    const code = (/** @type {import("./core/sides.js").Side} */ side) =>
      digit === null ? null : clouds[side].codes[digit].mu;
    const ofAe = pair.ae.id === mounted.ae.id ? {} : { ae: code("ae"), mapae: null };
    store.set({ model: pair.vae.id, vae: code("vae"), mapvae: null, pinsae: null, pinsvae: null, ...ofAe });
  }

  /** @param {Twins} pair @param {boolean} moves whether z moves to the digit's codes */
  async function open(pair, moves) {
    const parts = await load(pair);
    if (pair !== chosen) return;
    const picture = explorer?.pending();
    const drawn = explorer?.drawing() ?? { strokes: [], rests: true };
    explorer?.unmount();
    forget(pair, parts.clouds);
    mounted = pair;
    explorer = mountExplorer(parts, drawn);
    // Until the digit is encoded, the previous models' figures stay on the page, faded.
    document.body.classList.add("switching");
    await explorer.show(moves, picture);
    if (pair === mounted) document.body.classList.remove("switching");
  }

  return {
    open,
    chosen: () => chosen,
    /** Show other twins; if they can't be loaded, the mounted ones stay chosen. @param {Twins} pair */
    async switchTo(pair) {
      chosen = pair;
      try {
        await open(pair, true);
      } catch (error) {
        if (chosen === pair) chosen = mounted ?? first;
        throw error;
      }
    },
  };
}

/**
 * Show a problem on the page; rethrow all but refusals, so that bugs reach the console.
 * @param {unknown} error
 */
function complain(error) {
  $("problem").textContent = error instanceof Refusal ? error.message : t("error.unexpected");
  $("problem").hidden = false;
  if (!(error instanceof Refusal)) throw error;
}

function wireHeader() {
  $("theme").addEventListener("click", () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", dark ? "light" : "dark");
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // storage is forbidden, as in theme.js
    }
  });
  // Carry the state over to the page in the other language.
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[hreflang]"))) {
    link.addEventListener("click", () => (link.hash = formatState(store.state)));
  }
  // The fragment holds the state, so the skip link must not replace it.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    $("map-ae").focus();
  });
  addEventListener("hashchange", () => location.reload());
}

wireHeader();
start().catch(complain);
