"""Answer with the articles' own sentences, or say that they do not answer."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from qa.answering.citations import cite, position_of
from qa.answering.contradiction import contradicting
from qa.answering.ranking import RankedSentence, SentenceRanker, quoted
from qa.dates import in_words
from qa.library.evidence import Evidence
from qa.types import AnswerKind, Article, Citation, Hit, Passage, Span

# Below this probability that what is quoted answers, the answer is "none". Chosen on development
# articles between what is then answered rightly and what is refused rightly (docs/retrieval.md).
SMALLEST_CONFIDENCE = 0.2
# A further sentence whose odds are below this share of the first one's is set apart: it may be what
# was asked for, and it may have nothing to do with the first.
JOINED_SHARE = 0.7
MOST_NEAREST = 3
SURE_OF_WORDS = 0.5  # certainty of the reader from which the words that answer are marked
LEAST_READ = -2.0  # log-odds of the sentence below which they are not

REFUSALS = {
    "en": "The articles do not answer this question.",
    "de": "Die Artikel beantworten diese Frage nicht.",
}
PERHAPS_LABELS = {"en": "Perhaps also:", "de": "Vielleicht auch:"}
BEFORE_LABELS = {"en": "Before that:", "de": "Davor:"}
ARTICLES_DIFFER = {
    "en": "The articles contradict each other.",
    "de": "Die Artikel widersprechen einander.",
}
UNDATED = {"en": "undated", "de": "ohne Datum"}

# Little words that mean nothing said before: "There were", "This week", "Es gibt".
_EXPLETIVE = {
    "en": r"there(?:[’']s| (?:is|are|was|were|has|have|had|will|would|may|might|must|can|could))\b",
    "de": r"es (?:gibt|gab|gäbe|gebe)\b",
}
_THIS_TIME = {
    "en": r"th(?:is|ese) (?:days?|weeks?|weekend|months?|years?|century|decade|season|summer|"
    r"winter|spring|autumn|morning|evening)\b",
    "de": r"diese[rmns]? (?:Tage?n?|Wochen?|Wochenende|Monate?n?|Jahre?[sn]?|Jahrhundert|Sommer|"
    r"Winter|Frühling|Frühjahr|Herbst|Morgen|Abend)\b",
}
# "Das alte Rathaus" has an adjective before its noun, "Das sagte Merkel" a verb that ends like one.
_VERBS = (
    "sagte|erklärte|teilte|bestätigte|berichtete|meldete|machte|hatte|hätte|zeigte|führte|sorgte|"
    "löste|brachte|dürfte|könnte|müsste|sollte|wollte|konnte|musste|stellte|bedeutete|wurde|würde|"
    "habe|wäre|werde|könne|müsse|solle|wolle|bedeute|gelte|gehe|liege|bleibe|zeige|führe|mache"
)
_ARTICLE_DAS = rf"das(?: \d[\d.]*)?(?: (?!(?:{_VERBS})\b)[a-zäöüß-]+e\b){{0,2}} (?-i:[A-ZÄÖÜ]|\d)"
_OPENING = {
    "en": r"^\W*(?:(?:but|and|however|so|still|yet),? )?",
    "de": r"^\W*(?:(?:aber|und|doch|auch) )?",
}
# Words that point back: a sentence that opens with one is not understood by itself.
_POINTS_BACK = {
    "en": re.compile(
        rf"{_OPENING['en']}(?!{_EXPLETIVE['en']}|{_THIS_TIME['en']})"
        r"(?:he|she|it|they|this|these|that|those|"
        r"there|then|thus|therefore|afterwards|his|her|their|its|both|such|instead)\b"
        r"|\b(?:afterwards|thereafter|as a result of this|for this reason)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        rf"{_OPENING['de']}(?!{_EXPLETIVE['de']}|{_THIS_TIME['de']}|{_ARTICLE_DAS})"
        r"(?:er|sie|es|dies(?:e[rmns]?)?|das|jene[rmns]?|"
        r"dort|dann|darum|dabei|dafür|dagegen|damit|dadurch|davon|dazu|deren|dessen|sein(?:e[rmns]?)?|"
        r"ihr(?:e[rmns]?)?|beide|solche|stattdessen|vielmehr|außerdem)\b"
        r"|\b(?:danach|daraufhin|deshalb|deswegen|daher|demnach|seitdem|infolgedessen)\b",
        re.IGNORECASE,
    ),
}
# A new paragraph goes on with a person or a thing, not with what was said of it.
_PERSONAL = {
    "en": re.compile(rf"{_OPENING['en']}(?:he|she|it|they)\b", re.IGNORECASE),
    "de": re.compile(rf"{_OPENING['de']}(?:er|sie|es)\b", re.IGNORECASE),
}
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer says, before it is given an id and the names of the models."""

    kind: AnswerKind
    text: str
    confidence: float
    citations: tuple[Citation, ...]
    nearest: tuple[Hit, ...]
    unsupported: int = 0  # sentences of a chat model that no quote proves
    note: str | None = None
    shows_contradiction: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What is quoted to one question, before it is written: every marker is still 1."""

    confidence: float
    joined: tuple[Citation, ...] = ()  # what answers; none: the question is not answered
    before: tuple[Citation, ...] = ()  # what the first of them points back to
    apart: tuple[Citation, ...] = ()  # what may answer too
    contradicts: bool = False  # those that are joined contradict each other
    nearest: tuple[Hit, ...] = ()  # when nothing answers


class ExtractiveAnswerer:
    """Chooses one to three sentences and cites them from the stored articles."""

    def __init__(
        self,
        ranker: SentenceRanker,
        article: Callable[[str, str], Article],
        sentences: Callable[[str, str], list[Span]],
    ) -> None:
        """Take the ranker, and how to read a stored version and an article's sentence spans."""
        self._ranker = ranker
        self._article = article
        self._sentences = sentences

    @property
    def reader_fingerprint(self) -> str:
        """Names the weights of the reader."""
        return self._ranker.reader_fingerprint

    def answer(self, evidence: Evidence, language: str) -> Draft:
        """Return the answer to the evidence's question; Beleg's own words are in `language`."""
        shown = self.shown(evidence)
        if not shown.joined:
            return refusal(shown.confidence, shown.nearest, language)
        joined, before, apart = with_markers(shown.joined, shown.before, shown.apart)
        shown = replace(shown, joined=joined, before=before, apart=apart)
        return Draft(
            kind=AnswerKind.EXTRACTIVE,
            text=written(shown, language),
            confidence=shown.confidence,
            citations=(*joined, *before, *apart),
            nearest=(),
            shows_contradiction=shown.contradicts,
        )

    def shown(self, evidence: Evidence) -> Shown:
        """Return what is quoted to the evidence's question."""
        ranked = self._ranker.rank(evidence)
        confidence = self._ranker.probability(ranked)
        if confidence < SMALLEST_CONFIDENCE:
            nearest = tuple(c.hit for c in evidence.candidates[:MOST_NEAREST])
            return Shown(confidence, nearest=nearest)
        others = contradicting(ranked, evidence)
        chosen = [ranked[0], *others] if others else quoted(ranked)
        odds = [math.exp(sentence.score - ranked[0].score) for sentence in chosen]
        cited = [
            self._cite(sentence, confidence * share / sum(odds))
            for sentence, share in zip(chosen, odds, strict=True)
        ]
        n_joined = len(cited) if others else sum(share >= JOINED_SHARE for share in odds)
        joined, apart = cited[:n_joined], cited[n_joined:]
        before = without(self._before(chosen[0]), joined)
        # The sentence before may answer too: then it is shown once, with its own support.
        own = {position_of(citation): citation for citation in apart}
        before = [own.get(position_of(citation), citation) for citation in before]
        apart = without(apart, before)
        return Shown(confidence, tuple(joined), tuple(before), tuple(apart), bool(others))

    def _cite(self, sentence: RankedSentence, support: float) -> Citation:
        highlight = words_in(sentence)
        return self._cited(sentence.passage, sentence.span, round(support, 4), highlight)

    def _cited(
        self, passage: Passage, span: Span, support: float, highlight: Span | None = None
    ) -> Citation:
        return cite(
            self._article(passage.article_id, passage.article_sha256),
            span,
            self._sentences(passage.article_id, passage.article_sha256),
            marker=1,
            support=support,
            highlight=highlight,
        )

    def _before(self, sentence: RankedSentence) -> list[Citation]:
        """Return the sentence before, when the sentence points back to it.

        Over a blank line only a personal pronoun does.
        """
        passage = sentence.passage
        if not _POINTS_BACK[passage.language].search(sentence.text):
            return []
        spans = self._sentences(passage.article_id, passage.article_sha256)
        earlier = [span for span in spans if span.end <= sentence.span.start]
        if not earlier:
            return []
        text = self._article(passage.article_id, passage.article_sha256).text
        begins_paragraph = _BLANK_LINE.search(text, earlier[-1].end, sentence.span.start)
        if begins_paragraph and not _PERSONAL[passage.language].search(sentence.text):
            return []
        return [self._cited(passage, earlier[-1], 0.0)]


