/** Where the current digit comes from: the pad, a picture, or the gallery. */

import { toBytes } from "../core/pixels.js";
import { $ } from "../page/element.js";
import { mountDigit } from "../views/digit.js";
import { mountPad } from "../views/pad.js";
import { createCurrentDigit, describe, oddities } from "./current_digit.js";
import { createLiveDrawing } from "./live_drawing.js";
import { mountUpload } from "./upload.js";

/** @typedef {{strokes: import("../core/strokes.js").Stroke[], rests: boolean}} PadState rests: its code is known */

/** While a digit is drawn, what was said of the one before it fades. @param {boolean} is */
const sketching = (is) => void document.body.classList.toggle("sketching", is);
/** Whether the maps show a trail, and their key names it. @param {boolean} is */
const trailing = (is) => void document.body.classList.toggle("trailing", is);

/**
 * @param {import("./channels.js").Parts} parts
 * @param {PadState} drawn what is on the pad already
 */
export function mountDigitPanel({ models, clouds, sample, store, api, live, channels }, drawn) {
  const labels = clouds.vae.codes.map(({ label }) => label);
  const current = createCurrentDigit({ models, api, store, channels });
  const upload = mountUpload({ encode: (given) => current.encode(given, true), channels });
  const liveDrawing = createLiveDrawing({
    models,
    live,
    drawing: channels.drawing,
    onRest: ({ pixels }) => current.encode(pixels, true, true),
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
    { sample, labels, store, onFile: begin, onPick: pick },
  );
  const pad = mountPad(
    {
      canvas: $("draw"),
      hint: $("draw-hint"),
      undo: $("undo"),
      clear: $("clear"),
      pen: $("pen"),
      told: $("pad-told"),
    },
    { drawn: drawn.strokes, onDrawing: draw, onProblem: channels.problem.emit },
  );

  /** The drawing has changed; once it is empty the digit before it is current again. @param {number[][]} rows */
  function draw(rows) {
    current.abandon();
    upload.leave();
    if (rows.length) return liveDrawing.draw(rows);
    leave();
    current.again();
    digit.keeps();
  }
  /** Another digit takes the place of a drawing. */
  function leave() {
    liveDrawing.stop();
    channels.drawing.set(null);
  }
  /** A file was given. @param {File} file */
  function begin(file) {
    liveDrawing.stop(); // the drawing stays, should the picture be refused
    upload.begin(file);
  }
  /** A digit of the sample was picked. @param {number} index */
  function pick(index) {
    pad.empty();
    leave();
    store.set({ digit: index, x: null });
    current.encode(sample[index], true);
  }

  channels.picked.listen(pick);
  channels.problem.listen(digit.problem);
  channels.returned.listen(current.resume);
  channels.drawing.listen((drawing) => {
    sketching(drawing !== null);
    trailing(drawing !== null);
    if (drawing) digit.digit(drawing.pixels, "", [], []);
  });
  channels.digit.listen((found) => {
    if (!found) return;
    const { image, encodings } = found;
    const bytes = toBytes(image.input);
    if (found.picture) {
      pad.empty();
      leave();
    }
    sketching(false);
    digit.digit(bytes, describe(image, encodings.vae), oddities(image, encodings.vae), image.nearest);
  });

  const stops = [store.listen(["seed"], current.sample), store.listen(["t"], current.temper)];
  return {
    encode: current.encode,
    draw,
    /** A picture that was given, whether or not it has an answer yet. */
    pending: () => current.pending() ?? upload.current(),
    /** What is on the pad. @returns {PadState} */
    drawing: () => ({ strokes: pad.strokes(), rests: liveDrawing.rests() }),
    unmount() {
      stops.forEach((stop) => stop());
      current.close();
      leave();
      upload.unmount();
      pad.unmount();
      digit.unmount();
    },
  };
}
