import assert from "node:assert/strict";
import { test } from "node:test";
import { ownFiles } from "../../../static/page/own_files.js";

const FILES = { "api/models/số 2.json": btoa("{}"), "engine.js": btoa("1"), "sample.png": btoa("\u00ff\u0000") };
globalThis.document = { baseURI: "file:///home/me/ex%20plorer.html" };

test("a page that is no file of its own names paths as they are", () => {
  assert.equal(ownFiles(null)("api/models.json"), "api/models.json");
});

test("a file has one address, with its bytes and its type", async () => {
  const addressOf = ownFiles({ textContent: JSON.stringify(FILES) });
  for (const [path, type, bytes] of [
    ["engine.js", "text/javascript", [49]],
    ["sample.png", "image/png", [255, 0]],
    ["api/models/s%E1%BB%91%202.json", "application/json", [123, 125]],
  ]) {
    const address = addressOf(path);
    const found = await (await fetch(address)).blob();
    assert.match(address, /^blob:/);
    assert.equal(found.type, type);
    assert.deepEqual([...new Uint8Array(await found.arrayBuffer())], bytes);
    assert.equal(addressOf(path), address, "asked again it is the same");
    assert.equal(addressOf(`${path}?0123`), address, "of whatever version");
    assert.equal(addressOf(new URL(path, document.baseURI).href), address, "by its whole address too");
  }
  assert.equal(addressOf("other.js"), "other.js");
});
