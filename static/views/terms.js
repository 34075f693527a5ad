/** The loss of the digit at hand, in nats, taken apart; the digit beside its two reconstructions. */

import { picture, toBytes } from "../pixels.js";
import { format, short, t } from "../text.js";

/** @typedef {import("./posterior.js").Encodings} Encodings */

/** A number in nats, or a dash that says why there is none. @param {number | null} value */
const nats = (value) => (value === null ? `<span class="none" title="${t("posterior.point")}">–</span>` : format(value, 2));

/** What is to be known of these nats, and of this model's. @param {{beta: number, likelihood: string}} model @param {number} draws */
export function remarks({ beta, likelihood }, draws) {
  const ofBeta = beta === 1 ? "" : t("terms.beta", { beta: short(beta) });
  const ofDensity = likelihood === "gaussian" ? t("terms.gaussian") : "";
  return [t("terms.note", { draws }), ofBeta, ofDensity].filter(Boolean).join(" ");
}

/** @param {HTMLElement} element @param {import("../families.js").Twins} models */
export function mountTerms(element, models) {
  /** @param {Encodings} encodings */
  function table({ ae, vae }) {
    const rows = /** @type {const} */ (["reconstruction", "kl", "negative_elbo"]).map(
      (term) => `<tr class="${term}"><th scope="row">${t(`terms.${term}`)}</th>
        <td class="of-ae">${nats(ae.terms[term])}</td><td class="of-vae">${nats(vae.terms[term])}</td></tr>`,
    );
    return `<table><thead><tr><td></td><th scope="col" class="of-ae">${t("ae.abbr")}</th><th scope="col" class="of-vae">${t("vae.abbr")}</th></tr></thead>
      <tbody>${rows.join("")}</tbody></table>`;
  }

  /** @param {string} caption @param {number[][]} rows @param {string} side */
  function figure(caption, rows, side) {
    const box = document.createElement("figure");
    box.className = side;
    const label = document.createElement("figcaption");
    label.innerHTML = caption;
    const frame = document.createElement("span");
    frame.className = "frame";
    frame.append(picture(toBytes(rows), label.textContent ?? ""));
    box.append(frame, label);
    return box;
  }

  return {
    /** @param {Encodings} encodings */
    show(encodings) {
      element.innerHTML = `<div class="pair"></div>${table(encodings)}<p class="note">${remarks(models.vae, encodings.vae.terms.draws)}</p>`;
      /** @type {HTMLElement} */ (element.querySelector(".pair")).append(
        figure(t("terms.input"), encodings.vae.input, "of-input"),
        figure(t("terms.rebuilt_ae"), encodings.ae.reconstruction, "of-ae"),
        figure(t("terms.rebuilt_vae"), encodings.vae.reconstruction, "of-vae"),
      );
    },
  };
}
