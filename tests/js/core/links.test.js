import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTo } from "../../../static/core/base_address.js";
import { isLocal } from "../../../static/core/links.js";

test("a link keeps the page's address and query, and names the state that is shown", () => {
  assert.equal(
    linkTo("https://lab.example/vae/?lang=vi#digit=3", "tab=walk"),
    "https://lab.example/vae/?lang=vi#tab=walk",
  );
});

test("files and this machine's own names open on this machine only", () => {
  const local = [
    "file:///home/a/explorer.html",
    "blob:null/1",
    "http://localhost:8000/",
    "http://127.0.0.1/",
    "http://[::1]/",
  ];
  const others = ["https://lab.example/", "http://192.168.1.4:8000/", "http://127.example.org/"];
  assert.deepEqual(
    [...local, ...others].map((link) => isLocal(new URL(link))),
    [...local.map(() => true), ...others.map(() => false)],
  );
});
