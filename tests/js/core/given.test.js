import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { decide, parseData } from "../../../static/core/given.js";

const NOTHING = { files: [], html: "", addresses: "", text: "" };
const file = (name, type, isFolder = false) => ({ name, type, isFolder });
const keyOf = (brought) => decide({ ...NOTHING, ...brought }).tell?.key;
const PIXEL = "data:image/png;base64,iVBORw0K+/8=";

test("the first file that may be a picture is taken, and the rest is told", () => {
  assert.deepEqual(decide({ ...NOTHING, files: [file("a.png", "image/png")] }), { file: 0 });
  const files = [
    file("notes", "", true),
    file("a.pdf", "application/pdf"),
    file("b.heic", ""),
    file("c.png", "image/png"),
  ];
  assert.deepEqual(decide({ ...NOTHING, files }), {
    file: 2,
    tell: { key: "given.first", values: { name: "b.heic", count: 4 } },
  });
});

test("what is no picture is named", () => {
  assert.equal(keyOf({ files: [file("digits", "", true)] }), "given.folder");
  assert.equal(keyOf({ files: [file("a.pdf", "application/pdf")] }), "given.pdf");
  assert.equal(keyOf({ files: [file("a.txt", "text/plain"), file("b.mp4", "video/mp4")] }), "error.not_an_image");
  assert.equal(keyOf({ files: [file("a.svg", "image/svg+xml")] }), "error.svg_image");
});

test("a file goes before what comes with it, as where an image is copied in a browser", () => {
  const html = '<img src="https://example.org/a.png">';
  assert.deepEqual(decide({ ...NOTHING, files: [file("a.png", "image/png")], html, text: "a" }), { file: 0 });
});

test("an image in HTML is taken where its address holds it, and else its address is named", () => {
  for (const src of [`"${PIXEL}"`, `'${PIXEL}'`, PIXEL]) {
    const { data } = decide({
      ...NOTHING,
      html: `<meta charset=utf-8><p><img alt="" src=${src} width=2></p>`,
      text: "x",
    });
    assert.deepEqual([data.type, [...data.bytes]], ["image/png", [137, 80, 78, 71, 13, 10, 251, 255]]);
  }
  assert.equal(
    keyOf({ html: '<IMG data-src="data:image/png;base64,AA==" src="https://example.org/a.png">' }),
    "given.address",
  );
  assert.equal(keyOf({ html: `<img src="data:image/svg+xml,%3Csvg/%3E">` }), "error.svg_image");
  assert.equal(keyOf({ html: `<img src="data:image/png;base64,iVB*">` }), "error.damaged_image");
});

test("an address is named, be it dragged or pasted as text", () => {
  assert.equal(keyOf({ addresses: "# a remark\r\nhttps://example.org/7.png\r\n" }), "given.address");
  for (const text of ["https://example.org/7.png", " file:///home/me/7.png\n", "blob:https://example.org/1"])
    assert.equal(keyOf({ text }), "given.address");
  assert.deepEqual(Object.keys(decide({ ...NOTHING, text: PIXEL })), ["data"]);
});

test("text without a picture is told, and nothing is nothing", () => {
  assert.equal(keyOf({ text: "a seven, and a link: https://example.org" }), "given.none");
  assert.equal(keyOf({ html: "<b>7</b>", text: "7" }), "given.none");
  assert.deepEqual(decide(NOTHING), {});
  assert.deepEqual(decide({ ...NOTHING, text: " \n" }), {});
});

test("data is decoded from base64, with blanks, escapes or no padding, and from bare bytes", () => {
  const bytes = (address) => [...parseData(address).bytes];
  assert.deepEqual(bytes("data:image/png;charset=x;base64,-".replace("-", "+/8=")), [251, 255]);
  assert.deepEqual(bytes("data:image/png;base64,%2B%2F8%3D"), [251, 255]);
  assert.deepEqual(bytes("data:image/png;base64,+/\n8"), [251, 255]);
  assert.deepEqual(bytes("data:image/gif,GIF%00%FF"), [71, 73, 70, 0, 255]);
  assert.equal(parseData("data:image/png;base64,A"), null);
  assert.equal(parseData("data:image/png"), null);
});

test("each sentence is in the catalogue, and each of the catalogue's is told", () => {
  const read = (path) => readFileSync(new URL(`../../../static/${path}`, import.meta.url), "utf-8");
  const told = [...read("core/given.js").matchAll(/"((?:given|error)\.\w+)"/g)].map((found) => found[1]);
  const texts = Object.keys(JSON.parse(read("catalogue/en.json")));
  for (const key of told) assert.ok(texts.includes(key), key);
  for (const key of texts) if (key.startsWith("given.")) assert.ok(told.includes(key), key);
});
