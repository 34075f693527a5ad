/** What MNIST's digits are, whose convention drawings and pictures of digits follow. */

/** The image set's id. */
export const MNIST = "mnist";
/** Pixels on a side. */
export const SIDE = 28;
