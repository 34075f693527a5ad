/** The tables of walks along all axes of both models, through the current z: pointed at, played, and searched. */

import { forBoth, SIDES } from "../../core/sides.js";
import { placeOn } from "../../core/traversal.js";
import { createAnnouncer } from "../../page/announcer.js";
import { $ } from "../../page/element.js";
import { t } from "../../page/text.js";
import { deadCount, deadSentence } from "../../charts/axis_words.js";
import { mountSwing } from "../../views/swing.js";
import { mountTraversals } from "../../views/traversals.js";
import { readRows } from "./read_rows.js";
import { mountSearch } from "./search.js";
import { createStrips } from "./strips.js";

/** @typedef {import("../../core/axes.js").Axis} Axis */
/** @typedef {import("../../core/sides.js").Side} Side */

const RESTS_MS = 150;
const FIRST = 3; // axes that are named

/**
 * @param {import("../channels.js").Parts} parts
 * @param {import("../cursor.js").Cursor} cursor
 * @param {Record<Side, Axis[]>} axes
 */
export function mountTraversalTables({ models, store, live, channels }, cursor, axes) {
  const announcer = createAnnouncer($("axes-told"));
  /** An order by change waits for all strips. */
  let isWaiting = false;
  const reading = readRows(live, models, (side, { index }, told) => {
    announcer.say(t("axes.told", { model: t(side), axis: index, told }));
  });
  /** Say what changes along an axis. @param {Side} side @param {Axis} axis */
  function turn(side, axis) {
    const images = strips[side].images(axis);
    if (images) announcer.atRest(() => reading.read(side, axis, images, place.resting(side)));
  }
  const place = followPlace(store, cursor, {
    onChange: (z) => SIDES.forEach((side) => tables[side].mark(z(side))),
    onRest() {
      SIDES.forEach(fill);
      search.showPart();
    },
  });
  const tables = forBoth((side) =>
    mountTraversals($(`traversals-${side}`), axes[side], {
      onPoint: (axis, sd) => place.point(side, axis, sd),
      onLeave: place.leave,
      onMove(axis, sd) {
        place.move(side, axis, sd);
        turn(side, axis);
      },
      onTurn: (axis) => turn(side, axis),
      onSeen: () => fill(side),
    }),
  );
  const strips = forBoth((side) =>
    createStrips(live, side, axes[side], (axis, images) => {
      tables[side].show(axis, images);
      if (isWaiting && areWhole()) arrange();
    }),
  );
  const areWhole = () => SIDES.every((side) => strips[side].hasAll(place.resting(side)));
  const swing = mountSwing({ play: $("swing"), scrub: $("swing-at"), shown: $("swing-shown") }, (step) => {
    for (const side of SIDES) tables[side].swing(step);
  });
  const search = mountSearch((axis, side, spot) => strips[side].change(axis, spot), {
    image: () => channels.showcase.all().decoded[store.state.active]?.pixels,
    onSearch() {
      isWaiting = search.isByChange() && !areWhole();
      if (!isWaiting) return arrange();
      announcer.say(t("axes.measuring"));
      SIDES.forEach(fill);
    },
  });

  /** Have decoded what is in sight, and all where it is to be sorted. @param {Side} side */
  function fill(side) {
    tables[side].mark(place.now(side));
    strips[side].want(place.resting(side), [...tables[side].seen(), ...(isWaiting ? axes[side] : [])]);
  }
  function arrange() {
    isWaiting = false;
    for (const side of SIDES) {
      const { list, figure, unit } = search.arranged(axes[side], side);
      tables[side].arrange(list, figure, { count: deadCount(list, side), why: deadSentence(list, side) });
      $(`axes-unit-${side}`).textContent = unit;
      if (search.isByChange() && side === store.state.active) say(side, list);
    }
  }
  /** Say which axes come first. @param {Side} side @param {Axis[]} list */
  function say(side, list) {
    const names = list.slice(0, FIRST).map(({ index }) => `z${index}`);
    announcer.say(t("axes.found", { model: t(side), axes: names.join(", ") }));
  }
  arrange();

  return {
    unmount() {
      for (const part of [place, announcer, swing, search, tables.ae, tables.vae]) part.unmount();
    },
  };
}

/**
 * Where z is, and where it rests: while a mouse points at an image, z is there until it leaves.
 * @param {import("../../core/store.js").Store} store
 * @param {import("../cursor.js").Cursor} cursor
 * @param {{onChange: (now: (side: Side) => number[]) => void, onRest: () => void}} on
 */
function followPlace(store, cursor, { onChange, onRest }) {
  const now = (/** @type {Side} */ side) => /** @type {number[]} */ (store.state[side]);
  let isPointing = false;
  let resting = forBoth(now);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {Side} side @param {Axis} axis @param {number} sd */
  const along = (side, axis, sd) => resting[side].with(axis.index, placeOn(axis, sd));
  const stop = store.listen(["active", "ae", "vae"], () => {
    onChange(now);
    if (isPointing) return;
    resting = forBoth(now);
    clearTimeout(timer);
    timer = setTimeout(onRest, RESTS_MS);
  });

  return {
    now,
    resting: (/** @type {Side} */ side) => resting[side],
    /** @param {Side} side @param {Axis} axis @param {number} sd */
    point(side, axis, sd) {
      isPointing = true;
      cursor.point(side, along(side, axis, sd));
    },
    leave() {
      if (!isPointing) return;
      isPointing = false;
      cursor.leave();
    },
    /** @param {Side} side @param {Axis} axis @param {number} sd */
    move(side, axis, sd) {
      isPointing = false;
      cursor.step(side, along(side, axis, sd));
    },
    unmount() {
      stop();
      clearTimeout(timer);
    },
  };
}
