/** Which keys are the page's, and where arrows point. Pure. */

/** Right and down, by key. @type {Record<string, [number, number]>} */
export const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Whether a key belongs to the browser or the system, which have theirs with Ctrl, ⌘ or Alt: page zoom, history, ends.
 * @param {{ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 */
export const isForBrowser = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;
