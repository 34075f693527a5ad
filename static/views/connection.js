/** A short notice while the live connection doesn't work; hidden while it does. */

import { t } from "../page/text.js";

/**
 * @typedef {import("../net/live_socket.js").State | "loading"} State
 *   loading: the server is up, but its models aren't loaded yet
 */

/** @param {State} state */
export function showConnection(state) {
  const element = /** @type {HTMLElement} */ (document.getElementById("connection"));
  const word = {
    live: "",
    waiting: t("connection.waiting"),
    http: t("connection.http"),
    loading: t("connection.loading"),
  }[state];
  if (element.textContent !== word) element.textContent = word;
  element.hidden = !word;
  element.dataset.state = state;
  document.body.dataset.connection = state;
}
