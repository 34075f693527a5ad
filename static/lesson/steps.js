/** Where each step of the lesson is built. */

import { mountBeta } from "./steps/beta.js";
import { mountBetween } from "./steps/between.js";
import { mountCurveStep } from "./steps/curve.js";
import { mountEnd } from "./steps/end.js";
import { mountLoss } from "./steps/loss.js";
import { mountNear } from "./steps/near.js";
import { mountNoise } from "./steps/noise.js";
import { mountPoint } from "./steps/point.js";
import { mountRandom } from "./steps/random.js";
import { mountRebuild } from "./steps/rebuild.js";
import { mountSpread } from "./steps/spread.js";
import { mountSymbols } from "./steps/symbols.js";

/** @type {Record<string, (room: import("./lesson.js").Room) => import("./lesson.js").Mounted | Promise<import("./lesson.js").Mounted>>} */
export const MOUNTS = {
  point: mountPoint,
  between: mountBetween,
  random: mountRandom,
  near: mountNear,
  curve: mountCurveStep,
  spread: mountSpread,
  noise: mountNoise,
  symbols: mountSymbols,
  rebuild: mountRebuild,
  loss: mountLoss,
  beta: mountBeta,
  end: mountEnd,
};
