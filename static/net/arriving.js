/** Reads files, and tells meanwhile how much of them has come. */

/** Bytes that an answer will have; NaN where its host doesn't say, or packs it. @param {Headers} headers */
const lengthOf = (headers) => (headers.has("Content-Encoding") ? NaN : Number(headers.get("Content-Length") ?? NaN));

/**
 * Returns what reads each of `count` answers, which may come at once.
 * @param {number} count @param {(done: number, total: number) => void} tell bytes of all of them; total: NaN while unknown
 * @returns {(answer: Response) => Promise<Blob>}
 */
export function counted(count, tell) {
  let [done, begun, length] = [0, 0, 0];
  const come = (/** @type {number} */ bytes) => tell((done += bytes), begun < count ? NaN : length);
  come(0);
  return ({ body, headers }) => {
    begun++;
    length += lengthOf(headers);
    const watched = new TransformStream({
      transform(part, onward) {
        come(part.length);
        onward.enqueue(part);
      },
    });
    return new Response(body?.pipeThrough(watched)).blob();
  };
}
