import assert from "node:assert/strict";
import test from "node:test";
import { changeOf, missing } from "../../../static/core/model_changes.js";

const model = (id, kind, twin, revision = "old") => ({
  id,
  kind,
  twin,
  revision,
  latent_dim: 2,
  likelihood: "bernoulli",
  beta: 1,
  images: { id: "mnist" },
});
const pair = { ae: model("ae", "ae", "vae"), vae: model("vae", "vae", "ae") };
const other = [model("ae-b", "ae", "vae-b"), model("vae-b", "vae", "ae-b")];

test("models that are what they were have not changed, whatever else is there", () => {
  assert.equal(changeOf(pair, [pair.ae, pair.vae]), null);
  assert.equal(changeOf(pair, [...other, pair.ae, pair.vae]), null);
});

test("other weights under the same name are to be shown anew", () => {
  const trained = model("vae", "vae", "ae", "new");
  assert.deepEqual(changeOf(pair, [...other, pair.ae, trained]), { gone: [], replaced: ["vae"], instead: "vae" });
});

test("for a model that is gone another is shown", () => {
  assert.deepEqual(changeOf(pair, other), { gone: ["ae", "vae"], replaced: [], instead: "vae-b" });
  assert.deepEqual(changeOf(pair, [pair.ae, ...other]), { gone: ["vae"], replaced: [], instead: "vae-b" });
});

test("a VAE that lost its twin stays, beside another", () => {
  assert.deepEqual(changeOf(pair, [pair.vae, ...other]), { gone: ["ae"], replaced: [], instead: "vae" });
});

test("a model that lost the other one is shown by itself; where nothing is left there is nothing to show", () => {
  assert.deepEqual(changeOf(pair, [pair.vae]), { gone: ["ae"], replaced: [], instead: "vae" });
  const lone = { ae: { ...pair.vae, kind: "ae", copies: "vae" }, vae: pair.vae };
  assert.deepEqual(changeOf(lone, []), { gone: ["vae"], replaced: [], instead: null }, "and is named once");
});

test("a link that names no model, or the one on show, misses none", () => {
  assert.deepEqual([missing(null, pair), missing("vae", pair), missing("gone", pair)], [null, null, "gone"]);
});
