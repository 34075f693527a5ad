/** A page for views in Node: to be imported before them. Its elements keep what they are given, and listen to nothing. */

import { readFileSync } from "node:fs";

const place = new URL("../../../static/catalogue/en.json", import.meta.url);

export class Element {
  children = [];
  attributes = {};
  dataset = {};
  innerHTML = "";
  textContent = "";
  style = { setProperty() {} };
  constructor(name = "") {
    this.name = name;
  }
  append(...more) {
    this.children.push(...more);
  }
  replaceChildren(...only) {
    this.children = only;
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  replaceWith() {}
  addEventListener() {}
  contains() {
    return false;
  }
}

const catalogue = { textContent: readFileSync(place, "utf-8") };
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en", dataset: {} },
  body: new Element("body"),
  createElement: (name) => new Element(name),
  getElementById: (id) => (id === "catalogue" ? catalogue : new Element()),
});
