import assert from "node:assert/strict";
import { test } from "node:test";
import { LABEL_COLOURS } from "../../../static/core/palette.js";
import { gradient, ramp } from "../../../static/core/colour_ramp.js";
import { SCALES, along, colours, stopsOf } from "../../../static/core/layer_colours.js";

globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en" },
  getElementById: () => ({
    textContent: JSON.stringify({
      "class.read": "{label}",
      "layer.at_labels": "judge {label} {percent}",
      "layer.at_stretch": "stretch {value}",
      "layer.at_density": "codes {value}",
      "layer.at_metric": "{most} and {least}",
      "layer.at_prior": "times {times}",
      "layer.at_disagreement": "apart {value}",
      "layer.at_nearest": "real {label} {distance}",
    }),
  }),
});
const { describe } = await import("../../../static/map/layer_readout.js");

/** Lightness L* of an sRGB colour, 0 to 100 (CIE 1976). */
function lightness(colour) {
  const [r, g, b] = colour.map((part) => (part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 116 * Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b) - 16;
}

test("the ramp grows lighter, evenly, so that its order shows to everyone and in grey", () => {
  const steps = Array.from({ length: 20 }, (_, i) => lightness(ramp((i + 1) / 20)) - lightness(ramp(i / 20)));
  assert.ok(Math.min(...steps) > 2 && Math.max(...steps) < 6, steps.map((step) => step.toFixed(1)).join(" "));
});

test("the ramp is of whole bytes, from one end to the other", () => {
  for (const part of [0, 0.1, 0.25, 0.999, 1]) {
    assert.ok(
      ramp(part).every((value) => Number.isInteger(value) && value >= 0 && value <= 255),
      `${part}`,
    );
  }
  assert.match(
    gradient(),
    new RegExp(`^linear-gradient\\(90deg, rgb\\(${ramp(0).join(" ")}\\), .*rgb\\(${ramp(1).join(" ")}\\)\\)$`),
  );
});

test("a scale ends at its ends, and what lies beyond has the colour of the end", () => {
  for (const [measure, { low, high, ticks }] of Object.entries(SCALES)) {
    assert.deepEqual(
      [low, high, low - 9, high + 9, -Infinity].map((value) => along(measure, value)),
      [0, 1, 0, 1, 0],
    );
    assert.ok(
      ticks.every((tick) => tick >= low && tick < high),
      measure,
    );
  }
  assert.equal(along("stretch", 2.75), 0.5);
});

const SIGNED = stopsOf("prior");

test("a signed scale is lightest where nothing is to be told, and as dark at either end", () => {
  const at = (part) => lightness(ramp(part, SIGNED));
  const [few, none, many] = [0, 0.5, 1].map(at);
  assert.ok(none > 95 && Math.abs(few - many) < 6, `${few} ${none} ${many}`);
  for (const part of [0.1, 0.2, 0.3, 0.4]) {
    assert.ok(at(part - 0.1) < at(part) && at(part) < none, `${part}`);
    assert.ok(at(1 - part + 0.1) < at(1 - part) && at(1 - part) < none, `${1 - part}`);
  }
  const [[r, , b], [red, , blue]] = [ramp(0, SIGNED), ramp(1, SIGNED)];
  assert.ok(b - r > 100 && red - blue > 100); // blue and orange: told apart by all
  assert.deepEqual([...colours({ cells: 1, log10_excess: [0] })], [...ramp(0.5, SIGNED), 255]);
  assert.notEqual(gradient(SIGNED), gradient());
});

test("labels have the colours of the classes, paler where the judge is less sure", () => {
  const painted = [...colours({ cells: 2, label: [0, 9, 3, 3], confidence: [1, 0.5, 0.25, 0] })];
  const hex = (i) =>
    `#${painted
      .slice(4 * i, 4 * i + 3)
      .map((value) => value.toString(16).padStart(2, "0"))
      .join("")}`.toUpperCase();
  assert.deepEqual(
    [0, 1, 2, 3].map(hex),
    [0, 9, 3, 3].map((label) => LABEL_COLOURS[label].toUpperCase()),
  );
  assert.deepEqual(
    [3, 7, 11, 15].map((i) => painted[i]),
    [255, 128, 64, 0],
  );
});

test("stretch is painted by its logarithm, density on a log scale, and none at all as the least", () => {
  assert.deepEqual([...colours({ cells: 1, log10_area: [2.75] })], [...ramp(0.5), 255]);
  assert.deepEqual(
    [...colours({ cells: 2, density: [0, 1, 10 ** 1.5, 5000] })],
    [ramp(0), ramp(0), ramp(0.5), ramp(1)].flatMap((c) => [...c, 255]),
  );
  const { low, high } = SCALES.disagreement;
  const apart = [0, 10 ** ((low + high) / 2), 1];
  assert.deepEqual(
    [...colours({ cells: 2, disagreement: apart })],
    [ramp(0), ramp(0.5), ramp(1)].flatMap((c) => [...c, 255]),
  );
});

test("the readout says the cell's own number", () => {
  assert.equal(describe({ cells: 1, label: [4, 7], confidence: [1, 0.876] }, 1, []), "judge 7 88");
  assert.equal(describe({ cells: 1, log10_area: [0, Math.log10(1234)] }, 1, []), "stretch 1,200");
  assert.equal(describe({ cells: 1, log10_area: [-24] }, 0, []), "stretch 0");
  assert.equal(describe({ cells: 1, density: [0.123] }, 0, []), "codes 0.12");
  assert.equal(describe({ cells: 1, most: [12.34], least: [5.678], turn: [0] }, 0, []), "12 and 5.7");
  assert.equal(describe({ cells: 1, log10_excess: [-1] }, 0, []), "times 0.1");
  assert.equal(describe({ cells: 1, disagreement: [0.0312] }, 0, []), "apart 0.031");
  assert.equal(describe({ cells: 1, index: [2], distance: [1.259] }, 0, [0, 0, 8]), "real 8 1.26");
  assert.throws(() => describe({ cells: 1 }, 0, []), /no numbers/);
});
