"""A question that asks two or three things is split; nearly every other one stays whole."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.parts import MOST_PARTS, parts
from qa.language import detect_language
from qa.library.analysis import words

ROOT = Path(__file__).parent.parent.parent
SPLIT = [
    "Why did the minister resign | who succeeds him?",
    "How long was the power out | how high is the damage in Brakel?",
    "How deep is the lake of Tirn | who is the mayor of Zell?",
    "How many people were killed | how many were injured?",
    "How many people died | why did the driver flee?",
    "Is the bridge closed | when will it reopen?",
    "In which year was the bridge built | who paid for it?",
    "What happened | when did it happen?",
    "And when did it begin | who won the war?",
    "According to the police, how many people were hurt | why did the driver flee?",
    "Who was king when the war began | how did it end?",
    "Why did he resign | who's his successor?",
    "Where does the river rise | which towns does it pass?",
    "Wann begann der Streik | was fordert die Gewerkschaft?",
    "Warum trat der Minister zurück | wer folgt ihm nach?",
    "Wie viele Menschen starben | wie viele wurden verletzt?",
    "Wie viele Menschen in Köln wurden verletzt | in welchem Krankenhaus liegen sie?",
    "Ist die Brücke gesperrt | wann wird sie wieder geöffnet?",
    "Seit wann ist die Brücke gesperrt | was kostet die neue?",
    "Wer gewann die Wahl | mit wem will sie regieren?",
    "Wo liegt Zell | wer hilft?",
    "Wo steht die Brücke | wann soll sie gesperrt werden?",
]
WHOLE = [
    "Why?",
    "When and where did it happen?",
    "Who and what caused it?",
    "How many men and women were hurt?",
    "How many men and how many women were hurt?",
    "Who founded the company and ran it until 1990?",
    "Who wrote and who directed the film?",
    "Who was the first and who the second?",
    "Which countries and which cities did the pope visit?",
    "Which countries did the pope visit and which not?",
    "What effects of smoking and what causes of cancer are known?",
    "What is the difference between a lake and how a pond works?",
    "What is the difference between a lake and what is a pond?",
    "What is the relation of religion and what is called magic?",
    "What does the report say about taxes and how to lower them?",
    "What is known about the lake and where the otters live?",
    "Where is John, who was the mayor and who is Bob?",
    "Who knows why he left and who replaced him?",
    "Who is the man who ran the company and who founded it in 1990?",
    "What did the mayor say about why the bridge is closed and when it will reopen?",
    "Do you know why the bridge is closed and when it will reopen?",
    'Who wrote "Who is afraid of the dark and who is not"?',
    "Who wrote Guess Who and What Is Life?",
    "Cuba and the Philippines were territories; what are they today?",
    "Wann und wo begann der Streik?",
    "Wie viele Männer und wie viele Frauen starben?",
    "Wer entdeckte Amerika und wer Australien?",
    "Wer weiß, wer gewonnen hat und wer verloren hat?",
    "Was plant die Stadt und wer gewonnen hat?",
    "Wer kann sagen, was geschah und wer half?",
    "Who starred in “Home and where is it?”",
    "Wer schrieb „Haus und wo ist es“?",
    "Wer sagte, was geschah und wer schuld ist?",
    "Welche Orte hat er besucht und welche wollte er besuchen?",
    "Was sagte Merkel darüber, warum die Brücke gesperrt ist und wann sie öffnet?",
    "Was weiß man über den See und wo die Otter leben?",
    "Woran erkennt der Kapitän, welchen Leuchtturm er sieht?",
    "Kuba und die Philippinen waren früher Territorien; was sind sie heute?",
]
JOINTS = {"en": [" and ", ", and ", "; ", "? And ", "? "], "de": [" und ", "; ", "? Und ", "? "]}


@pytest.mark.parametrize("question", SPLIT)
def test_two_questions_are_split_at_what_joins_them(question: str) -> None:
    language = detect_language(question)
    first, second = question.split(" | ")
    for joint in JOINTS[language]:
        found = parts(f"{first}{joint}{second}", language)
        assert [part.rstrip("?") for part in found] == [first, second.rstrip("?")], joint


@pytest.mark.parametrize("question", WHOLE)
def test_one_question_stays_whole(question: str) -> None:
    assert parts(question, detect_language(question)) == (question,)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did the strike begin, what does the union demand and who pays?",
         ("When did the strike begin", "what does the union demand", "who pays?")),
        ("Wann begann der Streik, was fordert die Gewerkschaft und wie lange soll er dauern?",
         ("Wann begann der Streik", "was fordert die Gewerkschaft", "wie lange soll er dauern?")),
        ("Who is Ann? Who is Bob? Who is Cy? Who is Di?",
         ("Who is Ann?", "Who is Bob?", "Who is Cy? Who is Di?")),
    ],
)  # fmt: skip
def test_three_questions_are_three_parts_and_no_more(
    question: str, expected: tuple[str, ...]
) -> None:
    assert parts(question, detect_language(question)) == expected


def test_no_question_of_the_sets_is_split() -> None:
    for path in (
        ROOT / "seeds" / "seeds.questions.jsonl",
        ROOT / "tests" / "evaluation" / "conversations.questions.jsonl",
    ):
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)["question"]
            assert parts(question, detect_language(question)) == (question,)


PIECES = st.sampled_from(
    "who what when how many which is did the mayor of Zell resign won and , ; ? ( \" between "
    "wer was wann wie viele ist begann der Streik und hat Menschen [1] ärgerlich".split()
)


@given(
    st.one_of(st.lists(PIECES, max_size=24).map(" ".join), st.text(max_size=60)),
    st.sampled_from(["en", "de"]),
)
def test_the_parts_hold_all_the_words_but_those_between_them(question: str, language: str) -> None:
    found = parts(question, language)
    assert 1 <= len(found) <= MOST_PARTS
    assert len(found) > 1 or found == (question,)
    joints = {"and", "und", "also", "then", "auch", "dann", "außerdem"}
    left = words(question)
    for word in words(" ".join(found)):
        while left[0] != word:
            assert left.pop(0) in joints
        left.pop(0)
    assert not left
