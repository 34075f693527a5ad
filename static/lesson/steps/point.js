/** A picture becomes a point: where on the map does this 3 land? */

import { element } from "../element.js";
import { flow, half, named, pulse } from "../instruments/flow.js";
import { mountPlane } from "../instruments/plane.js";
import { awaitedPicture, digitCanvas, paint } from "../../charts/digit_image.js";
import { distance, imageOf } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { crowdExtent } from "../../core/plane_extents.js";
import { format, t } from "../../page/text.js";

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountPoint({ stand, parts, bench, onChange, signal }) {
  const { codes } = parts.clouds.ae;
  const { mu: code, label } = codes[FIRST_DIGIT];
  /** @type {number[] | null} */
  let guess = null;
  let isLocked = false;
  const { plane, rebuilt, way } = mountWay(stand, parts, { onPlace: (z) => (isLocked ? follow(z) : place(z)), signal });

  /** @param {number[]} z */
  function place(z) {
    guess = z;
    plane.mark({ pins: [{ z, kind: "guess" }] });
    onChange();
  }
  /** Afterwards what is pressed is decoded. @param {number[]} z */
  function follow(z) {
    const marks = marksOf(code, guess);
    plane.mark({ ...marks, pins: [...marks.pins, { z, kind: "draw" }] });
    bench.follow("ae", z, (image) => paint(rebuilt.canvas, image));
    rebuilt.caption.textContent = t("lesson.decoded_here");
  }
  async function act() {
    pulse(way);
    const vae = [parts.clouds.vae.codes[FIRST_DIGIT].mu];
    const { ae: found } = await bench.compare({ ae: [code, guess ?? code], vae });
    paint(rebuilt.canvas, imageOf(found, 0));
    rebuilt.box.classList.remove("empty");
    plane.mark(marksOf(code, guess));
    const gap = guess && gapOf(guess, code, { codes, sd: parts.models.ae.sd });
    return { measured: code, values: gap && { ...gap, read: found.label[1], label } };
  }
  const control = {
    series: ["z0", "z1"],
    unit: "latent units",
    value: () => guess,
    set: place,
    lock: () => void (isLocked = true),
    show: () => plane.mark(marksOf(code, guess)),
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
  const way = flow(x.box, half("encoder"), plane.box, half("decoder"), rebuilt.box);
  const frame = element("div", "of-ae whole");
  frame.append(way);
  stand.replaceChildren(frame);
  return { plane, rebuilt, way };
}

/** @param {number[]} code @param {number[] | null} guess */
const marksOf = (code, guess) => ({
  pins: [{ z: code, kind: "code" }, ...(guess ? [{ z: guess, kind: "guess" }] : [])],
  lines: guess ? [[guess, code]] : [],
});

/** How far a pin is from its point, and how many codes are nearer to it. @param {number[]} guess @param {number[]} code @param {{codes: {mu: number[]}[], sd: number[]}} model */
function gapOf(guess, code, { codes, sd }) {
  const apart = distance(guess, code, sd);
  const nearer = codes.filter(({ mu }) => distance(mu, guess, sd) < apart).length;
  return { distance: format(apart, 2), nearer, codes: codes.length };
}
