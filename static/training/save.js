/** Both models as one file that the browser saves: folders of checkpoints. */

import { filesOf } from "../core/trained_files.js";
import { BATCH, stepsPerEpoch } from "../core/training_settings.js";
import { zip } from "../core/zip.js";
import { save } from "../page/files.js";

const NAME = "trained-in-page.zip";

/**
 * Nothing is saved of a training that has ended.
 * @param {import("../net/training_session.js").TrainingSession} session @param {number} count of images that train
 * @param {string} start by its name
 */
export async function saveTwins(session, count, start) {
  const snapshot = await session.snapshot();
  if (!snapshot) return;
  const { start: settings, changes, ...trained } = snapshot;
  const how = { start, images: count, settings, changes };
  const files = filesOf({ ...trained, how, batch: BATCH, stepsPerEpoch: stepsPerEpoch(count) });
  save(new Blob([zip(files, new Date())], { type: "application/zip" }), NAME);
}
