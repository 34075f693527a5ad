/** Trains as a link says: what was turned is turned after as many steps, and it pauses where the link ends. */

/** @typedef {import("../net/training_session.js").TrainingSession} Session */
/** @typedef {import("../core/training_link.js").Change} Change */

const AT_ONCE = 50; // steps, after which it may be stopped

/**
 * Gives whether it came to the end.
 * @param {Pick<Session, "advance" | "set" | "step">} session at its start
 * @param {{changes: Change[], steps: number}} told
 * @param {{goesOn: () => Promise<boolean>, onChange: (set: Change["set"]) => void}} options goesOn: settles once it may go on;
 *   false: it is to end here
 */
export async function replay(session, { changes, steps }, { goesOn, onChange }) {
  for (const { step, set } of [...changes, { step: steps, set: null }]) {
    while (session.step < step) {
      if (!(await goesOn())) return false;
      await session.advance(Math.min(AT_ONCE, step - session.step));
    }
    if (!(await goesOn())) return false;
    if (set) session.set(set);
    if (set) onChange(set);
  }
  return true;
}
