/** The explorer of one pair of twins: their maps and decoder, the current digit in both, and the evidence. */

import { isOtherDigit, namesNoCode, unshown } from "../core/choices.js";
import { chosenEvidence } from "../core/chosen_evidence.js";
import { drawingBytes } from "../core/drawing_answer.js";
import { alone } from "../core/families.js";
import { firstOf } from "../core/gallery.js";
import { unpack } from "../core/pixels.js";
import { DRAWN, EVENLY, IMAGES, WALKED } from "../core/request_kinds.js";
import { forBoth, SIDES } from "../core/sides.js";
import { toRows } from "../core/strokes.js";
import { engineFirst } from "../net/engine_first.js";
import { LiveSocket } from "../net/live_socket.js";
import { patiently } from "../net/patience.js";
import { endPauses } from "../net/retry.js";
import { t } from "../page/text.js";
import { showConnection } from "../views/connection.js";
import { createChannels } from "./channels.js";
import { mountCursor } from "./cursor.js";
import { mountDigitPanel } from "./digit_panel.js";
import { computeInPage } from "./engine.js";
import { mountEncodingPanels } from "./encoding_panels.js";
import { mountExperiments } from "./experiments.js";
import { laterEvidence } from "./later_evidence.js";
import { mountMapTools } from "./map_tools.js";
import { mountOverMaps } from "./over_maps.js";
import { mountSpokenPlace } from "./spoken_place.js";
import { watchDrawing } from "./mini_maps.js";
import { lookNowAndThen } from "./look_now_and_then.js";
import { watchNeighbourSimilarity } from "./neighbour_similarity.js";

/** @typedef {import("../core/contract.js").Picture} Picture */

/**
 * @param {Omit<import("./channels.js").Parts, "channels" | "live">} given models with all of their metrics
 * @param {import("./digit_panel.js").PadState} drawn what is on the pad
 * @param {() => void} onReturn called where the server is there again, and may be another one
 */
export function mountExplorer(given, drawn, onReturn) {
  const { models, store, signal } = given;
  const channels = createChannels();
  const live = connect(models, given.api, { channels, onReturn });
  signal.addEventListener("abort", () => live.close());
  const api = engineFirst(given.api, {
    ...given,
    read: given.engine?.read ?? null,
    engine: () => channels.engine.value,
  });
  const parts = { ...given, api, live, channels };
  lookNowAndThen(channels, onReturn);
  const cursor = mountCursor(parts);
  const digit = mountDigitPanel(parts, drawn);
  const complain = (/** @type {Error} */ error) => channels.problem.emit(error.message);
  const mounted = [
    digit,
    mountExperiments(parts, cursor),
    mountEncodingPanels(parts, cursor),
    mountMapTools(parts, cursor),
    mountOverMaps(parts),
    given.chooser?.mount(parts, cursor),
    given.chooser?.mountAxes(parts, cursor),
    watchNeighbourSimilarity(parts, cursor),
    mountSpokenPlace(parts, cursor),
    watchDrawing(parts, cursor),
    alone(models) ? null : laterEvidence(given.evidence, { models, store }, complain),
    cursor,
  ];

  const { showcase } = channels;
  showcase.offer("models", () => models);
  showcase.offer("state", () => store.state);
  showcase.offer("codes", () => forBoth((side) => given.clouds[side].codes.map(({ mu }) => mu)));
  showcase.offer("digit", () => channels.digit.value);
  showcase.offer("evidence", () => (alone(models) ? null : chosenEvidence(models, store.state)));

  const canCompute = SIDES.every((side) => models[side].weights);
  const computing = async () => given.engine && canCompute && computeInPage(parts, given.engine);

  /** @param {boolean} moves @param {Picture | null} picture */
  async function encode(moves, picture) {
    if (picture) return digit.encode(picture, moves);
    const { images } = models.vae;
    const own = store.state.x === null ? null : unpack(store.state.x);
    if (own?.length === images.side ** 2 * images.channels) return digit.encode(own, moves);
    const { length } = given.clouds.vae.codes;
    const index =
      store.state.digit !== null && store.state.digit < length ? store.state.digit : firstOf(images, length);
    store.set({ digit: index, x: null });
    await digit.encode(index, moves);
    if (own && store.state.digit === index) channels.problem.emit(t("error.other_image"));
  }

  return {
    parts,
    /** The current picture, whether or not it has an answer yet. */
    pending: digit.pending,
    /** What is on the pad. */
    drawing: digit.drawing,
    /** What is on the page. */
    showcase: showcase.all,
    /**
     * Encode a picture, else the digit that the state names.
     * @param {boolean} moves whether z moves to the digit's codes
     * @param {Picture | null} [picture]
     */
    async show(moves, picture = null) {
      if (api.alone) await patiently(computing, { signal, onWaiting: channels.problem.emit });
      if (signal.aborted) return;
      await encode(moves, digit.pending() ?? picture);
      if (!api.alone) computing();
      const { strokes, rests } = drawn;
      // It has had no final answer yet, and nothing newer has come meanwhile.
      if (!rests && digit.drawing().strokes === strokes) digit.draw(toRows(strokes));
    },
    /**
     * Show another state of these models, as a digit of the sample or the visitor's own.
     * @param {import("../core/state.js").State} wanted
     */
    async follow(wanted) {
      const target = { ...wanted, ...unshown(wanted, models) };
      const isOther = isOtherDigit(store.state, target);
      cursor.follow(target);
      if (isOther) digit.leave();
      if (isOther || namesNoCode(target)) await encode(namesNoCode(target), null);
    },
    unmount() {
      for (const part of mounted) part?.unmount();
    },
  };
}

/**
 * The page's live connection to both models.
 * @param {import("../core/families.js").Twins} models
 * @param {import("../net/api.js").Api} api
 * @param {{channels: import("./channels.js").Channels, onReturn: () => void}} on
 */
function connect(models, api, { channels, onReturn }) {
  let lost = false;
  return new LiveSocket({
    url: api.live(SIDES.map((side) => models[side].id)),
    sides: SIDES,
    async decode({ side, codes, kind = IMAGES }) {
      const { id } = models[side];
      if (kind === DRAWN) return drawingBytes(await api.encodeDrawing(id, codes));
      return kind === IMAGES
        ? api.decode(id, codes)
        : api.compare(id, codes, kind === WALKED ? "given" : kind === EVENLY ? "even" : null);
    },
    onState(state, reason) {
      showConnection(state, reason);
      if (state !== "waiting") {
        endPauses();
        channels.returned.emit();
        if (lost) onReturn();
      }
      lost = state === "waiting";
    },
  });
}
