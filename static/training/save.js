/** Both models as one file that the browser saves: folders of checkpoints. */

import { filesOf } from "../core/trained_files.js";
import { zip } from "../core/zip.js";
import { save } from "../page/files.js";

const BATCH = 64; // images, as engine/training/images.js has it
const NAME = "trained-in-page.zip";

/** @param {import("../net/training_session.js").TrainingSession} session @param {number} count of images that train */
export async function saveTwins(session, count) {
  const { step, settings, weights } = await session.snapshot();
  const stepsPerEpoch = Math.max(1, Math.floor(count / BATCH));
  const files = filesOf({ weights, settings, step, batch: BATCH, stepsPerEpoch, history: session.history });
  save(new Blob([zip(files, new Date())], { type: "application/zip" }), NAME);
}
