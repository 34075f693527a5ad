/** Which pointer draws: one at a time, and a pen before a palm. Pure. */

const PEN_STAYS_MS = 2000; // the hand that leads a pen rests on the glass between strokes too

/** @typedef {{pointerId: number, pointerType: string, timeStamp: number}} Pointer */

export function createHand() {
  /** @type {Pointer | null} */
  let drawing = null;
  let penSeen = -Infinity;

  const near = (/** @type {Pointer} */ { pointerType, timeStamp }) => {
    if (pointerType === "pen") penSeen = timeStamp;
  };
  const isPalm = (/** @type {Pointer} */ { pointerType, timeStamp }) =>
    pointerType === "touch" && timeStamp - penSeen < PEN_STAYS_MS;

  return {
    /** Note where a pen is, pressed or not. @param {Pointer} pointer */
    near,
    /**
     * A pointer comes down: does it begin a stroke, replace the palm's that is under way, or wait?
     * @param {Pointer} pointer @returns {"begins" | "replaces" | "waits"}
     */
    down(pointer) {
      near(pointer);
      const replaces = drawing?.pointerType === "touch" && pointer.pointerType === "pen";
      if ((drawing && !replaces) || isPalm(pointer)) return "waits";
      drawing = pointer;
      return replaces ? "replaces" : "begins";
    },
    /** Whether a pointer is the one that draws. @param {Pointer} pointer */
    draws: ({ pointerId }) => drawing?.pointerId === pointerId,
    isBusy: () => drawing !== null,
    /** End the stroke, even if the pointer is still down. */
    lift: () => void (drawing = null),
  };
}
