/** How wide a posterior is among the codes. Pure. */

import { mean } from "./statistics.js";

/** σ as a share of the sd of all codes, the geometric mean over axes. @param {number[]} sigma @param {number[]} sd */
export const relativeWidth = (sigma, sd) => Math.exp(mean(sigma.map((value, axis) => Math.log(value / sd[axis]))));
