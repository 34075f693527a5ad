"""What can't be measured of a model, for want of a judge, of labels or of images: a sentence on each."""

from latent_explorer.model.config import ImageSet
from latent_explorer.model.measures.neighbours import FEWEST

FEWEST_NEAR = 2  # images, between which there is a distance
OF_LABELS = "whether a step keeps the label, whether draws look like a class, and the kNN accuracy are not measured"


def unmeasured(images: ImageSet, labelled: bool, judged: bool, count: int) -> list[str]:
    """What the metrics of a model lack, and why; [] of a set with a judge and labels.

    `count` is the number of test images; whether the images have labels, and there is a judge, say the other two.
    """
    found = []
    if not labelled:
        found.append(f"The images have no labels: {OF_LABELS}.")
    elif len(images.classes) < 2:
        found.append(f"All images are of one class, {images.classes[0]}, whose label says nothing: {OF_LABELS}.")
    elif not judged:
        found.append(
            "There is no judge of these images beside the model: whether a step keeps the label, and whether draws "
            "look like a class, is not measured. `train --data` makes one where the images have labels."
        )
    if count < FEWEST_NEAR:
        found.append("There is one test image: whether near means similar is not measured.")
    elif count <= FEWEST:
        found.append(f"There are {count} test images: trustworthiness and continuity need more than {FEWEST}.")
    return found