def without(citations: list[Citation], others: list[Citation]) -> list[Citation]:
    """Return the citations whose quotes are not among the others'."""
    positions = set(map(position_of, others))
    return [citation for citation in citations if position_of(citation) not in positions]


def with_markers(*groups: tuple[Citation, ...]) -> Iterator[tuple[Citation, ...]]:
    """Yield the groups with markers from 1 on through all of them."""
    markers = count(1)
    for group in groups:
        yield tuple(replace(citation, marker=next(markers)) for citation in group)


def refusal(confidence: float, nearest: tuple[Hit, ...], language: str) -> Draft:
    """Return the answer that says that there is none."""
    return Draft(AnswerKind.NONE, REFUSALS[language], confidence, (), nearest)


def written(shown: Shown, language: str) -> str:
    """Return the text of what is shown, with its markers."""
    contrast = shown.contradicts
    paragraphs = [contrasted(shown.joined, language) if contrast else marked(shown.joined)]
    for label, citations in ((BEFORE_LABELS, shown.before), (PERHAPS_LABELS, shown.apart)):
        if citations:
            paragraphs.append(f"{label[language]} {marked(citations)}")
    return "\n\n".join(filter(None, paragraphs))


def marked(citations: Sequence[Citation]) -> str:
    """Return the quotes, each with its marker."""
    return " ".join(f"{c.quote} [{c.marker}]" for c in citations)


def contrasted(citations: Sequence[Citation], language: str) -> str:
    """Return the quotes one beneath the other, each with where and when it was said."""

    def said(citation: Citation) -> str:
        published = citation.published
        day = in_words(published, language) if published else UNDATED[language]
        return f"{citation.outlet or citation.title}, {day}: {citation.quote} [{citation.marker}]"

    return "\n\n".join([ARTICLES_DIFFER[language], *map(said, citations)])


def words_in(sentence: RankedSentence) -> Span | None:
    """Return the words that answer, where the reader is sure of them and thinks that they may.

    None when they leave the sentence or are all of it.
    """
    words, span = sentence.words, sentence.span
    inside = span.start <= words.start and words.end <= span.end
    is_part = words.end - words.start < span.end - span.start - 1
    is_sure = sentence.read >= LEAST_READ and sentence.certainty >= SURE_OF_WORDS
    return words if inside and is_part and is_sure else None
