import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// The texts stand in the page; here the page is this.
const catalogue = Object.fromEntries(
  ["en", "vi"].map((lang) => [
    lang,
    JSON.parse(readFileSync(new URL(`../../../static/catalogue/${lang}.json`, import.meta.url), "utf-8")),
  ]),
);
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en" },
  getElementById: (id) =>
    id === "catalogue" ? { textContent: JSON.stringify({ ...catalogue.en, "test.two": "{b}, {a} {b}" }) } : null,
});
const { narrowness, remarks, remarksOnBoth, rows } = await import("../../../static/views/loss.js");

test("the loss says what the model was trained on where that is another sum, and why nats may be negative", () => {
  assert.doesNotMatch(remarks({ beta: 1, likelihood: "bernoulli" }, 64), /trained on|negative/);
  assert.match(remarks({ beta: 0.25, likelihood: "bernoulli" }, 64), /trained on reconstruction \+ 0\.25 × KL/);
  assert.match(remarks({ beta: 1, likelihood: "gaussian" }, 64), /64 sampled z.*may be negative/);
});

test("a divergence says how many parts of the prior the posterior is one of", () => {
  const told = (kl, usual) => narrowness({ terms: { kl } }, { metrics: { test: { kl: usual } } });
  assert.match(told(6.5, 7.47), /≈ 670: .* prior\. Test .* have 1,800,/);
  assert.match(told(Math.log(2), undefined), /≈ 2: .* of the prior\.<\/p>$/);
  assert.match(told(100, undefined), /≈ e<sup>100<\/sup>:/);
  assert.equal(told(null, 7), "");
});

/** A VAE of one likelihood beside an autoencoder of another, and what was found of an image. */
function pair(ofAe, ofVae) {
  const models = { ae: { kind: "ae", likelihood: ofAe, beta: 1 }, vae: { kind: "vae", likelihood: ofVae, beta: 1 } };
  const terms = (likelihood, kl) => {
    const reconstruction = likelihood && 70;
    return { terms: { reconstruction, kl, negative_elbo: likelihood && kl && 70 + kl, draws: 64 } };
  };
  return {
    models: /** @type {any} */ (models),
    found: /** @type {any} */ ({ ae: terms(ofAe, null), vae: terms(ofVae, 20) }),
  };
}

/** The cells of a table's rows: numbers, and for dashes the reasons. @param {string[]} made */
const cells = (made) =>
  made.map((row) =>
    [...row.matchAll(/<td class="of-\w+">(?:<span class="none" title="([^"]*)">–<\/span>|([^<]*))/g)].map(
      ([, why, number]) => why ?? number,
    ),
  );
const NONE = catalogue.en["terms.no_likelihood"];
const NO_NATS = catalogue.en["terms.no_nats"];
const POINT = catalogue.en["posterior.point"];

test("each model shows the terms that it has, and why there are no others", () => {
  const shown = (ofAe, ofVae) => {
    const { models, found } = pair(ofAe, ofVae);
    return cells(rows(found, models));
  };
  assert.deepEqual(shown("bernoulli", "bernoulli"), [
    ["70.00", "70.00"],
    [POINT, "20.00"],
    [POINT, "90.00"],
  ]);
  assert.deepEqual(shown("bernoulli", null), [
    ["70.00", NONE],
    [POINT, "20.00"],
    [POINT, NONE],
  ]);
  assert.deepEqual(shown(null, "bernoulli"), [
    [NO_NATS, "70.00"],
    [POINT, "20.00"],
    [POINT, "90.00"],
  ]);
  assert.deepEqual(shown(null, null), [[POINT, "20.00"]]);
});

test("where the likelihoods differ the remarks are on each model by its name", () => {
  const told = (ofAe, ofVae) => remarksOnBoth(pair(ofAe, ofVae).models, 64);
  assert.equal(told("bernoulli", "bernoulli"), remarks({ beta: 1, likelihood: "bernoulli" }, 64));
  assert.equal(told(null, null), NONE);
  assert.equal(told("gaussian", null), `<b>VAE</b> ${NONE} <b>AE</b> ${catalogue.en["terms.gaussian"]}`);
  assert.equal(told("bernoulli", null), `<b>VAE</b> ${NONE}`);
  assert.match(told(null, "bernoulli"), /^<b>VAE<\/b> .*64 sampled z.* <b>AE<\/b> No likelihood .* in no nats\.$/);
  const { models } = pair(null, null);
  models.vae.copies = "ae";
  assert.equal(remarksOnBoth(models, 64), NO_NATS, "a model by itself that has no divergence is not promised one");
});
