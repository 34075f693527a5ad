import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const catalogue = JSON.parse(await readFile(new URL("../../../static/catalogue/en.json", import.meta.url), "utf8"));
const shown = { textContent: "", hidden: true, dataset: {} };
globalThis.document = {
  getElementById: (id) => (id === "catalogue" ? { textContent: JSON.stringify(catalogue) } : shown),
  documentElement: { lang: "en" },
  body: { dataset: {} },
};
globalThis.location = { origin: "https://abc.tunnel.example" };
const { showArriving, showConnection } = await import("../../../static/views/connection.js");

test("where the socket is refused for the page's origin, the visitor is told what to set", () => {
  showConnection("http", catalogue["live.foreign_origin"]);
  assert.match(shown.textContent, /LATENT_LIVE_ORIGINS=https:\/\/abc\.tunnel\.example/);
  assert.deepEqual([shown.hidden, shown.dataset.state], [false, "http"]);
});

test("otherwise it is told that there is no live connection, and nothing while there is one", () => {
  for (const reason of [undefined, "", "no such model"]) {
    showConnection("http", reason);
    assert.equal(shown.textContent, catalogue["connection.http"]);
  }
  showConnection("live", catalogue["live.foreign_origin"]);
  assert.deepEqual([shown.hidden, shown.textContent], [true, ""]);
});

test("how much has come is told of how much, where that is known, and is not said aloud again and again", () => {
  showArriving(1_250_000, 6_300_000);
  assert.equal(shown.textContent, "Loading the models: 1.3 of 6.3 MB …");
  assert.deepEqual([shown.hidden, shown.ariaLive], [false, "off"]);
  showArriving(1_250_000, NaN);
  assert.equal(shown.textContent, "Loading the models: 1.3 MB so far …");
  showConnection("live");
  assert.equal(shown.ariaLive, "polite");
});
