/** The pad: draw a digit with finger, pen, mouse or keys; every change is reported at once. */

import { createHand } from "../core/hand.js";
import { ARROWS, isForBrowser } from "../core/keys.js";
import { SIDE } from "../core/mnist.js";
import { asInk } from "../core/pixels.js";
import { extend, isFull, toRows } from "../core/strokes.js";
import { watchDensity } from "../page/screen_density.js";
import { holdTouches } from "../page/touches.js";
import { short, t } from "../page/text.js";

/** @typedef {import("../core/strokes.js").Point} Point */
/** @typedef {import("../core/strokes.js").Stroke} Stroke */

const KEY_STEP = 0.03; // pad widths
const ABOVE = 0.88; // of the pad's height, for a digit above its caption
const FAINT = 0.5; // of ink, for a digit that was not drawn here

/**
 * @param {{
 *   canvas: HTMLCanvasElement,
 *   hint: HTMLElement,
 *   caption: HTMLElement,
 *   undo: HTMLButtonElement,
 *   clear: HTMLButtonElement,
 *   pen: HTMLInputElement,
 *   told: HTMLElement,
 * }} elements caption: of a digit that was not drawn here
 * @param {{
 *   drawn: Stroke[],
 *   shown: Uint8Array | null,
 *   onDrawing: (rows: number[][]) => void,
 *   onProblem: (sentence: string) => void,
 * }} options drawn: what is on the pad already; shown: a digit's pixels, to be seen until a stroke
 *   begins; onDrawing: with the whole drawing, at every change
 */
export function mountPad({ canvas, hint, caption, undo, clear, pen, told }, { drawn, shown, onDrawing, onProblem }) {
  /** @type {Stroke[]} */
  let strokes = drawn;
  let image = drawn.length ? null : shown;
  const hand = createHand();
  /** The pen that keys move, and whether it is down. @type {{at: Point, down: boolean} | null} */
  let led = null;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  /** @param {Stroke[]} next */
  function become(next) {
    if (next === strokes) return;
    strokes = next;
    image = null;
    show();
    onDrawing(toRows(strokes));
  }
  function show() {
    paint(context, { image, strokes, led });
    hint.hidden = strokes.length > 0 || image !== null;
    caption.hidden = image === null;
    undo.disabled = clear.disabled = strokes.length === 0;
  }
  /** Begin a stroke after those that stay. @param {Point} point @param {Stroke[]} stay */
  function begin(point, stay = strokes) {
    if (isFull(stay)) {
      hand.lift(); // what follows must not extend the last stroke
      return onProblem(t("pad.full"));
    }
    become([...stay, { pen: Number(pen.value), points: [point] }]);
  }
  function lead(/** @type {Point} */ [right, down], /** @type {number} */ times) {
    const { at, down: isDown } = led ?? { at: /** @type {Point} */ ([0.5, 0.5 * heightOf(canvas)]), down: false };
    const bound = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(Math.max(value, 0), most);
    const to = /** @type {Point} */ ([
      bound(at[0] + right * times * KEY_STEP, 1),
      bound(at[1] + down * times * KEY_STEP, heightOf(canvas)),
    ]);
    led = { at: to, down: isDown };
    if (isDown) become(extend(strokes, [to]));
    show();
  }
  function press() {
    if (hand.isBusy()) return;
    led ??= { at: [0.5, 0.5 * heightOf(canvas)], down: false };
    led = { ...led, down: !led.down };
    if (led.down) begin(led.at);
    told.textContent = led.down ? t("pad.down") : t("pad.up");
    show();
  }
  /** Lift the pen, even if the pointer or key is still down: what follows must not extend the last stroke. */
  function lift() {
    if (led) led.down = false;
    hand.lift();
  }
  function takeBack() {
    lift();
    if (strokes.length) become(strokes.slice(0, -1));
  }
  function wipe() {
    lift();
    if (strokes.length) become([]);
  }

  const listening = new AbortController();
  const { signal } = listening;
  const pointOf = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const along = (/** @type {number} */ at, /** @type {number} */ most) => Math.min(Math.max(at, 0), most) / width;
    // Clamped, as a stroke may leave the pad.
    return /** @type {Point} */ ([along(clientX - left, width), along(clientY - top, height)]);
  };
  holdTouches(canvas, signal);
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      const turn = event.button === 0 ? hand.down(event) : "waits";
      if (turn === "waits") return;
      event.preventDefault(); // or else a long press selects text
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      led = null;
      begin(pointOf(event), turn === "replaces" ? strokes.slice(0, -1) : strokes);
    },
    { signal },
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      hand.near(event);
      if (!hand.draws(event) || !strokes.length) return;
      const passed = event.getCoalescedEvents?.() ?? [];
      become(extend(strokes, (passed.length ? passed : [event]).map(pointOf)));
    },
    { signal },
  );
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(
      end,
      (event) => {
        hand.near(event);
        if (hand.draws(event)) hand.lift();
      },
      { signal },
    );
  }
  canvas.addEventListener(
    "keydown",
    (event) => {
      const { key, shiftKey, ctrlKey, metaKey } = event;
      const isUndo = key === "z" && (ctrlKey || metaKey);
      if (isForBrowser(event) && !isUndo) return;
      if (key in ARROWS) lead(ARROWS[key], shiftKey ? 4 : 1);
      else if (key === " " || key === "Enter") press();
      else if (key === "Backspace" || isUndo) takeBack();
      else if (key === "Delete") wipe();
      else return;
      event.preventDefault();
    },
    { signal },
  );
  canvas.addEventListener(
    "blur",
    () => {
      led = null;
      show();
    },
    { signal },
  );
  const sayPen = () => pen.setAttribute("aria-valuetext", `${short(Number(pen.value))} px`);
  pen.addEventListener("input", sayPen, { signal });
  sayPen();
  undo.addEventListener("click", takeBack, { signal });
  clear.addEventListener("click", wipe, { signal });

  function fit() {
    const { clientWidth, clientHeight } = canvas;
    canvas.width = Math.round(clientWidth * devicePixelRatio);
    canvas.height = Math.round(clientHeight * devicePixelRatio);
    show();
  }
  const resize = new ResizeObserver(fit);
  resize.observe(canvas);
  watchDensity(fit, signal);
  show();

  return {
    /** The drawing. */
    strokes: () => strokes,
    /**
     * Clear the pad without reporting it: another digit, not drawn here, is current.
     * @param {Uint8Array | null} [pixels] of that digit, if it is to be seen
     */
    empty(pixels = null) {
      strokes = [];
      image = pixels;
      hand.lift();
      led = null;
      show();
    },
    unmount() {
      resize.disconnect();
      listening.abort();
    },
  };
}

