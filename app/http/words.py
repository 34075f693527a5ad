"""What a page calls the images of a set; static/core/words.js has the same."""

import re
from collections.abc import Mapping

from latent_explorer.app.http.i18n import Language, catalogue
from latent_explorer.model.config import MNIST, ImageSet


def words_of(images: ImageSet, language: Language) -> dict[str, str]:
    """The words by the name of their placeholder, which any text of the page may have."""
    item, items = (images.item_vi, images.item_vi) if language == "vi" else (images.item, images.items)
    return {
        "item": item,
        "items": items,
        "an_item": f"{'an' if item[:1].lower() in tuple('aeiou') else 'a'} {item}",
        "Item": item[:1].upper() + item[1:],
        "Items": items[:1].upper() + items[1:],
        "side": str(images.side),
        "pixels": str(images.side**2),
    }


def digit_words(language: Language) -> dict[str, str]:
    """The words of MNIST's digits, with which a page begins."""
    return words_of(MNIST, language) | {"credit": catalogue(language)["footer.mnist"]}


def filled(texts: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """The texts with these words filled in; other {placeholders} stay."""
    return {key: re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), text) for key, text in texts.items()}
