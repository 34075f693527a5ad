import assert from "node:assert/strict";
import { test } from "node:test";
import {
  alone,
  areTwins,
  choose,
  deeper,
  families,
  nextBeta,
  ofDigits,
  plain,
  twins,
} from "../../../static/core/families.js";

const model = (id, kind, twin, rest = {}) => ({
  id,
  kind,
  twin,
  latent_dim: 2,
  likelihood: "bernoulli",
  beta: 1,
  images: { id: "mnist" },
  ...rest,
});
const MODELS = [
  model("ae-16d", "ae", "vae-16d", { latent_dim: 16 }),
  model("ae-2d", "ae", "vae-2d"),
  model("alone", "vae", null),
  model("lost", "vae", "gone"),
  model("of-a-vae", "vae", "vae-2d"),
  model("vae-16d", "vae", "ae-16d", { latent_dim: 16 }),
  model("vae-2d-beta-16", "vae", "ae-2d", { beta: 16 }),
  model("vae-2d", "vae", "ae-2d"),
  model("vae-2d-beta-0", "vae", "ae-2d", { beta: 0 }),
  model("vae-2d-gaussian", "vae", "ae-2d", { likelihood: "gaussian" }),
];
const ids = (family) => family.map(({ vae }) => vae.id);

test("a VAE is shown beside its twin, else beside an autoencoder of as many dimensions and its likelihood", () => {
  const pairs = twins(MODELS);
  const [own, lent] = [pairs.filter(areTwins), pairs.filter((pair) => !areTwins(pair))];
  assert.deepEqual(ids(own), ["vae-16d", "vae-2d-beta-16", "vae-2d", "vae-2d-beta-0", "vae-2d-gaussian"]);
  for (const { ae, vae } of own) assert.equal(ae.id, vae.twin);
  assert.deepEqual(ids(lent), ["alone", "lost", "of-a-vae"]);
  assert.deepEqual([...new Set(lent.map(({ ae }) => ae.id))], ["ae-2d"]);
});

test("what is in no pair is by itself: a VAE without an autoencoder like it, and the other way round", () => {
  assert.ok(twins(MODELS).every((pair) => alone(pair) === null));
  const odd = [
    model("ae-3d", "ae", "gone", { latent_dim: 3 }),
    model("vae-5d", "vae", "ae-2d", { latent_dim: 5 }),
    model("squared", "vae", null, { likelihood: "gaussian" }),
  ];
  const found = twins([...MODELS, ...odd]).filter(alone);
  assert.deepEqual(found.map(alone), ["ae", "vae", "vae"]);
  for (const [i, { ae, vae }] of found.entries()) {
    assert.deepEqual([ae.id, vae.id], [odd[i].id, odd[i].id]);
    assert.deepEqual([ae.kind, vae.kind], ["ae", "vae"], "each side has one of its kind");
  }
  assert.equal(choose(families(odd), "ae-3d").vae.id, "ae-3d", "a link names it by its id");
});

test("a family differs in β alone and goes up in it; two dimensions come before sixteen", () => {
  assert.deepEqual(families(MODELS).map(ids), [
    ["vae-2d-beta-0", "vae-2d", "vae-2d-beta-16"],
    ["alone"],
    ["lost"],
    ["of-a-vae"],
    ["vae-16d"],
    ["vae-2d-gaussian"],
  ]);
});

test("the plain member has its β nearest to 1", () => {
  assert.equal(plain(families(MODELS)[0]).vae.id, "vae-2d");
});

test("a link's model is chosen, else the first family's plain one", () => {
  const all = families(MODELS);
  assert.equal(choose(all, "vae-16d")?.vae.id, "vae-16d");
  for (const id of [null, "gone", "ae-2d"]) assert.equal(choose(all, id)?.vae.id, "vae-2d");
  assert.equal(choose([], null), undefined);
});

test("an autoencoder that names the VAE as its twin is its twin", () => {
  const [pair] = twins([...MODELS, model("its-ae", "ae", "alone")]).filter(({ vae }) => vae.id === "alone");
  assert.ok(pair.ae.id === "its-ae" && areTwins(pair));
});

test("from a pair one is led to the next β of its family, and to more dimensions of its likelihood", () => {
  const all = families(MODELS);
  const of = (id) => choose(all, id);
  assert.equal(nextBeta(all, of("vae-2d-beta-0")).vae.id, "vae-2d");
  assert.equal(nextBeta(all, of("vae-2d")).vae.id, "vae-2d-beta-16");
  assert.equal(nextBeta(all, of("vae-2d-beta-16")), undefined);
  assert.equal(deeper(all, of("vae-2d")).vae.id, "vae-16d");
  assert.equal(deeper(all, of("vae-16d")), undefined);
  assert.equal(deeper(all, of("vae-2d-gaussian")), undefined, "of another likelihood there is no deeper one");
});

test("a pair is of one set of images, and digits come first", () => {
  const flowers = { images: { id: "flowers" } };
  const others = [model("ae-f", "ae", "vae-f", flowers), model("vae-f", "vae", "ae-f", flowers)];
  const all = families([...others, model("lone", "vae", "ae-2d", { images: { id: "a" } }), ...MODELS]);
  assert.equal(choose(all, null).vae.id, "vae-2d");
  assert.deepEqual(ids(all.at(-1)), ["vae-f"]);
  assert.equal(alone(choose(all, "lone")), "vae", "no digits' autoencoder stands beside it");
});

test("one is led to more dimensions of the same images only", () => {
  const deep = { images: { id: "flowers" }, latent_dim: 32 };
  const others = [model("ae-f", "ae", "vae-f", deep), model("vae-f", "vae", "ae-f", deep)];
  const all = families([...MODELS, ...others]);
  assert.equal(deeper(all, choose(all, "vae-16d")), undefined);
});

test("the lesson's digits are those of which both models' weights are ours", () => {
  const pair = (ofAe, ofVae, set = "mnist") => {
    const images = { id: set };
    const ours = { images, weights: true };
    return [
      {
        ae: model("a", "ae", "v", { ...ours, weights: ofAe }),
        vae: model("v", "vae", "a", { ...ours, weights: ofVae }),
      },
    ];
  };
  assert.equal(ofDigits([pair(true, true)]).length, 1);
  for (const [ofAe, ofVae] of [
    [false, true],
    [true, false],
    [false, false],
  ])
    assert.deepEqual(ofDigits([pair(ofAe, ofVae)]), []);
  assert.deepEqual(ofDigits([pair(true, true, "flowers")]), []);
});

test("a VAE of unknown β is a family of its own, and no step of another's β", () => {
  const unknown = [model("found", "vae", "ae-2d", { beta: null }), model("found-too", "vae", "ae-2d", { beta: null })];
  const all = families([...MODELS, ...unknown]);
  for (const { id } of unknown) {
    const [family] = all.filter((one) => ids(one).includes(id));
    assert.deepEqual(ids(family), [id]);
    assert.equal(nextBeta(all, family[0]), undefined);
    assert.ok(areTwins(family[0]), "it is shown beside its twin nonetheless");
  }
  assert.deepEqual(ids(all[0]), ["vae-2d-beta-0", "vae-2d", "vae-2d-beta-16"]);
});
