"""Sentence ends a person would see: "|" stands where the text must be split."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.sentences import MAX_SENTENCE, sentences

SEED = Path(__file__).parents[2] / "seeds" / "000_218c36e9481ba9ae.txt"

GERMAN = [
    "Er kam.| Sie ging.",
    "Wer kam?| Niemand!| Warum?| Darum.",
    "Der 1. FC Köln gewann.| Er stieg auf.",
    "Am 3. Oktober 1990 war es so weit.| Danach feierte man.",
    "Es begann im 19. Jahrhundert.| Im 20. Jahrhundert endete es.",
    "Ludwig XIV. regierte lange.| Er starb 1715.",
    "Papst Johannes Paul II. besuchte Polen.| Er blieb eine Woche.",
    "Das sagte Johannes Paul II.| Er lächelte.",
    "Obst, z. B. Äpfel, ist gesund.| Gemüse auch.",
    "Obst, z.B. Äpfel, ist gesund.| Gemüse auch.",
    "Er kommt, d. h. Die Grünen kommen auch.| Gut.",
    "Dort waren u. a. Merkel und Hollande.| Sie sprachen.",
    "Dr. Müller und Prof. Schmidt kamen.| Sie sprachen lange.",
    "Prof. Dr. med. Weber operierte.| Der Patient lebt.",
    "Der Minister bzw. Die Ministerin kommt.| Das ist sicher.",
    "Es kostet ca. 5 Mio. Euro.| Das ist viel.",
    "Nr. 5 lebt.| Nr. 6 nicht.",
    "St. Gallen liegt in der Schweiz.| Basel auch.",
    "Die Hauptstr. 5 ist gesperrt.| Umleitung beachten.",
    "Vgl. Abb. 3 auf S. 12.| Dort steht es.",
    "Nach Art. 5 Abs. 2 GG gilt das.| Es gilt für alle.",
    "Es kostet 3,5 Euro.| Oder 1.000 Euro.",
    "Um 8.30 Uhr kam er.| Um 9 ging er.",
    "Er kam am 5. Mai.| Am 6. Mai ging er.",
    "Er kam 1990.| Merkel kam später.",
    "Er landete auf Platz 3.| Im Finale fehlte er.",
    "Zum 75. Geburtstag kamen alle.| Es war schön.",
    "Der 2. Weltkrieg endete 1945.| Der Frieden kam.",
    "Die 3. Liga pausiert.| Die 2. Bundesliga spielt.",
    "Im Februar 2016 waren es 20.| Danach waren es mehr.",
    "„Das ist gut.“| Er ging.",
    "„Das ist gut“, sagte er.| Sie nickte.",
    "„Kommst du?“, fragte sie.| „Ja.“",
    "„Halt!“ rief er.| Niemand hielt.",
    "»Das ist gut.«| Er ging.",
    "«Das ist gut.»| Er ging.",
    "‚Ja.‘| Er ging.",
    '"Das ist gut."| Er ging.',
    '"Kommt er?" fragte sie.| Er kam.',
    'Die Terrororganisation nannte er "unseren gemeinsamen Feind".| Er ging.',
    'Er sagte: "Ich gehe."| Dann ging er.',
    'Das sagte er.| "Wir bleiben", sagte sie.',
    'Ein 7" breites Rohr lag da.| Er sagte: "Gut."| Dann ging er.| "Ja", sagte sie.',
    "Er arbeitet beim Sender n-tv.| Sie auch.",
    "Er sah fern bei n-tv. n-tv zeigte nichts.",
    "Siehe https://www.example.com/Test.Html?x=1.| Dann weiter.",
    "Auf www.spiegel.de steht es.| Dort lesen viele.",
    "Schreiben Sie an Max.Muster@example.com.| Er antwortet.",
    "Er wartete … Dann ging er.".replace("… ", "…| "),
    "Er wartete... Dann ging er.".replace("... ", "...| "),
    "Das ist … Wahnsinn!| Wirklich.",
    "Es wurde viel gesprochen.|Vertreter kamen.",
    "Das gilt in Moskau.|Die anderen reisten ab.",
    "Wer ist das?|Niemand weiß es.",
    "Außenminister Çavuşoğlusagte, es werde verhandelt.| Er ging.",
    "Bananen, Äpfel usw.| Danach kam er.",
    "Bananen, Äpfel usw. Birnen hatte er nicht.",
    "Er arbeitet bei Müller & Co.| Sie auch.",
    "George W. Bush kam.| Er blieb.",
    "J. R. R. Tolkien schrieb es.| Es wurde berühmt.",
    "Es fehlt Vitamin C.| Er isst Orangen.",
    "Er kam (siehe oben).| Dann ging er.",
    "Er ging.[1]| Sie kam.[2]| Dann nicht.",
    "Das war 44 v. Chr. in Rom.| Cäsar starb.",
    "2014 stieg der Preis.| 2015 fiel er.",
    "Am Do. 5. Mai kam er.| Er blieb.",
    "Erster Absatz ohne Punkt|\n\nZweiter Absatz.| Und\neine Zeile.",
    "Türkei will IS angreifen|\nNach der Annäherung will die Türkei vorgehen.| Das sagte sie.",
    "Zutaten:|\n- Mehl|\n- Eier und Milch|\n- Zucker",
    "Das ist ein Satz, der über eine Zeile hinausgeht und weiter im\nText mit einem Nomen steht.",
    "Die Regierung hat am Montag die neuen\nMaßnahmen beschlossen.| Sie gelten ab\nDienstag.",
    "Er spielte 2010 noch 2. Bundesliga.| Heute nicht.",
    'Sie sagte: "Die Kinder bleiben bis zum Abend."| 46 Kräfte haben dort Dienst.',
    "(Der Wert ist auf 32% gefallen.)| Doch er steigt wieder.",
    "1. Erstens dies.|\n2. Zweitens das.",
]
ENGLISH = [
    "He came.| She left.",
    "Who came?| Nobody!| Why?| Because.",
    "Mr. Smith met Mrs. Jones.| They left.",
    "Dr. Smith and Prof. Jones spoke.| Everyone listened.",
    "The U.S. Army came.| It left.",
    "He lives in the U.S.| He likes it.",
    "U.S. President Barack Obama came.| He spoke.",
    "Washington D.C. is hot.| New York is not.",
    "Use tools, e.g. A hammer.| It works.",
    "The capital, i.e. Berlin, voted.| It lost.",
    "Apple Inc. said so.| Shares fell.",
    "He works for Apple Inc.| He likes it.",
    "No. 5 is alive.| No. 6 is not.",
    "The answer was no.| He left.",
    "On Jan. 3 he left.| On Feb. 4 he came back.",
    "At 5 a.m. he left.| At 6 p.m. he came back.",
    "He left at 5 a.m.| Then he came back.",
    "J. R. R. Tolkien wrote it.| It sold well.",
    "J.K. Rowling wrote it.| It sold well.",
    "George W. Bush won.| Al Gore lost.",
    "It was plan B.| He left.",
    "It costs 3.5 dollars.| It is cheap.",
    "It costs 1,000.50 dollars.| That is much.",
    "“Go.”| He left.",
    "“Go!” he said.| She left.",
    "“Go,” he said.| “Now.”",
    "He said “I go.”| Then he left.",
    '"Go."| He left.',
    '"Is it?" she asked.| "Yes."',
    'He said so.| "We stay," she said.| "For ever," he added.',
    "'Go.'| He left.",
    "‘Go.’| He left.",
    "The dogs' owner came.| It's late.",
    "He left (in May).| She stayed.",
    "Wait... what?| No.",
    "He waited… Then he left.".replace("… ", "…| "),
    "He said … nothing.| He left.",
    "World War II.| Germany lost.",
    "Gen. Lee met Sen. Warren.| They spoke.",
    "See Fig. 2 and pp. 5-6.| It is clear.",
    "See Vol. 3, No. 4.| It is there.",
    "It was approx. 1950.| It was cold.",
    "The St. Louis team won.| Ft. Worth lost.",
    "Read https://example.com/A.B?c=D. It helps.".replace("D. ", "D.| "),
    "Write to a.B@example.com.| He answers.",
    "It ended badly.|Then it began again.",
    "It runs on Node.js today.| It is fast.",
    "He owns one.| iPhones sell.".replace("| iPhones", " iPhones"),
    "Headline without a stop|\n\nThe text begins.| It ends.",
    "Turkey plans strikes|\nThe foreign minister said so on Monday.| He left.",
    "This line is wrapped at the width of the\nNew York office.| It goes on.",
    "* First point|\n* Second point",
    "Hello 😀.| One more.| 😀 Two.",
    "He is a Ph.D. student.| She is not.",
    "Smith v. Jones was decided.| It was close.",
]


def _check(marked: str, language: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    text = marked.replace("|", "")
    assert [span.of(text) for span in sentences(text, language)] == expected


@pytest.mark.parametrize("marked", GERMAN)
def test_german(marked: str) -> None:
    _check(marked, "de")


@pytest.mark.parametrize("marked", ENGLISH)
def test_english(marked: str) -> None:
    _check(marked, "en")


def test_the_seed_splits_as_a_person_would_split_it() -> None:
    text = SEED.read_text(encoding="utf-8")
    golden = (Path(__file__).parent / "seed_sentences.txt").read_text(encoding="utf-8")
    assert [span.of(text) for span in sentences(text, "de")] == golden.rstrip("\n").split("\n")


def test_a_long_quotation_is_split_inside() -> None:
    quoted = "We said so before and we shall say it again as often as it takes to be heard. " * 5
    text = f'She said: "{quoted.strip()}" Then she left.'
    found = [span.of(text) for span in sentences(text, "en")]
    assert len(found) == 6
    assert found[0].startswith('She said: "We')
    assert found[4].endswith('heard."')


def test_a_long_sentence_is_cut_at_the_last_comma_that_fits() -> None:
    text = "word " * 150 + "here, " + "word " * 100
    first, second = sentences(text, "en")
    assert first.of(text).endswith("here,")
    assert second.of(text).startswith("word")


def test_a_text_without_any_blank_is_cut_hard() -> None:
    text = "x" * 2500
    assert [span.end - span.start for span in sentences(text, "en")] == [1000, 1000, 500]


def test_a_megabyte_of_abbreviations_on_one_line_takes_no_quadratic_time() -> None:
    text = "z. B. Die " * 100_000
    assert all(span.end - span.start <= MAX_SENTENCE for span in sentences(text, "de"))


PIECES = st.sampled_from(
    [
        "Er",
        "sie",
        "Dr",
        "z. B",
        "3",
        "XIV",
        "U.S",
        ".",
        ".",
        "!",
        "…",
        "...",
        '"',
        "„",
        "“",
        "»",
        "«",
        "(",
        ")",
        " ",
        " ",
        "\n",
        "\n\n",
        "\t",
        "\xa0",
        "- ",
        "https://a.B/c",
        "😀",
        "é",
    ]
)


@example("Die U.S\u00a0. kam. Er ging.", "de")
@example("z. B\u2028. " * 40, "de")
@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)), st.sampled_from(["en", "de"])
)
def test_sentences_rejoin_to_the_text(text: str, language: str) -> None:
    found = sentences(text, language)
    position = 0
    for span in found:
        assert not text[position : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        assert span.end - span.start <= MAX_SENTENCE
        position = span.end
    assert not text[position:].strip()
