/** All that shows one pair of twins: their maps and decoder, the digit at hand in both, and the evidence. */

import { mountCockpit } from "./experiments.js";
import { IMAGES, paceOf } from "../core/comparison.js";
import { mountCursor } from "./cursor.js";
import { mountHand } from "./digit_panel.js";
import { watchLikeness } from "./neighbour_similarity.js";
import { Live } from "../net/live_socket.js";
import { unpack } from "../core/pixels.js";
import { SIDES } from "../core/sides.js";
import { DRAWN, sketchBytes } from "./live_drawing.js";
import { toRows } from "../core/strokes.js";
import { t } from "../page/text.js";
import { showConnection } from "../views/connection.js";
import { mountEvidence } from "../views/evidence.js";

/** @typedef {import("../core/store.js").Side} Side */
/** @typedef {import("../core/families.js").Twins} Twins */
/** @typedef {import("../net/api.js").Cloud} Cloud */

/** @typedef {import("./digit_panel.js").Drawing} Drawing */

const FIRST_DIGIT = 3;
const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/**
 * @param {{models: Twins, clouds: Record<Side, Cloud>, sample: Uint8Array[], store: import("../core/store.js").Store, api: import("../net/api.js").Api, drawn: Drawing}} parts
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
    models,
    clouds,
    sample,
    store,
    api,
    live,
    onPin: (...moved) => cockpit.onPin(...moved),
    onStep: (codes) => cockpit.onStep(codes),
    onView(side) {
      alike?.update(side);
      if (alike) hand.lens.magnify(); // at the first look there is no hand yet
    },
    onPick: (index) => hand.pick(index),
  });
  const cockpit = mountCockpit({
    models,
    clouds,
    store,
    api,
    live,
    cursor,
    onProblem: (sentence) => hand.problem(sentence),
  });
  const hand = mountHand({
    models,
    clouds,
    cursor,
    cockpit,
    sample,
    labels,
    store,
    api,
    live,
    drawn,
    onDigit: () => alike && SIDES.forEach(alike.update),
  });
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
  $("look").addEventListener(
    "click",
    () => {
      const found = hand.current();
      if (!found) return;
      cursor.link.lead("vae"); // its posterior, which has a width, says how close
      // A step is looked at whole; else as closely as the posterior is wide.
      const step = store.state.tab === "step" ? store.state.r : 0;
      for (const side of SIDES)
        if (side === "vae" || !store.state.link)
          cursor.maps[side].lookAt(
            found[side],
            models[side].sd.map((sd) => step * sd),
          );
    },
    { signal },
  );

  return {
    /** A picture that was given, whether or not it has an answer yet. */
    pending: hand.pending,
    /** What is on the pad. */
    drawing: hand.drawing,
    /**
     * Encode a picture, else the digit that the state names.
     * @param {boolean} moves whether z moves to the digit's codes @param {import("../net/api.js").Picture | null} [picture]
     */
    async show(moves, picture = null) {
      await this.encode(moves, picture);
      if (!drawn.rests) hand.draw(toRows(drawn.strokes)); // it had no answer yet
    },
    /** @param {boolean} moves @param {import("../net/api.js").Picture | null} picture */
    encode(moves, picture) {
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
 * @param {Twins} models @param {import("../net/api.js").Api} api @param {() => void} onReturn
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