/** Paint a digit's pixels, above the caption. @param {CanvasRenderingContext2D} context @param {Uint8Array} image */
function paintImage(context, image) {
  const { width, height } = context.canvas;
  const small = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const ink = new ImageData(asInk(image, FAINT), SIDE, SIDE);
  /** @type {CanvasRenderingContext2D} */ (small.getContext("2d")).putImageData(ink, 0, 0);
  context.imageSmoothingEnabled = false; // or else pixels that the models were given would look like ink
  const side = ABOVE * Math.min(width, height);
  context.drawImage(small, (width - side) / 2, 0, side, side);
}

/** The pad's height in pad widths. @param {HTMLCanvasElement} canvas */
const heightOf = (canvas) => canvas.clientHeight / canvas.clientWidth;

/**
 * Paint a digit that was not drawn here, fainter than ink; the strokes, as wide as they will be in the image if
 * they fill the pad's height; and the keys' pen.
 * @param {CanvasRenderingContext2D} context
 * @param {{image: Uint8Array | null, strokes: Stroke[], led: {at: Point, down: boolean} | null}} what
 */
function paint(context, { image, strokes, led }) {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  if (image) paintImage(context, image);
  context.lineCap = context.lineJoin = "round";
  for (const { pen, points } of strokes) {
    context.lineWidth = (pen / SIDE) * Math.min(width, height);
    context.beginPath();
    const [[x, y], ...rest] = points;
    context.moveTo(x * width, y * width);
    if (!rest.length) context.lineTo(x * width + 0.01, y * width); // a line of no length would not be painted
    for (const [x, y] of rest) context.lineTo(x * width, y * width);
    context.stroke();
  }
  if (!led) return;
  context.lineWidth = 2 * devicePixelRatio;
  context.beginPath();
  context.arc(led.at[0] * width, led.at[1] * width, (led.down ? 5 : 9) * devicePixelRatio, 0, 2 * Math.PI);
  context.stroke();
}
