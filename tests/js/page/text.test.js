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
const shelf = { textContent: JSON.stringify({ ...catalogue.en, "test.two": "{b}, {a} {b}" }) };
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "vi" },
  getElementById: (id) => (id === "catalogue" ? shelf : null),
});
const { among, areBrief, fine, format, nameOf, speakOf, t } = await import("../../../static/page/text.js");
const digits = { classes: Array.from("0123456789"), item: "digit", items: "digits", item_vi: "chữ số", credit: "" };
const MNIST = { ...digits, id: "mnist", side: 28, channels: 1, ink: true };
const SPRITES = {
  ...{ id: "sprites", side: 32, channels: 1, ink: false, credit: "drawn <here>" },
  ...{ classes: ["heart", "<b>star"], item: "sprite", items: "sprites", item_vi: "hình" },
};

test("a text's placeholders are filled, each time they stand there", () => {
  assert.equal(t("test.two", { a: 1, b: "x" }), "x, 1 x");
});

test("a key that the catalogue lacks is a mistake of ours", () => {
  assert.throws(() => t("no.such.key"), /no\.such\.key/);
});

test("numbers are written as the language writes them, with a true minus", () => {
  assert.equal(format(-1.25, 2), "−1,25");
  document.documentElement.lang = "en";
  assert.equal(format(-1.25, 1), "−1.3");
  assert.equal(format(2, 3), "2.000");
  assert.equal(format(-0.004, 2), "0.00");
});

test("texts speak of the images on show, and name their classes", () => {
  document.documentElement.lang = "en";
  speakOf(MNIST, { sample: 1000, isJudged: true });
  assert.equal(t("digit.title"), "Your digit");
  assert.equal(t("verdict.rebuilt", { label: 3 }), "Rebuilt with no step at all, it is read as 3.");
  assert.match(t("prior.holes", { holes: 1, far: 0.1 }), /none of the 1,000 digits shown/);
  speakOf(SPRITES, { sample: 40, isJudged: true });
  assert.equal(t("digit.title"), "Your sprite");
  assert.equal(t("verdict.rebuilt", { label: 1 }), "Rebuilt with no step at all, it is read as ‹b›star.");
  assert.equal(nameOf(0), "heart");
  assert.match(t("footer.credits"), /The images: drawn ‹here›\./);
});

test("a text has another form for other images than digits, and where there is no judge", () => {
  speakOf(SPRITES, { sample: 40, isJudged: true });
  assert.equal(t("prior.digits"), "of these the judge is sure of.");
  assert.match(t("ring.unit"), /both models keep every label/);
  speakOf(SPRITES, { sample: 40, isJudged: false });
  assert.doesNotMatch(t("ring.unit") + t("walk.lead") + t("prior.note"), /label|the judge reads|not sure/);
  speakOf(MNIST, { sample: 1000, isJudged: true });
  assert.equal(t("prior.digits"), "of these look like a digit.");
});

test("ten classes stand in a row where their names are no longer than a digit", () => {
  speakOf(MNIST, { sample: 1, isJudged: true });
  assert.deepEqual([areBrief(10), areBrief(11)], [true, false]);
  speakOf(SPRITES, { sample: 1, isJudged: true });
  assert.equal(areBrief(2), false);
});

test("both languages have the same texts with the same placeholders", () => {
  // Words that every text may have are no values of it; a label is also there as it is read.
  const holes = (text) =>
    [
      ...new Set(
        text
          .replace(/\{(an_)?items?\}/gi, "")
          .replaceAll("{read}", "{label}")
          .match(/\{\w+\}/g),
      ),
    ].sort();
  assert.deepEqual(Object.keys(catalogue.vi).sort(), Object.keys(catalogue.en).sort());
  for (const [key, text] of Object.entries(catalogue.en)) assert.deepEqual(holes(catalogue.vi[key]), holes(text), key);
});

test("a share of a few images is their number", () => {
  document.documentElement.lang = "en";
  assert.deepEqual([among(42, 6), among(100, 6), among(42.4, 100), among(42, 10000)], ["3", "6", "42%", "42%"]);
});

test("a figure too small for its decimals is not written as nothing", () => {
  document.documentElement.lang = "en";
  assert.deepEqual([fine(0.0312, 4, 0.04), fine(1.6016e-6, 5, 2e-6), fine(0, 5, 2e-6)], ["0.0312", "1.6·10⁻⁶", "0"]);
});

test("the shipped sprites' shapes, and who drew them, are told in the page's language", () => {
  Object.assign(document.documentElement, { lang: "vi" });
  const before = shelf.texts;
  shelf.texts = catalogue.vi;
  speakOf(
    { ...SPRITES, classes: ["heart", "arrow", "L"], credit: "Drawn by Latent Explorer" },
    { sample: 40, isJudged: true },
  );
  assert.deepEqual([nameOf(0), nameOf(1)], ["trái tim", "mũi tên"]);
  assert.match(t("footer.credits"), /Ảnh do Latent Explorer vẽ\. VAE/);
  speakOf({ ...SPRITES, classes: ["heart", "moon"] }, { sample: 40, isJudged: true });
  assert.equal(nameOf(0), "heart", "what others call their classes stays");
  shelf.texts = before;
});
