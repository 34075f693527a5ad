/**
 * Runs one training at a time: begins it, plays it, takes a number of steps, follows a link, and rests while nobody looks.
 * Knows nothing of the document.
 */

import { allOf, placesOf } from "./images.js";
import { replay } from "./replay.js";
import { formatTraining } from "../core/training_link.js";
import { FAIR, stepsPerEpoch } from "../core/training_settings.js";
import { forBoth } from "../core/sides.js";

/** @typedef {import("../core/training_settings.js").Settings} Settings */
/** @typedef {import("../core/training_settings.js").Turn} Turn */
/** @typedef {import("../core/training_knobs.js").Start} Start */
/** @typedef {import("../core/training_link.js").Told} Told */
/** @typedef {import("../net/training_session.js").TrainingSession} Session */
/** @typedef {import("../net/training_session.js").Options} SessionOptions */
/** @typedef {import("./source.js").Source} Source */
/**
 * @typedef {Pick<SessionOptions, "onFrame" | "onMeasures" | "onProgress"> & {
 *   onBegin: () => void,
 *   onState: () => void,
 *   onNotice: (notice: Notice) => void,
 * }} On onBegin: nothing of what was is shown any more; onState: it runs or rests
 * @typedef {{told: Told, left: import("../core/training_settings.js").Change[]}} Link left: what is still to be turned
 * @typedef {{kind: "plays" | "advances" | "follows"}} Task
 * @typedef {"" | "away" | "diverged" | "worker" | "retraining" | "retrained"} Notice
 */

export class Runner {
  /** @type {Session | null} */ session = null;
  /** @type {Start} */ start = "fair";
  /** @type {Settings} */ settings = FAIR;
  /** Whether it can be played: a session is there, with its first weights. */
  isReady = false;
  /** The visitor's digit that the session knows. @type {Uint8Array | null} */
  own = null;
  #given;
  /** What is under way; another takes its place. @type {Task | null} */ #task = null;
  /** What was begun last. @type {object | null} */ #begun = null;
  /** Which is being followed, or was paused on the way. @type {Link | null} */ #link = null;
  #isSeen = true;
  /** Told once somebody looks. @type {(() => void)[]} */ #waiting = [];

  /**
   * @param {{
   *   create: (options: SessionOptions) => Session,
   *   source: Source,
   *   own: () => Uint8Array | null,
   *   side: number,
   *   on: On,
   * }} given own: the visitor's digit, if there is one; side: decoded images across a map
   */
  constructor(given) {
    this.#given = given;
  }

  get isRunning() {
    return this.#task !== null;
  }

  /** Steps until all images were seen. */
  get perEpoch() {
    return stepsPerEpoch(this.count);
  }

  /**
   * Rejects where no session can be made. Gives whether nothing newer was begun.
   * @param {Start} start @param {Settings} settings @param {Link | null} [link] that is to be followed
   */
  async begin(start, settings, link = null) {
    const { on } = this.#given;
    this.#stop();
    const begun = (this.#begun = {});
    this.isReady = false;
    this.#link = link;
    const isNew = this.#renew(start, settings);
    const session = /** @type {Session} */ (this.session);
    on.onBegin();
    try {
      await session.ready;
    } catch (error) {
      if (this.#begun !== begun) return false;
      this.#forget();
      throw error;
    }
    if (this.session !== session || this.#begun !== begun) return false;
    const images = this.#places();
    if (!isNew || images || this.settings !== settings) session.reset(this.settings, { images }); // or turned meanwhile
    this.isReady = true;
    on.onState();
    return true;
  }

  /** Whatever is begun next is of another session. */
  #forget() {
    this.session?.end();
    this.session = this.own = null;
  }

  /** What runs is stopped. A session that has not begun yet can't be told. */
  #stop() {
    if (this.isReady) this.session?.pause();
    this.#task = null;
  }

  /** Whether another session has been made. @param {Start} start @param {Settings} settings */
  #renew(start, settings) {
    const { create, own, source, side, on } = this.#given;
    const digit = start === "own" ? own() : null;
    [this.start, this.settings] = [start, settings];
    if (this.session && digit?.join() === this.own?.join()) return false;
    this.session?.end();
    this.own = digit;
    const { onFrame, onMeasures, onProgress } = on;
    const { train } = this.images();
    const images = { train, heldOut: source.heldOut, seen: this.own ? [this.own] : [] };
    const onLost = (/** @type {"diverged" | "worker"} */ reason) => this.session === session && this.#lose(reason);
    const told = { onFrame, onMeasures, onProgress, onLost };
    const session = create({ files: source.files, images, settings, side, ...told });
    this.session = session;
    return true;
  }

