/** A short notice of what the page waits for as it starts, and later while the live connection doesn't work. */

import { format, t } from "../page/text.js";

/**
 * @typedef {import("../net/live_socket.js").State | "page" | "loading" | "starting" | "arriving" | "digit"} State
 *   page, as the server sends it: scripts are on their way; loading: the server has not answered yet; starting: it is
 *   waited for; arriving: what the page computes with is on its way; digit: the first digit is on its way through the models
 */

/**
 * @param {State} state
 * @param {string} [reason] why the server refused the live connection, or what is waited for, in the page's language
 */
export function showConnection(state, reason = "") {
  const element = /** @type {HTMLElement} */ (document.getElementById("connection"));
  const word = {
    live: "",
    waiting: t("connection.waiting"),
    http: reason === t("live.foreign_origin") ? foreign() : t("connection.http"),
    page: t("connection.page"),
    loading: t("connection.loading"),
    starting: reason,
    arriving: reason,
    digit: t("connection.digit"),
  }[state];
  if (element.textContent !== word) element.textContent = word;
  element.hidden = !word;
  element.ariaLive = state === "arriving" ? "off" : "polite"; // a figure that changes on and on is not for saying aloud
  element.dataset.state = state;
  document.body.dataset.connection = state;
}

/** Show how much of what the page computes with has come. @param {number} done bytes @param {number} total NaN where it isn't known */
export function showArriving(done, total) {
  const [come, all] = [done, total].map((bytes) => format(bytes / 1e6, 1));
  const sentence = total
    ? t("connection.arriving", { done: come, total: all })
    : t("connection.arriving_on", { done: come });
  showConnection("arriving", sentence);
}

/** End what is said of the start, unless the live connection has had its say. */
export function endStart() {
  if (
    ["page", "loading", "starting", "arriving", "digit"].includes(
      document.getElementById("connection")?.dataset.state ?? "",
    )
  ) {
    showConnection("live");
  }
}

const foreign = () => t("connection.foreign", { origin: location.origin });
