"""The language of questions, which are short, and of articles, which are not."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language import detect_language, is_written_in, language_code

SEED = Path(__file__).parents[2] / "seeds" / "000_218c36e9481ba9ae.txt"
ENGLISH = """Who won?|And why?|What about Russia?|Why did Turkey stop airstrikes?|When?|Where?
How many?|How so?|Which one?|Is that true?|Tell me more.|Who is Assad?|What happened in Moscow?
Does Germany agree?|Who shot down the plane?|US airstrikes in Syria|Was the minister in Berlin?
Will the war end?|So what?|Who paid for the oil?|Say it again|Turkish foreign minister
WHY DID IT FAIL?|Can Angela Merkel win?|What did Çavuşoğlu say to n-tv?|Köln: who won?
Why did he die?|Explain the deal|What is the IT budget?|Was it so?"""
GERMAN = """Wer gewann?|Und warum?|Wen will die Türkei stürzen?|Wann?|Wo?|Wie viele?|Wieso?|Welche?
Stimmt das?|Mehr dazu|Wer ist Assad?|Was geschah in Moskau?|Wer schoss das Flugzeug ab?
US-Luftangriffe in Syrien|War der Minister in Berlin?|Will er Krieg?|Wer bezahlte das Öl?
Was war so schlimm?|Türkischer Außenminister|Gipfel Türkei Russland|WARUM SCHEITERTE ES?
Kann Angela Merkel gewinnen?|Ölpreis 2016|Was sagte Çavuşoğlu zu n-tv?|Cologne: wer gewann?
Warum starb er?|Luftangriffe auf den IS|Was kostet IT?|Was geschah am Montag?"""


def _lines(text: str) -> list[str]:
    return text.replace("\n", "|").split("|")


@pytest.mark.parametrize("question", _lines(ENGLISH))
def test_english_questions(question: str) -> None:
    assert detect_language(question) == "en"


@pytest.mark.parametrize("question", _lines(GERMAN))
def test_german_questions(question: str) -> None:
    assert detect_language(question) == "de"


def test_the_seed_article_is_german() -> None:
    assert detect_language(SEED.read_text(encoding="utf-8")) == "de"


def test_threads_agree() -> None:
    texts = ["Erdogan visited Putin in Saint Petersburg " * 5, "Erdogan besuchte Putin " * 9] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect_language, texts)) == ["en", "de"] * 20


@given(st.text())
def test_any_text_has_one_of_the_two(text: str) -> None:
    assert detect_language(text) in ("en", "de")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("English", "en"),
        ("eng", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("deu", "de"),
        ("ger", "de"),
        ("Deutsch", "de"),
        ("german", "de"),
        ("fr", None),
        ("", None),
        ("dx", None),
    ],
)
def test_codes_and_names_of_languages(name: str, code: str | None) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("The bridge over the river was opened in 1931.", ["en"]),
        ("Die Brücke über den Fluss wurde 1931 eröffnet.", ["de"]),
        ("Ankara stopped airstrikes.", ["en", "de"]),  # too short to tell
        ("La Turquie a cessé ses frappes aériennes par peur de représailles.", []),
        ("Turquía detuvo los ataques aéreos por miedo a represalias rusas.", []),
        ("Турция прекратила авиаудары.", []),
        ("土耳其因担心俄罗斯报复而停止空袭。", []),
        ("Norvatek 40,000", ["en", "de"]),
    ],
)
def test_a_third_language_is_neither_of_the_two(text: str, languages: list[str]) -> None:
    assert [lang for lang in ("en", "de") if is_written_in(text, lang)] == languages
