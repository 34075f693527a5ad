/** What is asked of a session: one question is under way, and the newest comes after it. Knows nothing of the document. */

/**
 * @param {(isCurrent: () => boolean) => Promise<void>} answer asks, and shows what it is told as long as isCurrent()
 * @param {(error: unknown) => void} onError
 */
export function createQuestions(answer, onError) {
  let isDue = false;
  /** What is under way. @type {object | null} */
  let current = null;

  /** @param {object} mine */
  async function goOn(mine) {
    const isCurrent = () => current === mine;
    try {
      while (isDue && isCurrent()) {
        isDue = false;
        await answer(isCurrent);
      }
    } catch (error) {
      if (isCurrent()) onError(error);
    } finally {
      if (isCurrent()) current = null;
    }
  }
  return {
    ask() {
      isDue = true;
      if (!current) goOn((current = {}));
    },
    /** Of another session from now on: it waits for no answer of the last one. */
    begin: () => void ([isDue, current] = [false, null]),
  };
}
