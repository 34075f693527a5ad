/** The time machine: moments of a training that is over, as `train --snapshots` kept them. */

import { tell } from "./parts.js";
import { SIDE } from "./source.js";
import { loadPast, PastSession } from "../net/past_session.js";
import { formatPast, parsePast } from "../core/past_link.js";
import { ofDigits } from "../core/families.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../net/past_session.js").Past} Past */
/** @typedef {import("../core/families.js").Twins} Twins */

const MOMENT_MS = 700; // each is shown, where it plays

/** @param {import("./room.js").Shared} shared */
export function mountPast({ world, source, parts, showing, curves, transport, mirror, signal }) {
  const { at, one } = parts;
  const slider = /** @type {HTMLInputElement} */ (one("#training-moment"));
  const series = curves.series();
  const pairs = withPast(world);
  one(".modes").hidden = !pairs.length;
  /** @type {{pair: Twins, past: Past, session: PastSession} | null} */
  let shown = null;
  let place = 0;
  let isShown = false;
  let isSeen = true;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;

  slider.addEventListener(
    "input",
    () => {
      pause();
      turnTo(Number(slider.value));
    },
    { signal },
  );

  /** @param {string} id of the VAE */
  const pairOf = (id) => pairs.find(({ vae }) => vae.id === id);

  /** @param {Twins} pair */
  async function load(pair) {
    if (shown?.pair.vae.id === pair.vae.id) return shown;
    const past = await loadPast(world.stage.parts().api, pair);
    const { script, kernel, judge } = source.files;
    const files = { script, kernel, judge };
    const session = new PastSession({
      files,
      past,
      side: SIDE,
      onFrame: (_, looks) => isShown && showing.frame(looks),
      onLost,
    });
    shown?.session.end();
    series.clear();
    for (const { step, train, of } of past.moments) {
      series.measure({ step, of });
      series.train({ step, train });
    }
    return (shown = { pair, past, session });
  }
  function onLost() {
    shown?.session.end();
    shown = null;
    pause();
    tell(at("notice"), t("training.told_worker"));
  }
  /** @param {string} text */
  async function open(text) {
    const told = parsePast(text);
    const pair = told?.model ? pairOf(told.model) : (shown?.pair ?? pairs[0]);
    if (!pair) return;
    const { past, session } = await load(pair);
    if (!isShown) return;
    const orNone = (/** @type {unknown} */ error) => (shown?.session === session ? Promise.reject(error) : null);
    const look = (/** @type {Parameters<PastSession["look"]>[1]} */ codes) => session.look(place, codes).catch(orNone);
    showing.begin({ session: { look }, heldOut: source.heldOut, labels: source.labels, own: [] });
    curves.show(series);
    slider.max = String(past.moments.length - 1);
    tell(at("look"), t("training.look_past"));
    tell(at("about"), aboutOf(pair, past));
    transport.enable(true);
    parts.room.removeAttribute("aria-busy");
    turnTo(Math.min(told?.place ?? place, past.moments.length - 1));
  }
  /** @param {number} next */
  function turnTo(next) {
    if (!shown) return;
    const { past, session, pair } = shown;
    place = next;
    const { step, images } = past.moments[place];
    const told = t("training.moment", { steps: format(step, 0), images: format(images, 0) });
    slider.value = String(place);
    slider.setAttribute("aria-valuetext", told);
    tell(at("count"), told);
    series.point(step);
    session.show(place).catch(world.onError);
    mirror(formatPast({ model: pair.vae.id, place }));
  }
  function pause() {
    clearInterval(playing);
    playing = undefined;
    if (isShown) transport.playing(false, t("training.play_past"));
  }
  function play() {
    if (!shown) return;
    const last = shown.past.moments.length - 1;
    if (place === last) turnTo(0);
    transport.playing(true);
    playing = setInterval(() => {
      if (!isSeen) return;
      turnTo(place + 1);
      if (place === last) pause();
    }, MOMENT_MS);
  }
  return {
    isEmpty: !pairs.length,
    /** Whether there is a model of which a link names a moment. @param {import("../core/past_link.js").Told} told */
    has: ({ model }) => (model ? pairOf(model) !== undefined : pairs.length > 0),
    /** @param {string} text */
    enter(text) {
      isShown = true;
      transport.playing(false, t("training.play_past"));
      open(text).catch(world.onError);
    },
    leave() {
      pause();
      isShown = false;
      tell(at("notice"), "");
    },
    toggle: () => (playing === undefined ? play() : pause()),
    /** @param {boolean} seen */
    see: (seen) => void (isSeen = seen),
  };
}

/** Twins of which moments are kept. @param {import("./training.js").World} world */
const withPast = ({ stage }) =>
  ofDigits(stage.parts().offered)
    .flat()
    .filter(({ ae, vae }) => ae.snapshots && vae.snapshots);

/** @param {Twins} pair @param {Past} past */
const aboutOf = ({ ae, vae }, { moments }) =>
  t("training.about_past", {
    ae: ae.id,
    vae: vae.id,
    moments: moments.length,
    steps: format(moments.at(-1)?.step ?? 0, 0),
  });