  /** All images that the session knows. */
  images = () => allOf(this.#given.source, this.own);

  /** Which of them train; null: all, one after the other. */
  #places = () => placesOf(this.start, this.#given.source.train.length, Boolean(this.own));

  /** Of images that train, the visitor's own as often as it does. */
  get count() {
    return this.#places()?.length ?? this.#given.source.train.length;
  }

  play() {
    if (!this.isReady) return;
    if (this.#link) return void this.#goOn(this.#link);
    this.#stop();
    this.#task = { kind: "plays" };
    this.#given.on.onNotice("");
    if (this.#isSeen) this.session?.play();
    else this.#pauseUnseen();
    this.#given.on.onState();
  }

  pause() {
    if (this.#task?.kind === "follows") this.#given.on.onNotice("");
    this.#stop();
    this.#given.on.onState();
  }

  toggle() {
    if (this.isRunning) this.pause();
    else this.play();
  }

  /** @param {number} steps then it rests */
  async advance(steps) {
    const { session } = this;
    if (!session || !this.isReady) return;
    if (this.#task?.kind !== "advances") this.#stop(); // else these steps come on top
    this.#link = null;
    /** @type {Task} */
    const task = (this.#task = { kind: "advances" });
    this.#given.on.onState();
    await session.advance(steps);
    if (this.#task === task) this.pause();
  }

  /** Train as a link says, and rest there; where it is paused on the way, playing goes on with it. @param {Told} told */
  async follow(told) {
    const link = { told, left: told.changes };
    if ((await this.begin(told.start, told.settings, link)) && this.#link === link) await this.#goOn(link);
  }

  /** @param {Link} link */
  async #goOn(link) {
    const session = /** @type {Session} */ (this.session);
    this.#stop();
    /** @type {Task} */
    const task = (this.#task = { kind: "follows" });
    const { on } = this.#given;
    on.onNotice("retraining");
    on.onState();
    const goesOn = async () => {
      await this.#attention();
      return this.#task === task;
    };
    const onChange = (/** @type {Turn} */ set) => {
      this.settings = { ...this.settings, ...set };
      link.left = link.left.slice(1);
    };
    await replay(session, { changes: link.left, steps: link.told.steps }, { goesOn, onChange });
    if (this.#task !== task) return;
    this.#stop();
    this.#link = null;
    on.onNotice("retrained");
    on.onState();
  }

  /** Turned while it runs, or rests; where nothing can be trained, for what is begun next. @param {Turn} patch */
  turn(patch) {
    if (this.#task?.kind === "follows") this.pause();
    this.#link = null; // for what is turned now
    this.settings = { ...this.settings, ...patch };
    if (this.isReady) this.session?.set(patch);
  }

  /** Somebody looks, or nobody does. @param {boolean} isSeen */
  see(isSeen) {
    const wasSeen = this.#isSeen;
    this.#isSeen = isSeen;
    if (isSeen === wasSeen) return;
    if (!isSeen && this.#task?.kind === "plays") this.#pauseUnseen();
    if (!isSeen && this.#task?.kind === "advances") this.pause();
    if (isSeen) for (const go of this.#waiting.splice(0)) go();
  }

  /** Goes on once somebody looks, unless something else was begun meanwhile. */
  #pauseUnseen() {
    const { session } = this;
    const { on } = this.#given;
    const task = this.#task;
    session?.pause();
    on.onNotice("away");
    this.#attention().then(() => {
      if (this.#task !== task || !session) return;
      on.onNotice("");
      session.play();
    });
  }

  /** @returns {Promise<void>} */
  #attention() {
    return this.#isSeen ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** @param {"diverged" | "worker"} reason the first: it can start over, and nothing else */
  #lose(reason) {
    const { on } = this.#given;
    this.isReady = false;
    this.#task = null;
    if (reason === "worker") this.#forget();
    on.onNotice(reason);
    on.onState();
  }

  /** As a link names it; null where it can't: drawings are in none, and what is too long isn't read. */
  told() {
    if (!this.session || this.start === "own") return null;
    if (this.#link) return formatTraining(this.#link.told);
    const { start: settings, changes } = this.session.history;
    return formatTraining({ start: this.start, settings, changes, steps: this.session.step });
  }

  /** What the weights are now. */
  async digest() {
    const none = forBoth(() => /** @type {string | null} */ (null));
    return this.session && this.isReady ? this.session.digest() : none;
  }
}
