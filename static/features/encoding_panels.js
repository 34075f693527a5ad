/** Panels on the current digit, or on one being drawn: posterior, judge, lens and loss. */

import { toBytes } from "../core/pixels.js";
import { createAnnouncer } from "../page/announcer.js";
import { $ } from "../page/element.js";
import { mountFlow } from "../views/flow.js";
import { mountJudge } from "../views/judge.js";
import { mountLens } from "../views/lens.js";
import { mountPosterior, posteriorSentence } from "../views/posterior.js";
import { mountTerms } from "../views/loss.js";

/** @param {import("./channels.js").Parts} parts @param {import("./cursor.js").Cursor} cursor */
export function mountEncodingPanels({ models, clouds, store, live, channels }, cursor) {
  const posterior = mountPosterior($("posterior"), { models, codes: clouds.vae.codes });
  const announcer = createAnnouncer($("posterior-told"));
  const terms = mountTerms($("terms"), models);
  const { images, judge: reader } = models.vae;
  const judge = mountJudge($("judge"), reader === null ? 0 : images.classes.length);
  const flow = mountFlow($("flow"));
  const lens = mountLens(
    { map: $("map-vae"), toggle: $("lens") },
    { plane: () => cursor.planes.vae, zoom: () => cursor.maps.vae.view().zoom, live, store },
  );

  channels.digit.listen((digit) => {
    if (!digit) return;
    const { image, encodings, label } = digit;
    judge.show(image.judge?.probabilities ?? []);
    posterior.show(encodings, label);
    announcer.announce(posteriorSentence(encodings));
    lens.show(encodings.vae);
    flow.show(toBytes(image.input), toBytes(encodings.vae.reconstruction));
    terms.show(encodings, image.input);
  });
  channels.drawing.listen((drawing) => {
    if (!drawing) return;
    const { probabilities, codes } = drawing;
    judge.show(probabilities);
    posterior.show(codes, probabilities.indexOf(Math.max(...probabilities)));
    lens.show(codes.vae);
  });
  channels.viewed.listen(lens.magnify);
  channels.turned.listen(lens.again);
  return {
    unmount() {
      announcer.unmount();
      lens.unmount();
    },
  };
}
