/** Where the lecture ends: the prior, and the weight β of the term that pulls towards it. */

import { mountCurve } from "../controls/curve.js";
import { element } from "../element.js";
import { mountPlane } from "../instruments/plane.js";
import { families } from "../../core/families.js";
import { format, short, t } from "../../page/text.js";

const MOST = 20; // nats
const WIDE = 5; // half the width of latent space that is shown, in widths of the prior

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountBeta({ stand, parts: { models, api }, pairs, onChange }) {
  const family =
    families(pairs.flatMap(({ ae, vae }) => [ae, vae]).filter((one, i, all) => all.indexOf(one) === i)).find((one) =>
      one.some(({ vae }) => vae.id === models.vae.id),
    ) ?? [];
  const members = family.map(({ vae }) => vae);
  const names = members.map(({ beta }) => short(beta));
  const [plot, row] = [element("div"), element("div", "clouds")];
  stand.replaceChildren(plot, row);
  /** @type {import("../instruments/plane.js").Plane[]} */
  let planes = [];

  async function showClouds() {
    const clouds = await Promise.all(members.map(({ id }) => api.codes(id)));
    planes = clouds.map(({ codes }, i) => {
      const name = `β = ${names[i]}`;
      const plane = mountPlane({ name, extent: { center: [0, 0], half_width: WIDE }, codes });
      const circle = (/** @type {number} */ radius) => ({ z: [0, 0], radius: [radius, radius], kind: "prior" });
      plane.mark({ ellipses: [circle(1), circle(2)] });
      const box = element("figure");
      box.append(plane.box, element("figcaption", "", name));
      row.append(box);
      return plane;
    });
  }

  return {
    words: { count: members.length },
    control: mountCurve(plot, {
      series: [{ id: "vae", name: t("lesson.vae") }],
      places: names,
      across: "β",
      up: t("lesson.beta.up"),
      low: 0,
      high: MOST,
      decimals: 0,
      unit: "nats of KL divergence",
      onChange,
    }),
    async act() {
      const all = await Promise.all(members.map(({ id }) => api.model(id)));
      await showClouds();
      const tests = all.map(({ metrics }) => metrics.test);
      const [first, last] = [tests[0], /** @type {any} */ (tests.at(-1))];
      const values = {
        first: names[0],
        last: names[names.length - 1],
        kl_first: format(first.kl, 1),
        kl_last: format(last.kl, 1),
        rec_first: format(first.reconstruction, 0),
        rec_last: format(last.reconstruction, 0),
      };
      return { measured: tests.map(({ kl }) => kl), values };
    },
    unmount: () => planes.forEach(({ unmount }) => unmount()),
  };
}
