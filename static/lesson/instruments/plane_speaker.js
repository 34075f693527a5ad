/** What is seen where a pin has come to rest, said for those who don't see it: the dots around, then what is decoded there. */

import { element } from "../element.js";
import { distance } from "../../core/comparison.js";
import { createAnnouncer } from "../../page/announcer.js";
import { format, t } from "../../page/text.js";

/** @typedef {{label: number, mu: number[]}} Code */

const NEAREST = 5; // dots that are told

/** @param {{codes: Code[]} & Pick<import("../steps.js").Room, "bench" | "later" | "signal">} options codes: the autoencoder's */
export function mountSpeaker({ codes, bench, later, signal }) {
  const box = element("p", "unseen");
  box.setAttribute("role", "status");
  const announcer = createAnnouncer(box);
  signal.addEventListener("abort", announcer.unmount);

  /** @param {number[]} z @param {string} place */
  async function sayDecoded(z, place) {
    const { ae } = await bench.compare({ ae: [z], vae: [z] });
    const percent = format(Math.floor(100 * ae.confidence[0]), 0);
    announcer.say(t("decoder.said", { place, label: ae.label[0], percent }));
  }
  return {
    box,
    /** @param {number[]} z @param {boolean} isDecoded whether what is decoded there is seen */
    say(z, isDecoded) {
      const place = z.map((value, axis) => `z${axis} = ${format(value, 2)}`).join("; ");
      announcer.atRest(() => {
        if (isDecoded) later(() => sayDecoded(z, place));
        else announcer.say(t("lesson.point.around", { place, labels: around(codes, z).join(", ") }));
      });
    },
  };
}

/** The labels of the nearest codes. @param {Code[]} codes @param {number[]} z */
const around = (codes, z) =>
  codes
    .map(({ label, mu }) => ({ label, apart: distance(mu, z, [1, 1]) }))
    .sort((a, b) => a.apart - b.apart)
    .slice(0, NEAREST)
    .map(({ label }) => label);
