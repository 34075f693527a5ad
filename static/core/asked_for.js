/** What an address asks for by a name alone, or turns off. Pure. */

const OFF = ["off", "0", "false", "no"];

/** Whether a value turns something off, however it is written. @param {string | null} value null: nothing is said */
export const isOff = (value) => value !== null && OFF.includes(value.trim().toLowerCase());

/** Whether a name stands in an address, with any value that does not turn it off. @param {string | null} value */
export const isAsked = (value) => value !== null && !isOff(value);
