/** Places of a plane: pressed, dragged to, or reached by arrow keys. */

const STEP = 1 / 16; // of half the width, by an arrow key
/** @type {Record<string, number[]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{extent: () => import("./plane.js").Extent, onPlace: (z: number[]) => void}} options extent: that is shown
 */
export function listenToPlaces(canvas, { extent, onPlace }) {
  canvas.tabIndex = 0;
  let place = extent().center;
  const move = (/** @type {number[]} */ z) => onPlace((place = z));

  /** @param {PointerEvent} event */
  function point({ clientX, clientY }) {
    const { left, top, width } = canvas.getBoundingClientRect();
    const { center, half_width: half } = extent();
    move([
      center[0] + half * ((2 * (clientX - left)) / width - 1),
      center[1] - half * ((2 * (clientY - top)) / width - 1),
    ]);
  }
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    point(event);
  });
  canvas.addEventListener("pointermove", (event) => canvas.hasPointerCapture(event.pointerId) && point(event));
  canvas.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    move(place.map((value, axis) => value + way[axis] * extent().half_width * STEP));
  });
}
