/** Work on what changes faster than it is done: of what is asked meanwhile, only the newest is done next. */

/**
 * Returns a function that has a piece done; it settles once that is, or once a newer one stands in its place.
 * @template T
 * @param {(piece: T) => Promise<void>} work
 * @returns {(piece: T) => Promise<void>}
 */
export function newestOnly(work) {
  let last = Promise.resolve();
  let newest = 0;
  return (piece) => {
    const mine = ++newest;
    const done = last.then(() => (mine === newest ? work(piece) : undefined));
    last = done.catch(() => {}); // whoever asked learns of it
    return done;
  };
}
