/**
 * What networks of dense layers are trained with, on float32 numbers in one memory, by address: built for WebAssembly with
 * SIMD alone. As in the kernel beside it every sum has one order and nothing of a browser's own is called: the same seed
 * gives the same weights everywhere, to the bit. Rows are padded with zeros to whole columns of 16.
 */

export { dense } from "../dense";
export { add, gelu, geluSlope, multiply } from "../activations";
export { log } from "../curves";
export { features } from "../fourier";
export { layerNorm } from "../norms";
export { adam } from "./adam";
export { biasGradient, denseGradient, transpose } from "./dense_gradients";
export { featuresGradient } from "./features_gradient";
export { code, codeGradient } from "./latent";
export { bernoulli, gaussian } from "./likelihoods";
export { layerNormGradient } from "./norm_gradient";
export { normals, shifts, shuffle, uniforms } from "./random";
export { gather, sparse, sparseGradient } from "./sparse";
