/** The training room: models that train here and now, or moments of a training that is over, on the same maps. */

import { watchAttention } from "./attention.js";
import { mountCurves } from "./curves.js";
import { mountLive } from "./live.js";
import { isFocusLost, partsOf } from "./parts.js";
import { mountPast } from "./past.js";
import { mountShowing } from "./showing.js";
import { mountTransport } from "./transport.js";
import { parsePast } from "../core/past_link.js";
import { Refusal } from "../net/refusal.js";
import { $ } from "../page/element.js";
import { t } from "../page/text.js";

/**
 * @typedef {{
 *   enter: (text: string) => void,
 *   leave: () => void,
 *   toggle: () => void,
 *   see: (isSeen: boolean) => void,
 * }} Mode enter: shows what a link names; toggle: plays or pauses; see: somebody looks, or nobody does
 */
/**
 * @typedef {{
 *   world: import("./training.js").World,
 *   source: import("./source.js").Source,
 *   parts: import("./parts.js").Parts,
 *   showing: ReturnType<typeof mountShowing>,
 *   curves: ReturnType<typeof mountCurves>,
 *   transport: ReturnType<typeof mountTransport>,
 *   mirror: (text: string) => void,
 *   signal: AbortSignal,
 * }} Shared mirror: what the page's address is to say, while the mode is shown
 */

/** @param {import("./training.js").World} world @param {import("./source.js").Source} source */
export function mountRoom(world, source) {
  const { store, onError } = world;
  const element = $("training");
  const { signal } = new AbortController(); // it stays as long as the page
  const parts = partsOf(element);
  let isOpen = false;
  /** What the address says. @type {string | null} */
  let told = null;
  /** @type {Mode | null} */
  let mode = null;
  let isSeen = true;

  const transport = mountTransport(parts, { onPlay: () => mode?.toggle(), isOpen: () => isOpen, signal });
  const showing = mountShowing(parts, { onError, signal });
  const curves = mountCurves(parts, signal);
  const shared = { world, source, parts, showing, curves, transport, mirror, signal };
  const modes = { live: mountLive(shared), past: mountPast(shared) };
  const see = (/** @type {boolean} */ is) => {
    isSeen = is;
    mode?.see(is);
  };
  watchAttention(element, see, signal);
  for (const one of parts.modes) {
    one.addEventListener("change", () => turnTo(/** @type {keyof typeof modes} */ (one.value), BACK));
  }

  /** @param {string} text */
  function mirror(text) {
    if (!isOpen || store.state.train === null) return;
    told = text;
    store.set({ train: text });
  }
  /** @param {keyof typeof modes} name @param {string} text */
  function turnTo(name, text) {
    mode?.leave();
    element.dataset.mode = name;
    for (const one of parts.modes) one.checked = one.value === name;
    mode = modes[name];
    mode.see(isSeen);
    mode.enter(text);
  }
  /** @param {string} text */
  function follow(text) {
    world.onFine();
    const moment = parsePast(text);
    if (moment && modes.past.has(moment)) return turnTo("past", text);
    const isNone = moment !== undefined && modes.past.isEmpty;
    turnTo("live", isNone ? BACK : text);
    if (isNone) onError(new Refusal(t("training.no_past")));
  }
  return {
    /** A training or a moment that a link names, or what was on show, or else a fair training. @param {string} text */
    open(text) {
      const isBack = !isOpen && text === BACK;
      isOpen = true;
      if (isFocusLost()) parts.one("#training-title").focus({ preventScroll: true });
      if (!mode || (text !== told && !isBack)) return follow(text);
      mode.see(isSeen);
      mirror(told ?? BACK);
    },
    /** It rests until it is opened again. */
    close() {
      isOpen = false;
      mode?.see(false);
    },
  };
}

/** In place of a link: what was on show, or a beginning. */
export const BACK = "on";
