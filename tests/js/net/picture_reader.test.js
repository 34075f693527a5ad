import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { pictureReader } from "../../../static/net/picture_reader.js";
import { Refusal } from "../../../static/net/refusal.js";

const { signal } = new AbortController();
const [FIRST, SECOND] = [new Blob(["a"]), new Blob(["b"])];
const knobs = { threshold: null };

/** A reader whose Workers give these answers, one after another; and what each was asked: "file" or "again". */
function answering(answers, find = null) {
  const asked = [];
  const create = () => {
    const worker = {
      async postMessage({ number, file }) {
        asked.push(file ? "file" : "again");
        await setImmediate();
        const answer = answers.shift();
        if (answer === "dies") worker.onerror();
        else worker.onmessage({ data: { number, ...answer } });
      },
      terminate() {},
    };
    asked.push("made");
    return worker;
  };
  return { read: pictureReader(create, (key) => key, find), asked };
}
const found = { found: { input: new Uint8Array(784) } };
const isThere = async () => {};
const refused = (code, steps = null) => ({ refused: { code, values: {}, steps } });

test("a Worker is made for the first picture, and the same picture is not sent again for its knobs", async () => {
  const { read, asked } = answering([found, found, found]);
  for (const file of [FIRST, FIRST, SECOND]) assert.equal(await read({ file, knobs }, null, signal), found.found);
  assert.deepEqual(asked, ["made", "file", "again", "file"]);
});

test("a picture without a digit is kept for its knobs; one that can't be read is not", async () => {
  const { read, asked } = answering([refused("no_digit", []), found, refused("empty_file"), found]);
  await assert.rejects(read({ file: FIRST, knobs }, null, signal), { code: "no_digit" });
  await read({ file: FIRST, knobs }, null, signal);
  await assert.rejects(read({ file: SECOND, knobs }, null, signal), { code: "empty_file" });
  await read({ file: SECOND, knobs }, null, signal);
  assert.deepEqual(asked, ["made", "file", "again", "file", "file"]);
});

test("what this browser can't decode is the server's, and without one it is said", async () => {
  const unread = ["not_an_image", "damaged_image", "foreign_format", "hidden_pixels"];
  for (const code of unread) {
    assert.equal(await answering([refused(code)]).read({ file: FIRST, knobs }, null, signal), null);
    await assert.rejects(answering([refused(code)], isThere).read({ file: FIRST, knobs }, null, signal), { code });
  }
});

test("after a Worker has died the server reads that picture, and another Worker the next", async () => {
  const { read, asked } = answering(["dies", found]);
  assert.equal(await read({ file: FIRST, knobs }, null, signal), null);
  assert.equal(await read({ file: FIRST, knobs }, null, signal), found.found);
  assert.deepEqual(asked, ["made", "file", "made", "file"]);
});

test("without a server, a Worker that has died is told of in a sentence, and another reads the next picture", async () => {
  const { read } = answering(["dies", found], isThere);
  await assert.rejects(read({ file: FIRST, knobs }, null, signal), { code: "no_reader" });
  assert.equal(await read({ file: FIRST, knobs }, null, signal), found.found);
});

test("where no Worker can be made the server reads; what is given up needs no answer", async () => {
  const forbidden = () => {
    throw new DOMException("no", "SecurityError");
  };
  assert.equal(await pictureReader(forbidden, (key) => key, null)({ file: FIRST, knobs }, null, signal), null);
  await assert.rejects(pictureReader(forbidden, (key) => key, isThere)({ file: FIRST, knobs }, null, signal), {
    code: "no_reader",
  });
  const { read } = answering([found]);
  await assert.rejects(read({ file: FIRST, knobs }, null, AbortSignal.abort()), { name: "AbortError" });
});

test("where the site lacks the reader's script that is said, and not that the picture is too much", async () => {
  const lacking = new Refusal("reader.js is missing", "lacking");
  const { read } = answering(["dies"], () => Promise.reject(lacking));
  await assert.rejects(read({ file: FIRST, knobs }, null, signal), lacking);
});
