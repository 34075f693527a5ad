/** Wire the page: the store, the API and the twins on show. Views know the store, but not each other. */

import { $ } from "./page/element.js";
import { createApi, Refusal } from "./net/api.js";
import { choose, families, unpaired } from "./core/families.js";
import { Store } from "./core/store.js";
import { formatState, parseState } from "./core/state.js";
import { followAddress } from "./features/address.js";
import { createStage } from "./features/stage.js";
import { mirror } from "./features/url_mirror.js";
import { t } from "./page/text.js";
import { showConnection } from "./views/connection.js";
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
  const url = mirror(store, {
    push: (fragment) => history.pushState(null, "", `#${fragment}`),
    replace: (fragment) => history.replaceState(null, "", `#${fragment}`),
    delay: 250,
  });
  const stage = createStage(first, { store, api });
  const picker = mountModelPicker(
    { select: $("model"), row: $("beta-row"), slider: $("beta"), shown: $("beta-shown"), note: $("model-note") },
    { families: all, unpaired: unpaired(models), current: stage.chosen, onPick: pick },
  );
  /** Show the choice at once, and revert it if its models can't be loaded. @param {Twins} pair */
  function pick(pair) {
    stage.switchTo(pair).catch(complain).finally(picker.show);
    picker.show();
  }
  followAddress(store, {
    url,
    show: (target) =>
      stage
        .follow(choose(all, target.model) ?? first, target)
        .catch(complain)
        .finally(picker.show),
  });
  await stage.open();
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
  // The fragment holds the state, so the skip link must not replace it.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    $("map-ae").focus();
  });
}

wireHeader();
start().catch(complain);
