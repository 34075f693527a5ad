/** A slider's value as the hand moves it, a frame before the browser's own input event says so. */

import { listenToRawMoves } from "./raw_moves.js";

const SAME = 1e-6; // of the slider's range: so far the value that was foreseen is the browser's

/**
 * Browsers tell sliders of the pointer once a frame; of raw updates they tell at once. Where the slider stands then follows
 * from its last two values, which lie on a straight line with the pointer's places.
 * @param {HTMLInputElement} input @param {(value: number) => void} onValue @param {AbortSignal} signal
 */
export function listenToRange(input, onValue, signal) {
  /** The last two places of this drag, and the slider's values there. @type {{x: number, value: number}[]} */
  let seen = [];
  let x = NaN;
  let foreseen = NaN;
  /** Of the finger that drags. */
  let pointer = NaN;
  let range = "";

  /** @param {number} at */
  function foresee(at) {
    const [before, last] = seen;
    const value = last.value + ((at - last.x) * (last.value - before.value)) / (last.x - before.x);
    return Math.min(Math.max(value, Number(input.min)), Number(input.max));
  }
  /** @param {PointerEvent} event */
  function update({ clientX, buttons, pointerId }) {
    if (buttons !== 1 || pointerId !== pointer || seen.length < 2) return;
    const value = foresee(clientX);
    if (value !== foreseen) onValue((foreseen = value));
  }
  /** @param {PointerEvent} event */
  const begin = ({ clientX, pointerId }) => ([seen, x, foreseen, pointer] = [[], clientX, NaN, pointerId]);
  const end = () => ([seen, foreseen, pointer] = [[], NaN, NaN]);
  /** @param {PointerEvent} event */
  const move = ({ clientX, pointerId }) => pointerId === pointer && (x = clientX);
  input.addEventListener("pointerdown", begin, { signal });
  input.addEventListener("pointermove", move, { signal });
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) addEventListener(kind, end, { signal });
  listenToRawMoves(input, update, signal);
  input.addEventListener(
    "input",
    () => {
      const value = Number(input.value);
      if (range !== (range = `${input.min} ${input.max}`)) seen = []; // the line is another
      const isInside = value > Number(input.min) && value < Number(input.max);
      if (isInside && seen.at(-1)?.x !== x) seen = [...seen.slice(-1), { x, value }];
      const known = Math.abs(value - foreseen) <= SAME * (Number(input.max) - Number(input.min));
      foreseen = NaN;
      if (!known) onValue(value);
    },
    { signal },
  );
}
