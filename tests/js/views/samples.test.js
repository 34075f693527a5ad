import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { alikeWords } from "../../../static/views/samples.js";

test("draws that look alike are explained by β where it is known, and without it where it is not", () => {
  for (const told of Object.values(alikeWords(0.5))) assert.match(told, /[Ww]ith β = 0\.5 /);
  const unknown = alikeWords(null);
  for (const told of Object.values(unknown)) assert.doesNotMatch(told, /β|–|\{/);
  assert.match(unknown.narrow, /All alike\? This posterior is so narrow/);
  assert.match(unknown.decoded, /far apart: the decoder paints/);
});
