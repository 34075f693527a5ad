/** Wire the page: the store, the API and the twins on show. Views know the store, but not each other. */

import { $ } from "./page/element.js";
import { createApi } from "./net/api.js";
import { patiently } from "./net/patience.js";
import { Refusal } from "./net/refusal.js";
import { endPauses } from "./net/retry.js";
import { choose, families } from "./core/families.js";
import { Store } from "./core/store.js";
import { formatState, parseState } from "./core/state.js";
import { followAddress } from "./features/address.js";
import { engineFiles } from "./features/engine.js";
import { mountModelChoice } from "./features/model_choice.js";
import { createStage } from "./features/stage.js";
import { mirror } from "./features/url_mirror.js";
import { t } from "./page/text.js";
import { endStart, showConnection } from "./views/connection.js";
import { mountLayerPicker } from "./views/layer_picker.js";
import { mountLegend } from "./views/legend.js";

const QUIET_MS = 300;

const store = new Store(parseState(location.hash));
const words = { offline: t("error.offline"), silent: t("connection.loading") };
const api = createApi(words);
const wait = (/** @type {string} */ sentence) => showConnection(sentence ? "starting" : "live", sentence);

/** The server's models, once it is there and has loaded them. */
async function loadModels() {
  const slow = setTimeout(() => showConnection("loading"), QUIET_MS);
  const hush = () => clearTimeout(slow);
  const onWaiting = (/** @type {string} */ sentence) => {
    hush();
    wait(sentence);
  };
  const models = await patiently(api.models, { onWaiting }).finally(hush);
  showConnection("digit");
  return models;
}

async function start() {
  const models = await loadModels();
  const first = choose(families(models), store.state.model);
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
  const url = mirror(store, {
    push: (fragment) => history.pushState(null, "", `#${fragment}`),
    replace: (fragment) => history.replaceState(null, "", `#${fragment}`),
    delay: 250,
  });
  const stage = createStage(first, {
    store,
    connect: (signal) => createApi(words, { signal, onStale: () => choice.check() }),
    engine: engineFiles(),
    onReturn: () => choice.check(),
    onWaiting: wait,
  });
  const choice = mountModelChoice({
    models,
    first,
    store,
    stage,
    list: api.models,
    onWaiting: wait,
    onError: complain,
  });
  followAddress(store, { url, show: choice.follow });
  await choice.open();
  url.begin();
  document.body.dataset.ready = "true";
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
  // The fragment holds the state, so a skip link must not replace it.
  for (const skip of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".skip"))) {
    skip.addEventListener("click", (event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (document.querySelector(skip.dataset.to ?? ""))?.focus();
    });
  }
}

function wireReturns() {
  addEventListener("online", endPauses);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && endPauses());
}

wireHeader();
wireReturns();
start().catch(complain).finally(endStart);
