/** Wire the page: the store, the API and the twins on show. Views know the store, but not each other. */

import { $ } from "./page/element.js";
import { createApi } from "./net/api.js";
import { createKeptApi } from "./net/kept_api.js";
import { patiently } from "./net/patience.js";
import { keepFiles } from "./net/keep_files.js";
import { Refusal } from "./net/refusal.js";
import { endPauses } from "./net/retry.js";
import { PLACES } from "./core/choices.js";
import { choose, families } from "./core/families.js";
import { SIDES } from "./core/sides.js";
import { Store } from "./core/store.js";
import { parseState } from "./core/state.js";
import { followAddress } from "./features/address.js";
import { engineFiles } from "./features/engine.js";
import { beInFrame } from "./features/in_frame.js";
import { firstStep, mountLesson } from "./features/lesson.js";
import { laterScript } from "./features/later_script.js";
import { mountModelChoice } from "./features/model_choice.js";
import { mountOwnLinks } from "./features/own_links.js";
import { lockParts } from "./features/parts.js";
import { mountReset } from "./features/reset.js";
import { createStage } from "./features/stage.js";
import { mountTakeAlong } from "./features/take_along.js";
import { mountTraining } from "./features/training.js";
import { mirror } from "./features/url_mirror.js";
import { mountWords } from "./features/words.js";
import { needed } from "./page/embedded.js";
import { ownFiles } from "./page/own_files.js";
import { t } from "./page/text.js";
import { endStart, showArriving, showConnection } from "./views/connection.js";

const QUIET_MS = 300;
// What a frame's srcdoc or a blob holds has none that could be changed, as its relative addresses are another page's.
const HAS_ADDRESS = ["http:", "https:", "file:"].includes(location.protocol);

/** The state that a fragment names, in the part of the page that is shown. @param {string} fragment */
const stateOf = (fragment) => ({ ...parseState(fragment), ...needed });
const store = new Store({ ...parseState(location.hash), lesson: firstStep(), ...needed });
const { alone } = document.body.dataset;
const words = {
  offline: t(alone === undefined ? "error.offline" : "error.site_offline"),
  silent: t(alone === undefined ? "connection.loading" : "connection.page"),
  alone: t("error.alone"),
  blank: t("error.blank_image"),
  lacking: (/** @type {string} */ file) => t("error.lacking", { file }),
};
const addressOf = ownFiles($("files"));
/** @param {import("./net/api.js").Options} options */
const connect = (options) =>
  alone === undefined ? createApi(words, options) : createKeptApi(words, { ...options, addressOf });
const api = connect({});
/** @param {{dataset: DOMStringMap}} element that names a script for later @param {string} name @returns {import("./features/later_script.js").Load} */
const later =
  ({ dataset }, name = "script") =>
  () =>
    laterScript(addressOf(dataset[name] ?? ""), words.offline, api.file);
const wait = (/** @type {string} */ sentence) => showConnection(sentence ? "starting" : "live", sentence);

/** The server's models, once it is there and has loaded them. */
async function loadModels() {
  const slow = setTimeout(() => showConnection(alone === undefined ? "loading" : "page"), QUIET_MS);
  const hush = () => clearTimeout(slow);
  const onWaiting = (/** @type {string} */ sentence) => {
    hush();
    wait(sentence);
  };
  const models = await patiently(api.models, { onWaiting }).finally(hush);
  showConnection("digit");
  return models;
}

const mirrorUrl = () =>
  mirror(store, {
    push: (fragment) => HAS_ADDRESS && history.pushState(null, "", `#${fragment}`),
    replace: (fragment) => HAS_ADDRESS && history.replaceState(null, "", `#${fragment}`),
    delay: 250,
  });

/** Show the first twins. Gives what brings the page to another state, and what a frame is answered with. */
async function open() {
  const url = mirrorUrl();
  const models = await loadModels();
  const offered = families(models);
  const first = choose(offered, store.state.model);
  if (!first) throw new Refusal(t("error.no_twins"));
  const stage = createStage(first, {
    store,
    connect: (signal) => connect({ signal, onStale: () => choice.check() }),
    engine: engineFiles(addressOf, api.file),
    planes: later($("plane-choice")),
    picture: later($("picture")),
    evidence: later($("evidence")),
    layers: later($("layer-shown")),
    offered,
    go: (patch) => void choice.follow({ ...store.state, ...PLACES, ...patch }),
    onReturn: () => choice.check(),
    onWaiting: wait,
    onArriving: showArriving,
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
  mountTakeAlong(
    { button: $("take"), date: $("handout-date"), address: $("handout-link"), code: $("handout-code") },
    { script: later($("take")), shown: stage.showcase, store, onError: complain },
  );
  const follow = followAddress(store, { url, show: (target) => choice.follow({ ...target, ...needed }) });
  mountReset(() => {
    url.enter(stateOf(""));
    return follow(stateOf(""));
  });
  await choice.open();
  url.begin();
  return { stage, follow, offers: choice.offers };
}

async function start() {
  const opened = open();
  mountLesson(
    { place: $("lesson"), problem: $("lesson-problem"), enter: $("to-lesson"), leave: $("to-explorer") },
    { script: later($("lesson")), store, opened, onError: complain },
  );
  mountTraining($("to-training"), { script: later($("training")), store, opened, onError: complain });
  const { stage, follow, offers } = await opened;
  answerFrame(store, { show: follow, first: stateOf(""), offers });
  document.body.dataset.ready = "true";
  keepLoaded(/** @type {import("./core/families.js").Twins} */ (stage.shown()));
}

/**
 * Where the site has a worker, have it keep what this visit has loaded.
 * @param {import("./core/families.js").Twins} shown
 */
function keepLoaded(shown) {
  const { worker } = document.body.dataset;
  if (worker) keepFiles(worker, loaded(shown)).catch(complain);
}

/** The addresses of what this visit has loaded, its Workers' weights as well. @param {import("./core/families.js").Twins} shown */
const loaded = (shown) => [
  ...performance.getEntriesByType("resource").map(({ name }) => name),
  ...SIDES.map((side) => api.weights(shown[side])),
];

/**
 * Show a problem on the page; rethrow all but refusals, so that bugs reach the console.
 * @param {unknown} error
 */
function complain(error) {
  for (const id of ["problem", "lesson-problem"]) {
    $(id).textContent = error instanceof Refusal ? error.message : t("error.unexpected");
    $(id).hidden = false;
  }
  if (!(error instanceof Refusal)) throw error;
}

function wireHeader() {
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
mountOwnLinks(store);
mountWords($("word"));
wireReturns();
lockParts();
const answerFrame = beInFrame(later(document.body, "framed"), complain);
start().catch(complain).finally(endStart);
