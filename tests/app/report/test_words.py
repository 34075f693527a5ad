import re
from pathlib import Path

import pytest

from latent_explorer.app.http.i18n import LANGUAGES, Language, catalogue
from latent_explorer.app.report.words import Words, axis_name
from latent_explorer.model import measures
from latent_explorer.model.config import MNIST

EN, VI = Words("en", MNIST), Words("vi", MNIST)
SOURCES = sorted(Path(measures.__file__).parent.glob("health*.py"))


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        (0, "0.00", "0,00"),
        (-0.0, "0.00", "0,00"),
        (0.0123456, "0.0123", "0,0123"),
        (-1.5, "−1.50", "−1,50"),
        (1234.5, "1,234", "1.234"),
        (3.4e-6, "3.4·10⁻⁶", "3,4·10⁻⁶"),
        (9.99e-5, "1.0·10⁻⁴", "1,0·10⁻⁴"),
        (2.5e7, "2.5·10⁷", "2,5·10⁷"),
        (float("nan"), "–", "–"),
    ],
)
def test_numbers_have_three_digits_in_either_language(value: float, english: str, vietnamese: str) -> None:
    assert (EN.number(value), VI.number(value)) == (english, vietnamese)


def test_ticks_shares_and_counts() -> None:
    assert [EN.tick(value) for value in (0, 0.5, -2, 1000, 1e6, 2e-5)] == ["0", "0.5", "−2", "1,000", "10⁶", "2·10⁻⁵"]
    assert (EN.percent(0.0875), VI.percent(0.0875)) == ("8.8%", "8,8%")
    assert (EN.percent(0), EN.percent(0.00059), EN.percent(1)) == ("0.0%", "0.0590%", "100.0%")
    assert (EN.count(10_000), VI.count(10_000)) == ("10,000", "10.000")
    assert axis_name(12) == "z₁₂"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_a_sentence(language: Language) -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCES)
    keys = set(re.findall(r'Verdict\((?:"\w+"|[^"()]*"\w+" if [^"()]* else "\w+"), "(\w+)"', code))
    said = {key.rpartition(".")[2] for key in catalogue(language) if key.startswith("report.")}
    assert len(keys) > 25 and keys - said == set()
