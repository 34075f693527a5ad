/**
 * What the page computes with: products, curves, norms and pictures on float32 numbers in one memory, by address.
 *
 * Built twice from this source by the package build: for WebAssembly with SIMD, and as plain JavaScript. Every sum has one
 * order, whatever the number of rows, and no function of a browser's own is called: so both give the same bits, in every
 * browser. Rows are padded with zeros to whole columns of 16, products' own input alone is as wide as it is.
 */

export { dense } from "./dense";
export { add, crossEntropy, gelu, geluSlope, multiply, squash } from "./activations";
export { exp, log } from "./curves";
export { features } from "./fourier";
export { groupNorm } from "./group_norm";
export { layerNorm, layerNormSlope } from "./norms";
export { averagePool, maxPool, paint, patches } from "./pictures";
export { bordered, fromTiles, toTiles } from "./winograd";
