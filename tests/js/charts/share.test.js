import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { getElementById: () => ({ textContent: "{}" }), documentElement: { lang: "vi" } };
const { shareBar } = await import("../../../static/charts/share.js");

test("a share is said as a figure and drawn as a bar of its length", () => {
  const html = shareBar(0.7689, "of 10,000");
  assert.match(html, /^<b class="count">76,9%<\/b> of 10,000<svg /);
  assert.match(html, /<rect class="part" width="76.89"/);
});
