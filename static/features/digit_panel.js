/** The digit at hand: where it comes from, by pad, picture or gallery, and all that shows it. */

import { createHand, describe, oddities } from "./current_digit.js";
import { mountPicture } from "./upload.js";
import { pack, toBytes } from "../core/pixels.js";
import { SIDES, forBoth } from "../core/sides.js";
import { createSketch } from "./live_drawing.js";
import { mountDigit } from "../views/digit.js";
import { mountJudge } from "../views/judge.js";
import { mountLens } from "../views/lens.js";
import { mountPad } from "../views/pad.js";
import { mountPosterior } from "../views/posterior.js";
import { COUNT } from "../views/samples.js";
import { mountTerms } from "../views/terms.js";

/** @typedef {import("../core/store.js").Side} Side */
/** @typedef {{strokes: import("../core/strokes.js").Stroke[], rests: boolean}} Drawing rests: its code is known */

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** While a digit is drawn, what was said of the one before it fades. @param {boolean} is */
const sketching = (is) => void document.body.classList.toggle("sketching", is);
/** Whether the maps show a trail, and their key names it. @param {boolean} is */
const trailing = (is) => void document.body.classList.toggle("trailing", is);

/**
 * @param {{models: import("../core/families.js").Twins, clouds: Record<Side, import("../net/api.js").Cloud>, cursor: ReturnType<typeof import("./cursor.js").mountCursor>, cockpit: ReturnType<typeof import("./experiments.js").mountCockpit>, sample: Uint8Array[], labels: number[],
 *   store: import("../core/store.js").Store, api: import("../net/api.js").Api, live: import("../net/live_socket.js").Live, drawn: Drawing, onDigit: () => void}} parts
 */
export function mountHand({ models, clouds, cursor, cockpit, sample, labels, store, api, live, drawn, onDigit }) {
  const posterior = mountPosterior($("posterior"), { models, codes: clouds.vae.codes });
  const terms = mountTerms($("terms"), models);
  const judge = mountJudge($("judge"));
  const lens = mountLens($("map-vae"), {
    extent: models.vae.extent,
    zoom: () => cursor.maps.vae.view().zoom,
    live,
    store,
    toggle: $("lens"),
  });
  const hand = createHand({
    models,
    api,
    count: COUNT,
    settings: () => store.state,
    onProblem: (sentence) => digit.problem(sentence),
    // One sees why there is no digit in it, and which knob may help.
    onRefused: (what, { picture: name, steps }) => picture.show(what, { picture: name, steps, digits: [], chosen: 0 }),
    onEncodings(encodings, { moves, own, what }) {
      const bytes = toBytes(encodings.vae.input);
      if (own) store.set({ digit: null, x: pack(bytes) });
      if (what && !(what instanceof Uint8Array)) {
        pad.empty();
        leave();
        picture.show(what, encodings.vae);
      } else picture.leave();
      sketching(false);
      digit.digit(bytes, describe(encodings.vae), oddities(encodings.vae), encodings.vae.typicality.nearest);
      judge.show(encodings.vae.judge?.probabilities ?? []);
      for (const side of SIDES) cursor.maps[side].setEncoding(encodings[side]);
      posterior.show(encodings, encodings.vae.judge?.label ?? null);
      lens.show(encodings.vae);
      terms.show(encodings);
      const codes = forBoth((side) => encodings[side].mu);
      cursor.link.setDigit(codes);
      if (moves) cursor.rest(codes);
      onDigit();
      cockpit.setDigit({ ...codes, label: encodings.vae.judge?.label ?? null });
    },
    onDraws: cockpit.setDraws,
  });
  const digit = mountDigit(
    {
      section: $("digit"),
      files: [$("upload"), $("camera")],
      input: $("input"),
      problem: $("problem"),
      gallery: $("gallery"),
      more: $("more"),
      about: $("about"),
      odd: $("odd"),
      kept: $("kept"),
      nearest: $("nearest"),
    },
    { sample, labels, store, onFile: upload, onPick: pick },
  );
  const sketch = createSketch({
    models,
    live,
    onSketch({ pixels, probabilities, codes }) {
      sketching(true);
      digit.digit(pixels, "", [], []);
      judge.show(probabilities);
      posterior.show(codes, probabilities.indexOf(Math.max(...probabilities)));
      lens.show(codes.vae);
      for (const side of SIDES) {
        cursor.maps[side].setEncoding(codes[side]);
        cursor.maps[side].trail.add(codes[side].mu);
      }
      trailing(true);
      cursor.rest(forBoth((side) => codes[side].mu));
    },
    onRest: ({ pixels }) => hand.encode(pixels, true, true),
  });
  const pad = mountPad(
    { canvas: $("draw"), hint: $("draw-hint"), undo: $("undo"), clear: $("clear"), pen: $("pen"), told: $("pad-told") },
    { drawn: drawn.strokes, onDrawing: draw, onProblem: digit.problem },
  );

  const picture = mountPicture({ encode: (what) => hand.encode(what, true) });

  /** A drawing has changed, perhaps to nothing: then the last digit stays at hand. @param {number[][]} rows */
  function draw(rows) {
    hand.abandon();
    picture.leave();
    if (rows.length) return sketch.draw(rows);
    leave();
    hand.again();
    digit.keeps();
  }
  /** Another digit takes the place of a drawing. */
  function leave() {
    sketch.stop();
    sketching(false);
    for (const side of SIDES) cursor.maps[side].trail.clear();
    trailing(false);
  }
  /** @param {File} file */
  function upload(file) {
    sketch.stop(); // the drawing stays, should the picture be refused
    picture.begin(file);
  }

  /** @param {number} index */
  function pick(index) {
    pad.empty();
    leave();
    store.set({ digit: index, x: null });
    hand.encode(sample[index], true);
  }

  const stops = [store.listen(["seed"], hand.sample), store.listen(["t"], hand.temper)];
  return {
    ...hand,
    pending: () => hand.pending() ?? picture.current(),
    drawing: () => ({ strokes: pad.strokes(), rests: sketch.rests() }),
    draw,
    pick,
    problem: digit.problem,
    lens,
    unmount() {
      stops.forEach((stop) => stop());
      hand.close();
      leave();
      picture.unmount();
      lens.unmount();
      pad.unmount();
      digit.unmount();
    },
  };
}
