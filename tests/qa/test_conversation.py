"""Follow-ups take along what they need; other questions stand as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.conversation import parts_asked, quoted_first, standalone_question
from qa.types import Turn

ENGLISH = "Why did Turkey stop airstrikes?"
GERMAN = "Warum stellte die Türkei die Luftangriffe ein?"


def after(question: str, *earlier: str) -> str:
    return standalone_question(question, [Turn(question=q, answer="…") for q in earlier])


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("And when?", ENGLISH, "When did Turkey stop airstrikes?"),
        ("Und wann?", GERMAN, "Wann stellte die Türkei die Luftangriffe ein?"),
        ("And when?", GERMAN, "Wann stellte die Türkei die Luftangriffe ein?"),
        ("Und wo?", ENGLISH, "Where did Turkey stop airstrikes?"),
        ("Why?", "How long was Kelly in space?", "Why was Kelly in space?"),
        ("Und wann?", "Wie viele Kredite nahm Duran auf?", "Wann Kredite nahm Duran auf?"),
    ],
)
def test_another_circumstance_of_the_same(question: str, last: str, expected: str) -> None:
    assert after(question, last) == expected


@pytest.mark.parametrize("question", ["Why?", "Und warum?"])
def test_what_cannot_be_put_into_its_place_is_added(question: str) -> None:
    last = "What did Turkey shoot down?"
    assert after(question, last) == f"{last} {question}"
    assert after("Why?", ENGLISH) == f"{ENGLISH} Why?"


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("What about Russia?", ENGLISH, "Why did Russia stop airstrikes?"),
        ("Und Russland?", GERMAN, "Warum stellte Russland die Luftangriffe ein?"),
        ("And the Kurds?", "Whom does Moscow support?", "Whom does the Kurds support?"),
        ("And in 2016?", "How many people died in 2015?", "How many people died in 2016?"),
        ("What about the tax?", "How high is it?", "How high is it (the tax)?"),
        ("Wie sieht es mit Assad aus?", "Was will Putin erreichen?", "Was will Assad erreichen?"),
        ("Was ist mit Russland los?", GERMAN, "Warum stellte Russland die Luftangriffe ein?"),
        ("What about Russia??", ENGLISH, "Why did Russia stop airstrikes?"),
        ("WHAT ABOUT RUSSIA?", ENGLISH, "Why did Russia stop airstrikes?"),
        (
            "Und Hamburg?",
            "Wie viele Einwohner hat München?",
            "Wie viele Einwohner hat Hamburg?",
        ),
        (
            "Und in Bonn?",
            "Wann wurde die Brücke in Köln gebaut?",
            "Wann wurde die Brücke in Bonn gebaut?",
        ),
        ("Und die Kirche?", "Wann wurde die Brücke gebaut?", "Wann wurde die Kirche gebaut?"),
        ("And the Louvre?", "When was the Eiffel Tower built?", "When was the Louvre built?"),
        (
            "What about the Brooklyn Bridge?",
            "How long is the Golden Gate Bridge?",
            "How long is the Brooklyn Bridge?",
        ),
        (
            "Und 2016?",
            "Wie viele starben im Jahr 2015 in Köln?",
            "Wie viele starben im Jahr 2016 in Köln?",
        ),
        ("And Italy?", "Who leads Germany and France?", "Who leads Germany and France (Italy)?"),
        (
            "Und von Hamburg?",
            "Wer ist Oberbürgermeister von München?",
            "Wer ist Oberbürgermeister von Hamburg?",
        ),
        (
            "What about Olaf Scholz?",
            "Who did Angela Merkel meet in Lyon?",
            "Who did Olaf Scholz meet in Lyon?",
        ),
        (
            "What about Scholz?",
            "Who did Angela Merkel meet in Lyon?",
            "Who did Angela Merkel meet in Lyon (Scholz)?",
        ),
        (
            "And in Paris?",
            "Who did Angela Merkel meet in Lyon?",
            "Who did Angela Merkel meet in Paris?",
        ),
        (
            "Und im Jahr 2018?",
            "Wie viele Besucher kamen 2017 nach Bonn?",
            "Wie viele Besucher kamen im Jahr 2018 nach Bonn?",
        ),
        (
            "Und 2018?",
            "Wie viele Besucher kamen 2017 nach Bonn?",
            "Wie viele Besucher kamen 2018 nach Bonn?",
        ),
        ("And in 2016?", "Which 20 ships sank in 2015?", "Which 20 ships sank in 2016?"),
        (
            "And in 2016?",
            "Did Merkel meet Putin on 5 May 2015?",
            "Did Merkel meet Putin in 2016?",
        ),
        ("Und Bayern?", "Wer regierte im Saarland?", "Wer regierte in Bayern?"),
        ("Und Paris?", "Hat Merkel Lyon besucht?", "Hat Merkel Lyon besucht (Paris)?"),
        ("And France?", "What is Germany's capital?", "What is France's capital?"),
        # An abbreviation is a name, whatever word it spells.
        ("What about the US?", ENGLISH, "Why did the US stop airstrikes?"),
        ("Und der IS?", GERMAN, "Warum stellte der IS die Luftangriffe ein?"),
        ("And Russia?", "Why did the US stop airstrikes?", "Why did Russia stop airstrikes?"),
        (
            "What about the second work?",
            "When did Picasso paint Guernica?",
            "When did Picasso paint Guernica (the second work)?",
        ),
        (
            "What about the economic consequences for farmers?",
            ENGLISH,
            "What about the economic consequences for farmers? (Turkey)",
        ),
    ],
)
def test_another_name_in_the_same_question(question: str, last: str, expected: str) -> None:
    assert after(question, last) == expected


@pytest.mark.parametrize(
    "question", ["And Why?", "Und Warum?", "What about him?", "And Him?", "Und er?"]
)
def test_a_question_word_or_a_pronoun_is_no_name(question: str) -> None:
    last = "What did Turkey shoot down?"
    assert after(question, last) == f"{last} {question}"


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("How many?", "What did the storm destroy in Texas?"),
        ("How long?", "What did the storm destroy in Texas?"),
        ("Since when?", "What did the storm destroy in Texas?"),
        ("Who else?", "Who visited Berlin?"),
        ("Wie viele?", "Was zerstörte der Sturm in Texas?"),
        ("Seit wann?", "Was zerstörte der Sturm in Texas?"),
        ("Wer noch?", "Wer besuchte Berlin?"),
    ],
)
def test_what_asks_on_takes_the_last_question_along(question: str, last: str) -> None:
    assert after(question, last) == f"{last} {question}"


@pytest.mark.parametrize(
    "question", ["And who shot it down?", "Was it afraid of revenge?", "Wer hat sie abgeschossen?"]
)
def test_what_points_back_takes_the_names_along(question: str) -> None:
    assert after(question, ENGLISH) == f"{question} (Turkey)"


@pytest.mark.parametrize(
    "question",
    ["Who else was there?", "Did Putin know that?", "Wer hat das gesagt?", "Was tat er dagegen?"],
)
def test_what_means_a_place_or_what_was_said_points_back(question: str) -> None:
    assert after(question, ENGLISH) == f"{question} (Turkey)"


def test_a_pronoun_that_no_name_of_its_clause_can_mean_points_back() -> None:
    assert after("What did Obama say about her?", ENGLISH) == (
        "What did Obama say about her? (Turkey)"
    )


@pytest.mark.parametrize(
    "question",
    [
        "When did Newton publish his book?",
        "How old was Newton when he died?",
        "Wann veröffentlichte Newton sein Buch?",
        "Wie alt war Newton, als er starb?",
        "Who is Angela Merkel and what did she say?",
        "Wer ist Angela Merkel und was hat sie gesagt?",
    ],
)
def test_a_pronoun_that_means_a_name_of_the_same_question_does_not(question: str) -> None:
    assert after(question, ENGLISH) == question


def test_without_a_name_it_takes_the_words_along() -> None:
    assert after("Who did it hit?", "Why was the bridge closed?") == (
        "Who did it hit? (bridge, closed)"
    )


def test_the_subject_travels_over_several_turns() -> None:
    standalone = after("And who helped it?", ENGLISH, "And when?", "What did it shoot down?")
    assert "Turkey" in standalone


@pytest.mark.parametrize(
    "question",
    [
        "Whom does Moscow support in Syria?",
        "Wen unterstützt Moskau in Syrien?",
        "Which country that does not share a border with Canada has the longest coast on Earth?",
        "Wann wurde das Kunstmuseum eröffnet?",
        "Wer leitet das neue Museum?",
        "Is there a bridge in Cologne?",
        "Gibt es ein Museum?",
        "Did the mayor say that the bridge is closed?",
        "Is that bridge in Cologne?",
        "Wann wurde das Kunstmuseum in Bonn eröffnet?",
        "How many works of art are there in the Louvre?",
        "Is it true that the Louvre was closed?",
        "Seit wann gibt es das neue Museum?",
        "Können Sie mir sagen, wann das Museum eröffnet wurde?",
        "And what did Beyoncé do?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert after(question, ENGLISH) == question


def test_a_first_question_is_left_as_it_is() -> None:
    assert after("And who shot it down?") == "And who shot it down?"


@pytest.mark.parametrize(
    ("answer", "quotes"),
    [
        ("The bridge is shut. [1]\n\nBefore that: A ship hit it. [2]", ("The bridge is shut.",)),
        (
            "The articles contradict each other.\n\nPost, 2 May 2019: It is shut. [1]\n\n"
            "Mail, undated: It is open. [2]",
            ("Post, 2 May 2019: It is shut.", "It is shut."),
        ),
        ("The articles do not answer this question.", ()),
    ],
)
def test_what_an_answer_quotes_first_is_found(answer: str, quotes: tuple[str, ...]) -> None:
    assert quoted_first(answer) == quotes


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_any_conversation_gives_a_question_to_search(questions: list[str]) -> None:
    *earlier, last = questions
    assert isinstance(after(last, *earlier), str)


@pytest.mark.parametrize(
    ("parts", "language", "asked"),
    [
        (("Why did the minister resign", "who succeeds him?"), "en",
         ["Why did the minister resign?", "And who succeeds him? (minister, resign)"]),
        (("How deep is the lake of Tirn", "who is the mayor of Zell?"), "en",
         ["How deep is the lake of Tirn?", "Who is the mayor of Zell?"]),
        (("How long was the power out", "how high is the damage in Brakel?"), "en",
         ["And how long was the power out? (Brakel)", "How high is the damage in Brakel?"]),
        (("Why was it", "who is Ann Boyle?"), "en", ["Why was it?", "Who is Ann Boyle?"]),
        (("When did the fire break out", "where was it?"), "en",
         ["When did the fire break out?", "Where did the fire break out?"]),
        (("Wann trat Huber zurück", "wer folgt ihm?", "wie alt ist er?"), "de",
         ["Wann trat Huber zurück?", "Und wer folgt ihm? (Huber)", "Und wie alt ist er? (Huber)"]),
    ],
)  # fmt: skip
def test_a_part_that_lacks_a_name_is_a_follow_up_to_another(
    parts: tuple[str, ...], language: str, asked: list[str]
) -> None:
    found = parts_asked(parts, language, ())
    assert [standalone_question(question, turns) for question, turns in found] == asked


def test_the_parts_of_a_follow_up_take_the_conversation_along() -> None:
    conversation = (Turn(question="Where is Lauen?", answer="…"),)
    found = parts_asked(("When was it built", "how high is it?"), "en", conversation)
    assert [standalone_question(question, turns) for question, turns in found] == [
        "When was it built? (Lauen)",
        "And how high is it? (Lauen)",
    ]
