/** The steps of the lesson: what each is given and gives, and where it is built. */

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

/** @typedef {import("./frame.js").Values} Values */
/**
 * @typedef {{
 *   series: string[],
 *   unit: string,
 *   value: () => number[] | null,
 *   fits: (values: number[]) => boolean,
 *   set: (values: number[]) => void,
 *   lock: () => void,
 *   show: (measured: number[]) => void,
 * }} Control a prediction that is being placed; value: null until it is whole; fits: whether as many numbers
 *   could be placed here; series: what each number is of, in English
 * @typedef {{
 *   measured: number[],
 *   values: Values | null,
 *   words?: Values,
 * }} Outcome measured: what the prediction is held against; values: for the verdict; null: none without a prediction;
 *   words: for what it means
 * @typedef {{
 *   control: Control | null,
 *   act: () => Promise<Outcome>,
 *   words?: Values,
 * }} Mounted act: the thing done on the real models; words: for the question
 * @typedef {import("../core/contract.js").Code & {label: number}} DigitCode
 * @typedef {Omit<import("../features/channels.js").Parts, "clouds"> & {
 *   clouds: Record<import("../core/sides.js").Side, Omit<import("../core/contract.js").Cloud, "codes"> & {codes: DigitCode[]}>,
 * }} DigitParts as the lesson has them: each digit has a label
 * @typedef {{
 *   stand: HTMLElement,
 *   desk: HTMLElement,
 *   parts: DigitParts,
 *   bench: import("./bench.js").Bench,
 *   predicts: boolean,
 *   onChange: () => void,
 *   onLeave: () => void,
 *   signal: AbortSignal,
 *   later: (work: () => Promise<unknown>) => void,
 * }} Room of a step; stand: for what is looked at; desk: for the prediction; predicts: false: nothing is
 *   to be predicted; onChange: to be called as it is placed; onLeave: leads to the explorer;
 *   signal: aborted once the step is left, or its models are; later: has done what nobody awaits,
 *   again where the server is away, unless something newer is asked for
 */

/** @type {Record<string, (room: Room) => Mounted | Promise<Mounted>>} */
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
