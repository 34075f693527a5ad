/** What the judge reads along a walk. Pure. */

/** @typedef {{label: number, length: number}} Run successive stops with one label; length: how many */

/** @param {number[]} labels @returns {Run[]} */
export function labelRuns(labels) {
  /** @type {Run[]} */
  const runs = [];
  for (const label of labels) {
    const last = runs.at(-1);
    if (last?.label === label) last.length++;
    else runs.push({ label, length: 1 });
  }
  return runs;
}

/** The first stop at which the label is another than at the start; the last one if none is. @param {number[]} labels */
export function turnOf(labels) {
  const turn = labels.findIndex((label) => label !== labels[0]);
  return turn < 0 ? labels.length - 1 : turn;
}
