/** The map of one model while it trains: drawn at most once a frame of the screen, pointed at, and walked by keys. */

import { tell } from "./parts.js";
import { createGridPicture } from "./grid_picture.js";
import { drawMap } from "./map_drawing.js";
import { drawWhenever } from "../charts/plane/redrawn.js";
import { ARROWS, isForBrowser } from "../core/keys.js";
import { axisName } from "../core/axis_name.js";
import { clampToWorld } from "../core/viewport.js";

/** @typedef {import("./map_drawing.js").Drawn} Drawn */
/** @typedef {import("../engine/training/viewer.js").Look} Look */
/** @typedef {[number, number]} Place */

const STEP = 1 / 24; // of half the width, by an arrow key

/**
 * @param {HTMLElement} box .plane
 * @param {{onPoint: (place: Place | null) => void, onPick: (place: Place) => void, signal: AbortSignal}} options onPoint: the
 *   pointer or a key is at a place, or has left; onPick: one is chosen
 */
export function createMap(box, { onPoint, onPick, signal }) {
  const canvas = /** @type {HTMLCanvasElement} */ (box.querySelector("canvas.space"));
  const [across, up] = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(".axis"));
  const grid = createGridPicture();
  /** @type {Drawn | null} */
  let drawn = null;
  let isDue = false;

  function draw() {
    isDue = false;
    if (drawn && canvas.width > 1) drawMap({ box, canvas, grid }, drawn);
  }
  function soon() {
    if (!isDue) requestAnimationFrame(draw);
    isDue = true;
  }
  drawWhenever(canvas, soon, signal);
  listen(canvas, { extent: () => drawn?.look.extent, onPoint, onPick, signal });
  return {
    look: () => drawn?.look,
    /** @param {Drawn} next */
    show(next) {
      drawn = next;
      const [first, second] = next.look.axes.map((axis) => axisName(axis));
      tell(across, `${first} →`);
      tell(up, `${second} ↑`);
      soon();
    },
    /** What comes next is of another training. */
    forget: () => void (drawn = null),
    /** @param {Partial<Drawn>} patch */
    mark(patch) {
      if (drawn) drawn = { ...drawn, ...patch };
      soon();
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{extent: () => Look["extent"] | undefined} & Parameters<typeof createMap>[1]} options
 */
function listen(canvas, { extent, onPoint, onPick, signal }) {
  /** @type {Place | null} */
  let place = null;
  const move = (/** @type {Place | null} */ to) => onPoint((place = to));
  const point = (/** @type {PointerEvent | MouseEvent} */ event) => {
    const shown = extent();
    if (shown) move(placeAt(event, canvas, shown));
  };
  canvas.addEventListener("pointermove", point, { signal });
  canvas.addEventListener("pointerdown", point, { signal });
  // A finger leaves as it is lifted: what it has tapped stays until something else is.
  canvas.addEventListener("pointerleave", ({ pointerType }) => pointerType !== "touch" && move(null), { signal });
  canvas.addEventListener("blur", () => move(null), { signal });
  canvas.addEventListener("click", () => place && onPick(place), { signal });
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const [shown, arrow] = [extent(), ARROWS[event.key]];
    if (!shown || isForBrowser(event)) return;
    if (event.key === "Enter") onPick(place ?? middle(shown));
    else if (arrow) {
      const step = shown.half_width * STEP;
      const [x, y] = place ?? middle(shown);
      event.preventDefault();
      move(clampToWorld([x + arrow[0] * step, y - arrow[1] * step], { ...shown, center: middle(shown) }));
    }
  };
  canvas.addEventListener("keydown", walk, { signal });
}

/** @param {Look["extent"]} extent @returns {Place} */
const middle = ({ center: [x, y] }) => [x, y];

/** @param {MouseEvent} event @param {HTMLElement} canvas @param {Look["extent"]} extent @returns {Place} */
function placeAt({ clientX, clientY }, canvas, { center: [x, y], half_width: half }) {
  const { left, top, width } = canvas.getBoundingClientRect();
  return [x + half * ((2 * (clientX - left)) / width - 1), y - half * ((2 * (clientY - top)) / width - 1)];
}
