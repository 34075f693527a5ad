/** The sources of the current digit: the pad, a picture, or the gallery. */

import { toBytes, unpack } from "../core/pixels.js";
import { $ } from "../page/element.js";
import { mountDigit } from "../views/digit.js";
import { mountGiving } from "../views/giving.js";
import { mountPad } from "../views/pad.js";
import { createCurrentDigit, describe, oddities } from "./current_digit.js";
import { createLiveDrawing } from "./live_drawing.js";
import { mountUpload } from "./upload.js";

/** @typedef {{strokes: import("../core/strokes.js").Stroke[], rests: boolean}} PadState rests: no answer is awaited */

/** Fade what is said of the last digit while another is drawn. @param {boolean} is */
const sketching = (is) => void document.body.classList.toggle("sketching", is);
/** Show the trail in the maps' key while they have one. @param {boolean} is */
const trailing = (is) => void document.body.classList.toggle("trailing", is);

/**
 * @param {import("./channels.js").Parts} parts
 * @param {PadState} drawn what is on the pad already
 */
export function mountDigitPanel({ models, clouds, sample, store, api, live, channels, panel }, drawn) {
  const labels = clouds.vae.codes.map(({ label }) => label);
  const current = createCurrentDigit({ models, api, store, channels });
  const { ink, side } = models.vae.images;
  /** The visitor's own image, which the state keeps as pixels, where the pad can show it: ink as large as that. */
  function own() {
    const bytes = ink && store.state.x !== null ? unpack(store.state.x) : null;
    return bytes?.length === side ** 2 ? bytes : null;
  }
  const upload = mountUpload({ encode: (given) => current.encode(given, true), channels, script: panel });
  const liveDrawing = createLiveDrawing({
    models,
    live,
    drawing: channels.drawing,
    onRest: ({ pixels }) => current.encode(pixels, true, true),
  });
  const digit = mountDigit(
    {
      input: $("input"),
      problem: $("problem"),
      gallery: $("gallery"),
      more: $("more"),
      about: $("about"),
      odd: $("odd"),
      kept: $("kept"),
      given: $("given"),
      nearest: $("nearest"),
    },
    { sample, labels, store, onPick: pick },
  );
  const giving = mountGiving(
    { section: $("digit"), inputs: [$("upload"), $("camera")] },
    { onFile: begin, onProblem: channels.problem.emit },
  );
  const pad = mountPad(
    {
      canvas: $("draw"),
      hint: $("draw-hint"),
      caption: $("draw-shown"),
      undo: $("undo"),
      clear: $("clear"),
      pen: $("pen"),
      told: $("pad-told"),
    },
    { drawn: drawn.strokes, shown: own(), onDrawing: draw, onProblem: channels.problem.emit },
  );

  /** Encode a changed drawing; if it is empty, return to the digit before it. @param {number[][]} rows x, y and pen */
  function draw(rows) {
    current.abandon();
    digit.given("");
    upload.leave();
    sketching(rows.length > 0);
    if (rows.length) return liveDrawing.draw(rows);
    leave();
    current.again();
    digit.keeps();
  }
  /** End the drawing, as another digit takes its place. */
  function leave() {
    liveDrawing.stop();
    channels.drawing.set(null);
  }
  /** Encode a file that was given. @param {File} file @param {string} told of what else came */
  function begin(file, told) {
    digit.given(told);
    liveDrawing.stop(); // the drawing stays, in case the picture is refused
    upload.begin(file);
  }
  /** Encode a digit of the sample that was picked. @param {number} index */
  function pick(index) {
    pad.empty();
    digit.given("");
    leave();
    store.set({ digit: index, x: null });
    current.encode(index, true);
  }

  channels.picked.listen(pick);
  channels.problem.listen(digit.problem);
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
      pad.empty(own());
      leave();
    }
    sketching(false);
    digit.digit(bytes, describe(image, encodings.vae), oddities(image, encodings.vae), image.nearest);
  });

  const stops = [store.listen(["seed"], current.sample), store.listen(["t"], current.temper)];
  return {
    encode: current.encode,
    draw,
    /** Leave the drawing or picture, as a digit that the state names takes its place. */
    leave() {
      current.abandon();
      upload.leave();
      pad.empty(own());
      leave();
    },
    /** The current picture, whether or not it has an answer yet. */
    pending: () => current.pending() ?? upload.current(),
    /** What is on the pad. @returns {PadState} */
    drawing: () => ({ strokes: pad.strokes(), rests: liveDrawing.rests() }),
    unmount() {
      stops.forEach((stop) => stop());
      current.close();
      leave();
      giving.unmount();
      upload.unmount();
      pad.unmount();
      digit.unmount();
    },
  };
}
