/** Types of what the server's HTTP API sends and accepts. */

/**
 * @typedef {{
 *   id: string,
 *   side: number,
 *   channels: number,
 *   classes: string[],
 *   item: string,
 *   items: string,
 *   item_vi: string,
 *   ink: boolean,
 *   credit: string,
 * }} ImageSet square images of so many pixels on a side, grey (1 channel) or in colour (3); classes: the labels' names, none
 *   for images without labels; item, items: what one shows, and several; ink: light strokes on black, which the page paints
 *   with the ink of its theme
 */

/**
 * @typedef {{
 *   id: string,
 *   kind: import("./sides.js").Side,
 *   images: ImageSet,
 *   judge: string | null,
 *   latent_dim: number,
 *   likelihood: string | null,
 *   observation_sd: number,
 *   beta: number | null,
 *   refinements: number,
 *   twin: string | null,
 *   revision: string,
 *   weights: boolean,
 *   snapshots: boolean,
 *   disagreement: {decoders: number, epochs: number, prior: number, codes: number} | null,
 *   extent: import("./viewport.js").Extent,
 *   sd: number[],
 *   collapsed: number,
 *   metrics: any,
 *   seeds: any,
 *   copies?: import("./sides.js").Side,
 * }} Model images: what its images are; judge: revision of who reads them, null where there is none; likelihood, beta: null for a model that was built elsewhere and of which they are not known; weights: whether the page can have them and compute; snapshots: whether moments of its training are kept; disagreement: how far further decoders of its codes disagree, in pixel values, null where it was not measured; observation_sd: of the Gaussian likelihood, in units of pixel value; sd: standard deviation of the codes on each axis; collapsed: the number of axes that have none; copies: the kind of which it is a copy, where that is shown by itself
 */

/** @typedef {Model & {likelihood: string, beta: number}} OwnModel of our own architecture, with which the page can compute */

/**
 * @typedef {{label_kept: import("./scoreboard.js").Figure, mse_median: import("./scoreboard.js").Figure}} AroundMu
 *   label_kept: share of draws whose image keeps the label of the image at μ; mse_median: of their change, per pixel
 * @typedef {{temperature: number, vae: AroundMu, ae: AroundMu | null}} SamplesPoint
 * @typedef {{draws: number, curve: SamplesPoint[]}} PosteriorSamples a VAE's metrics.nearness.posterior_samples;
 *   draws: of each test digit; ae: of its twin, with the same draws as many of its own sd from its μ; null without one
 */

/** @typedef {{index: number, label: number | null, mu: number[], sigma: number[] | null}} Code */
/** @typedef {{thumbnails: {url: string, size: number, columns: number}, codes: Code[]}} Cloud */

/**
 * @typedef {{
 *   reconstruction: number | null,
 *   kl: number | null,
 *   negative_elbo: number | null,
 *   per_pixel: import("./pixels.js").Rows | null,
 *   draws: number,
 * }} Terms of the loss, nats, those with a likelihood null where none is known; per_pixel: the reconstruction term, by pixel and colour
 * @typedef {Record<"relative_error", number> & Record<"reconstruction" | "kl" | "negative_elbo", number | null>} Percentiles
 * @typedef {{
 *   input: import("./pixels.js").Rows,
 *   picture: string | null,
 *   steps: Step[],
 *   digits: Found[],
 *   digits_found: number,
 *   chosen: number,
 *   judge: {label: number, probabilities: number[]} | null,
 *   feature_distance: number | null,
 *   feature_percentile: number | null,
 *   nearest: number[],
 *   warnings: string[],
 *   upright: (Turn & {label: number}) | null,
 * }} ImageFacts what is known of a digit without a model; nearest: indices in the sample
 * @typedef {{
 *   mu: number[],
 *   sigma: number[] | null,
 *   kl_per_dim: number[] | null,
 *   terms: Terms,
 *   standing: {images: number, percentile: Percentiles},
 *   reconstruction: import("./pixels.js").Rows,
 *   relative_error: number,
 *   warnings: string[],
 * }} Encoding of a digit in one model
 * @typedef {Record<import("./sides.js").Side, Encoding>} Encodings of one image in both models
 */

/** @typedef {{turn: number, mirror: boolean}} Turn quarters clockwise, once it is mirrored or not */
/** @typedef {[number, number, number, number]} Box left, top, width, height, as fractions of the picture */
/**
 * @typedef {{
 *   name: string,
 *   note: string | number | boolean | null,
 *   picture: string | null,
 * }} Step picture: an image's URL
 */
/** @typedef {{box: Box, picture: string}} Found a digit in a picture */
/**
 * @typedef {{steps: Step[], digits: Found[], digits_found: number, chosen: number}} Way from a picture to a digit;
 *   digits_found: how many there are, of which digits has the largest; chosen: in digits
 */

/**
 * @typedef {Turn & {
 *   threshold: number | null,
 *   invert: boolean,
 *   thickness: number,
 *   digit: number | null,
 *   crop: Box | null,
 * }} Knobs null: the server decides; crop: the part that alone is read, of the picture as it is turned
 * @typedef {{file: File, name: string | null, knobs: Knobs}} Picture
 *   name: the server's name for it; null before it has answered
 */

/**
 * @typedef {{steps: number[], kept: number[], change: number[], alike: number | null, threshold: number}} Similarity
 *   of neighbouring images at each step, sd; alike: the largest step at which they meet the threshold
 */

export {};
