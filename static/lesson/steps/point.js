/** A picture becomes a point: where on the map does this 3 land? */

import { element } from "../element.js";
import { flow, half, named, pulse } from "../instruments/flow.js";
import { mountPlane } from "../instruments/plane.js";
import { mountSpeaker } from "../instruments/plane_speaker.js";
import { awaitedPicture, digitCanvas, paint } from "../../charts/digit_image.js";
import { distance, imageOf } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { crowdExtent } from "../../core/plane_extents.js";
import { format, t } from "../../page/text.js";

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountPoint({ stand, parts, bench, onChange, later, signal }) {
  const { codes } = parts.clouds.ae;
  const { mu: code, label } = codes[FIRST_DIGIT];
  const others = codes.filter((_, i) => i !== FIRST_DIGIT);
  const names = { code: t("lesson.point.own", { label }), guess: t("lesson.point.yours") };
  /** @type {number[] | null} */
  let guess = null;
  let [isLocked, isSeen] = [false, false];
  const speaker = mountSpeaker({ codes, bench, later, signal });
  const { plane, rebuilt, pinned, way } = mountWay(stand, parts, {
    onPlace(z) {
      if (isLocked) follow(z);
      else place(z);
      speaker.say(z, isLocked);
    },
    signal,
  });
  stand.append(speaker.box);
  /** What is known already. */
  const marks = () => (isSeen ? marksOf(code, guess, names) : { pins: guess ? [pinOf(guess)] : [] });
  /** @param {number[]} z */
  const pinOf = (z) => ({ z, kind: "guess", name: names.guess });

  /** @param {number[]} z */
  function place(z) {
    guess = z;
    plane.mark(marks());
    onChange();
  }
  /** Afterwards what is pressed is decoded. @param {number[]} z */
  function follow(z) {
    plane.mark({ ...marks(), pins: [...marks().pins, { z, kind: "told" }] });
    bench.follow("ae", z, (image) => showPinned(image, t("lesson.decoded_here")));
  }
  /** @param {Uint8Array} image @param {string} caption */
  function showPinned(image, caption) {
    paint(pinned.canvas, image);
    pinned.box.classList.remove("hidden-yet");
    pinned.caption.textContent = caption;
  }
  async function act() {
    pulse(way);
    const vae = [parts.clouds.vae.codes[FIRST_DIGIT].mu];
    const { ae: found } = await bench.compare({ ae: [code, guess ?? code], vae });
    paint(rebuilt.canvas, imageOf(found, 0));
    rebuilt.box.classList.remove("empty");
    const read = found.label[1];
    if (guess) showPinned(imageOf(found, 1), t("lesson.point.at_pin", { read }));
    isSeen = true;
    plane.mark(marks());
    const gap = guess && gapOf(guess, code, { others, sd: parts.models.ae.sd });
    return { measured: code, values: gap && { ...gap, read, label } };
  }
  const extent = crowdExtent(codes);
  const control = {
    series: ["z0", "z1"],
    unit: "latent units",
    value: () => guess,
    fits: (/** @type {number[]} */ [x, y]) => distanceFrom(extent, [x, y]) <= extent.half_width,
    set: place,
    lock: () => void (isLocked = true),
    show: () => {},
  };
  return { words: { label }, control, act };
}

/**
 * The picture's way, with the plane in its middle.
 * @param {HTMLElement} stand @param {import("../steps.js").Room["parts"]} parts
 * @param {Pick<import("../instruments/plane.js").Options, "onPlace" | "signal">} options
 */
function mountWay(stand, { clouds: { ae }, sample }, options) {
  const name = t("lesson.plane", { side: t("lesson.ae") });
  const plane = mountPlane({ name, extent: crowdExtent(ae.codes), codes: ae.codes, isNamed: true, ...options });
  const x = named(awaitedPicture(sample, FIRST_DIGIT), t("lesson.x"));
  const rebuilt = named(digitCanvas(t("lesson.rebuilt")), t("lesson.rebuilt"));
  rebuilt.box.classList.add("empty");
  const pinned = named(digitCanvas(t("lesson.decoded_here")), t("lesson.decoded_here"));
  pinned.box.classList.add("hidden-yet");
  const ends = element("div", "ends-of-flow");
  ends.append(rebuilt.box, pinned.box);
  const way = flow(x.box, half("encoder"), plane.box, half("decoder"), ends);
  const frame = element("div", "of-ae whole");
  frame.append(way);
  stand.replaceChildren(frame);
  return { plane, rebuilt, pinned, way };
}

/** The point covers the pin, which may be as near. @param {number[]} code @param {number[] | null} guess @param {{code: string, guess: string}} names */
const marksOf = (code, guess, names) => ({
  pins: [
    ...(guess ? [{ z: guess, kind: "guess", name: names.guess }] : []),
    { z: code, kind: "code", name: names.code },
  ],
  lines: guess ? [[guess, code]] : [],
});

/** How far from the middle a place is, on the axis where it is farther. @param {import("../instruments/plane.js").Extent} extent @param {[number, number]} place */
const distanceFrom = ({ center }, place) => Math.max(...place.map((value, axis) => Math.abs(value - center[axis])));

/** How far a pin is from its point, and how many other codes are nearer to that. @param {number[]} guess @param {number[]} code @param {{others: {mu: number[]}[], sd: number[]}} model */
function gapOf(guess, code, { others, sd }) {
  const apart = distance(guess, code, sd);
  const nearer = others.filter(({ mu }) => distance(mu, code, sd) < apart).length;
  return { distance: format(apart, 2), nearer, codes: others.length };
}
