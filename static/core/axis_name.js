/** An axis's name where there is no markup. Pure. */

const LOWERED = "₀₁₂₃₄₅₆₇₈₉";

/** @param {number} axis */
export const axisName = (axis) => `z${String(axis).replace(/\d/g, (digit) => LOWERED[Number(digit)])}`;
