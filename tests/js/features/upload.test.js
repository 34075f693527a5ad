import assert from "node:assert/strict";
import { test } from "node:test";
import { createChannels } from "../../../static/features/channels.js";
import { mountUpload } from "../../../static/features/upload.js";

const settled = () => new Promise(setImmediate);

test("a picture is current until its panel is closed", async () => {
  const channels = createChannels();
  let shown = null;
  const panel = { show: (given) => (shown = given), current: () => shown, close: () => (shown = null), unmount() {} };
  const upload = mountUpload({ encode: async () => {}, channels, script: async () => ({ mountPicture: () => panel }) });
  const picture = { file: {}, name: null, knobs: {} };
  channels.digit.set({ picture, image: {} });
  assert.equal(upload.current(), picture, "while the panel comes");
  await settled();
  assert.equal(upload.current(), picture);
  panel.close(); // as the visitor does
  assert.equal(upload.current(), null);
});
