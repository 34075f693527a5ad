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
const { showConnection } = await import("../../../static/views/connection.js");

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
