/** A short notice while the live connection doesn't work; hidden while it does. */

import { t } from "../page/text.js";

/**
 * @typedef {import("../net/live_socket.js").State | "loading" | "starting"} State
 *   loading: the server has not answered yet; starting: it is waited for
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
    loading: t("connection.loading"),
    starting: reason,
  }[state];
  if (element.textContent !== word) element.textContent = word;
  element.hidden = !word;
  element.dataset.state = state;
  document.body.dataset.connection = state;
}

const foreign = () => t("connection.foreign", { origin: location.origin });
