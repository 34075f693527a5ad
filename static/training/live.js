/** Models that train here and now, and what can be done to them. */

import { mountAlong } from "./along.js";
import { mountKnobs } from "./knobs.js";
import { lookOfStart, lookOfTurn } from "./looks.js";
import { isCalm, paced } from "./paced.js";
import { tell } from "./parts.js";
import { Runner } from "./runner.js";
import { ownDigit, SIDE } from "./source.js";
import { mountSummary } from "./summary.js";
import { createTrainingSession } from "../net/training_session.js";
import { parseTraining } from "../core/training_link.js";
import { isAsNamed, settingsOf } from "../core/training_knobs.js";
import { FAIR } from "../core/training_settings.js";
import { Refusal } from "../net/refusal.js";
import { t } from "../page/text.js";

/** @typedef {import("../core/training_settings.js").Settings} Settings */
/** @typedef {import("../core/training_knobs.js").Start} Start */
/** @typedef {import("../engine/training/viewer.js").Frame} Frame */

const MIRROR_MS = 1000; // browsers limit how often an address may change

/** @param {import("./room.js").Shared} shared @returns {import("./room.js").Mode} */
export function mountLive({ world, source, parts, showing, curves, transport, mirror, signal }) {
  const { onError } = world;
  const { room, at, starts } = parts;
  const series = curves.series();
  let isShown = false;
  /** @type {Frame | null} */
  let newest = null;
  /** What to look for, once something was turned. @type {string | null} */
  let look = null;
  let mirroredAt = -Infinity;
  const frames = paced((/** @type {Frame} */ frame) => {
    newest = frame;
    if (isShown) showing.frame(frame.looks);
  });

  const runner = new Runner({
    create: createTrainingSession,
    source,
    own: () => ownDigit(world),
    side: SIDE,
    on: {
      onBegin,
      onState,
      onFrame: frames.show,
      onMeasures(measured) {
        series.measure(measured);
        summary.measured(measured);
      },
      onProgress,
      onNotice: (notice) => tell(at("notice"), notice && t(`training.told_${notice}`)),
    },
  });
  const summary = mountSummary(parts, signal);
  const knobs = mountKnobs(parts, {
    onTurn: turn,
    onRestart: (patch) => begin(runner.start, { ...runner.settings, ...patch }),
    signal,
  });
  transport.drives({
    onAdvance: (what) => runner.advance(what === "step" ? 1 : runner.perEpoch).catch(onError),
    onReset: () => begin(runner.start, runner.settings, false),
    onPace: (pace) => runner.isReady && runner.session?.pace(pace),
  });
  const along = mountAlong(parts, {
    session: () => runner.session,
    start: () => runner.start,
    count: () => runner.count,
    link: address,
    onError,
    signal,
  });
  for (const button of starts)
    button.addEventListener("click", () => choose(/** @type {Start} */ (button.dataset.start)), { signal });

  /** @param {Start} start @param {Settings} settings @param {boolean} [plays] by default unless little motion is wanted */
  function begin(start, settings, plays = !isCalm()) {
    world.onFine();
    const ready = runner.begin(start, settings).then((isNewest) => {
      if (isNewest && plays && isShown) runner.play();
    });
    ready.catch(refuse);
  }
  /** A session that can't begin says why. @param {unknown} error */
  function refuse(error) {
    onError(new Refusal(t("training.cannot", { reason: String(error).replace(/\.$/, "") })));
  }
  /** @param {Start} start */
  function choose(start) {
    if (start === "own" && !ownDigit(world)) return tellLook(t("training.no_drawing"));
    begin(start, settingsOf(start, runner.settings));
  }
  /** @param {Partial<Settings>} patch */
  function turn(patch) {
    const sentence = lookOfTurn(patch, runner.settings);
    runner.turn(patch);
    if (runner.isReady) series.turn(runner.session?.step ?? 0);
    tellLook(sentence);
  }
  /** The named start, as long as it is one, and what to look for. @param {string | null} [sentence] once something was turned */
  function tellLook(sentence = look) {
    look = sentence;
    const { start, settings } = runner;
    const isNamed = isAsNamed(start, settings);
    tell(at("look"), look ?? (isNamed ? lookOfStart(start) : ""));
    for (const button of starts) button.setAttribute("aria-pressed", String(isNamed && button.dataset.start === start));
  }
  /** @param {import("../net/training_session.js").Progress} progress */
  function onProgress({ step, train, rate }) {
    if (train) series.train({ step, train });
    if (!isShown) return;
    transport.count(step, runner.perEpoch);
    if (runner.isRunning) {
      transport.rate(rate);
      if (performance.now() - mirroredAt > MIRROR_MS) tellAddress();
      return;
    }
    summary.state(false, step); // some steps may be made before it hears of the pause
    if (runner.isReady) tellAddress();
  }
  /** So that whoever loads the page again goes on from there. */
  function tellAddress() {
    mirroredAt = performance.now();
    mirror(told());
  }
  function onBegin() {
    newest = look = null;
    frames.forget();
    tell(at("notice"), "");
    series.clear();
    summary.clear();
    along.begin();
    if (isShown) show();
  }
  /** What is known of it before the first frame, or of one that rests. */
  function show() {
    const { heldOut, labels } = runner.images();
    const { session, settings, own, perEpoch } = runner;
    if (session) showing.begin({ session, heldOut, labels, own: own ? [heldOut.length - 1] : [] });
    if (newest) showing.frame(newest.looks);
    curves.show(series);
    transport.count(session?.step ?? 0, perEpoch);
    knobs.show(settings);
    tellLook();
  }
  function onState() {
    const { isReady, isRunning, session } = runner;
    if (!isShown) return;
    room.toggleAttribute("aria-busy", !isReady && !newest);
    if (isReady) session?.pace(transport.pace());
    transport.enable(isReady);
    along.enable(isReady);
    transport.playing(isRunning);
    summary.state(isRunning, session?.step ?? 0);
    along.digest({ ae: null, vae: null });
    if (isReady && !isRunning) rest();
  }
  /** What is at rest can be told: by the address, and by a digest. */
  function rest() {
    const { session, perEpoch } = runner;
    knobs.show(runner.settings);
    tellLook();
    showing.rest();
    transport.count(session?.step ?? 0, perEpoch);
    tellAddress();
    const tellDigest = (/** @type {Parameters<typeof along.digest>[0]} */ digest) => {
      if (!runner.isRunning && runner.session === session) along.digest(digest);
    };
    runner.digest().then(tellDigest).catch(onError);
  }
  const told = () => runner.told() ?? "on";
  function address() {
    tellAddress();
    const link = runner.told();
    return link && `${window.location.href.split("#")[0]}#train=${link}`;
  }
  return {
    enter(text) {
      isShown = true;
      const link = parseTraining(text);
      if (link) return void runner.follow(link).catch(refuse);
      if (text === "on" && runner.session) {
        show();
        onState();
      } else begin("fair", settingsOf("fair", FAIR));
      if (text !== "on") onError(new Refusal(t("training.bad_link")));
    },
    leave() {
      isShown = false;
      if (runner.isReady) runner.pause();
      tell(at("notice"), "");
    },
    toggle: () => runner.toggle(),
    see: (isSeen) => runner.see(isSeen),
  };
}
