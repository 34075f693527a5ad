/** A picture becomes a point: where on the map does this 3 land? */

import { element } from "../element.js";
import { flow, half, named, pulse } from "../instruments/flow.js";
import { crowdExtent, mountPlane } from "../instruments/plane.js";
import { awaitedPicture, digitCanvas, paint } from "../../charts/digit_image.js";
import { distance } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { format, t } from "../../page/text.js";

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountPoint({ stand, parts: { models, clouds, sample }, bench, onChange }) {
  const { codes } = clouds.ae;
  const { mu: code, label } = codes[FIRST_DIGIT];
  /** @type {number[] | null} */
  let guess = null;
  let locked = false;
  const plane = mountPlane({
    name: t("lesson.plane", { side: t("lesson.ae") }),
    extent: crowdExtent(codes),
    codes,
    named: true,
    onPlace: (z) => (locked ? follow(z) : place(z)),
  });
  const x = named(awaitedPicture(sample, FIRST_DIGIT), t("lesson.x"));
  const rebuilt = named(digitCanvas(t("lesson.rebuilt")), t("lesson.rebuilt"));
  const box = flow(x.box, half("encoder", ""), plane.box, half("decoder", ""), rebuilt.box);
  rebuilt.box.classList.add("empty");
  const frame = element("div", "of-ae whole");
  frame.append(box);
  stand.replaceChildren(frame);

  /** @param {number[]} z */
  function place(z) {
    guess = z;
    plane.mark({ pins: [{ z, kind: "guess" }] });
    onChange();
  }
  /** Afterwards what is pressed is decoded. @param {number[]} z */
  function follow(z) {
    plane.mark({ ...marks(), pins: [...marks().pins, { z, kind: "draw" }] });
    bench.follow("ae", z, (image) => paint(rebuilt.canvas, image));
    rebuilt.caption.textContent = t("lesson.decoded_here");
  }
  const marks = () => ({
    pins: [{ z: code, kind: "code" }, ...(guess ? [{ z: guess, kind: "guess" }] : [])],
    lines: guess ? [[guess, code]] : [],
  });

  return {
    words: { label },
    control: {
      series: ["z0", "z1"],
      unit: "latent units",
      value: () => guess,
      set: place,
      lock: () => void (locked = true),
      show: () => plane.mark(marks()),
    },
    async act() {
      pulse(box);
      const at = guess ?? code;
      const { ae: found } = await bench.compare({ ae: [code, at], vae: [clouds.vae.codes[FIRST_DIGIT].mu] });
      paint(rebuilt.canvas, found.pixels.subarray(0, 784));
      rebuilt.box.classList.remove("empty");
      plane.mark(marks());
      const apart = distance(at, code, models.ae.sd);
      const nearer = codes.filter(({ mu }) => distance(mu, at, models.ae.sd) < apart).length;
      const values = { distance: format(apart, 2), nearer, codes: codes.length, read: found.label[1], label };
      return { measured: code, values };
    },
    unmount: plane.unmount,
  };
}
