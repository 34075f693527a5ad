/** What the engine's Workers begin with, and how they let others have their turn. */

/** @typedef {string | Blob} Source of bytes: their whole address, or themselves */

/** Lets what has been asked meanwhile be answered before long work goes on. @returns {Promise<void>} */
export function pause() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

const PAUSES_MS = [1000, 4000]; // before what did not come is asked for again

/** @param {Source} address @param {number} [failures] so far @returns {Promise<ArrayBuffer>} */
export async function load(address, failures = 0) {
  if (typeof address !== "string") return address.arrayBuffer();
  try {
    const found = await fetch(address, { priority: "low" });
    if (!found.ok) throw new Error(`${address}: ${found.status}`);
    return await found.arrayBuffer();
  } catch (error) {
    if (failures === PAUSES_MS.length) throw error;
    await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[failures]));
    return load(address, failures + 1);
  }
}
