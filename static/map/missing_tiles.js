/** Tiles that failed to load: one is asked for again until the server answers, and then all are loaded anew. */

import { mayPass, Refusal } from "../net/refusal.js";
import { afterPause, BUSY, PATIENT, pauseAfter, retry } from "../net/retry.js";

/** @typedef {(url: string, signal: AbortSignal) => Promise<unknown>} FetchTile rejects with a Refusal */

/**
 * Returns what takes a tile that failed.
 * @param {FetchTile} fetchTile @param {AbortSignal} signal aborted once no more tiles may be asked for
 * @returns {(tile: HTMLImageElement) => void}
 */
export function missingTiles(fetchTile, signal) {
  /** @type {Set<HTMLImageElement>} */
  const missing = new Set();
  let asking = false;

  async function askForAll() {
    asking = true;
    for (const tile of missing) {
      missing.delete(tile);
      if (tile.isConnected && (await isThere(tile.src))) [tile, ...missing].forEach(load);
    }
    asking = false;
  }
  /** Wait for the server; false if it refuses this tile for good, or no more may be asked for. @param {string} url */
  async function isThere(url) {
    try {
      await retry(() => fetchTile(url, signal), PATIENT, { signal, isWorthIt: mayPass });
      return true;
    } catch (error) {
      if (error instanceof Refusal || signal.aborted) return false;
      throw error;
    }
  }
  function load(/** @type {HTMLImageElement} */ tile) {
    const { src } = tile;
    missing.delete(tile);
    if (tile.isConnected) tile.src = src;
  }

  return (tile) => {
    const failures = Number(tile.dataset.failures ?? 0) + 1;
    tile.dataset.failures = String(failures);
    const pause = pauseAfter(failures, BUSY); // what fails again and again, though the server has it, is given up
    if (pause === null || signal.aborted) return;
    afterPause(pause, () => {
      missing.add(tile);
      if (!asking) void askForAll();
    });
  };
}
