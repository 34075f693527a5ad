/** Which keys are the page's. Pure. */

/**
 * Whether a key belongs to the browser or the system, which have theirs with Ctrl, ⌘ or Alt: page zoom, history, ends.
 * @param {{ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 */
export const isForBrowser = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;
