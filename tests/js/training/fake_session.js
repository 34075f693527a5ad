/** A training session that computes nothing, for tests of what runs one; steps are made where they are asked for. */

/** @typedef {import("../../../static/net/training_session.js").TrainingSession} TrainingSession */
/** @typedef {import("../../../static/net/training_session.js").Options} Options */

/** @param {Options} options */
export function fakeSession(options) {
  /** @type {string[]} */
  const calls = [];
  let training = { start: options.settings, changes: /** @type {any[]} */ ([]) };
  const session = {
    calls,
    options,
    step: 0,
    isPlaying: false,
    ready: Promise.resolve(),
    get history() {
      return training;
    },
    play() {
      calls.push("play");
      session.isPlaying = true;
    },
    pause() {
      calls.push("pause");
      session.isPlaying = false;
    },
    /** @param {number} steps */
    async advance(steps) {
      calls.push(`advance ${steps}`);
      session.isPlaying = true;
      await new Promise((resolve) => setImmediate(resolve));
      session.step += steps;
      session.isPlaying = false;
      return session.step;
    },
    /** @param {any} patch */
    set(patch) {
      calls.push(`set ${JSON.stringify(patch)} at ${session.step}`);
      training.changes.push({ step: session.step, set: patch });
    },
    /** @param {any} settings @param {{images?: number[] | null}} [of] */
    reset(settings, { images } = {}) {
      calls.push(`reset ${images?.length ?? "all"}`);
      session.step = 0;
      training = { start: settings, changes: [] };
    },
    pace: () => {},
    digest: async () => ({ ae: "a", vae: "v" }),
    end: () => void calls.push("end"),
  };
  return session;
}

/** @typedef {ReturnType<typeof fakeSession>} FakeSession */
