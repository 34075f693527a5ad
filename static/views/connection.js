/** A short notice of what the page waits for as it starts, and later while the live connection doesn't work. */

import { t } from "../page/text.js";

/**
 * @typedef {import("../net/live_socket.js").State | "page" | "loading" | "starting" | "digit"} State
 *   page, as the server sends it: scripts are on their way; loading: the server has not answered yet; starting: it is
 *   waited for; digit: the first digit is on its way through the models
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
    digit: t("connection.digit"),
  }[state];
  if (element.textContent !== word) element.textContent = word;
  element.hidden = !word;
  element.dataset.state = state;
  document.body.dataset.connection = state;
}

/** End what is said of the start, unless the live connection has had its say. */
export function endStart() {
  if (["page", "loading", "starting", "digit"].includes(document.getElementById("connection")?.dataset.state ?? "")) {
    showConnection("live");
  }
}

const foreign = () => t("connection.foreign", { origin: location.origin });
