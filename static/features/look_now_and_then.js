/** Whether the server has other models by now, for a page that no longer needs it. */

const LOOK_MS = 60_000;

/**
 * A page that computes has no connection that would tell it of other weights on the server: with digits, it looks now and
 * then.
 * @param {import("./channels.js").Channels} channels @param {() => void} look
 */
export function lookNowAndThen(channels, look) {
  let last = Date.now();
  channels.digit.listen(() => {
    if (!channels.engine.value || Date.now() - last < LOOK_MS) return;
    last = Date.now();
    look();
  });
}
