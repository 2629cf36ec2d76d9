"""Answer with the articles' own sentences, or say that they do not answer."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.answering.citations import cite
from qa.answering.contradiction import contradicting
from qa.answering.ranking import RankedSentence, SentenceRanker
from qa.library.evidence import Evidence
from qa.types import AnswerKind, Article, Citation, Hit, Span

# Below this probability that the best sentence answers, the answer is "none". Chosen on development
# articles between what is then answered rightly and what is refused rightly (docs/retrieval.md).
SMALLEST_CONFIDENCE = 0.25
MOST_SENTENCES = 3
# A further sentence is shown when its odds are at least this share of the first one's.
FURTHER_SENTENCE_SHARE = 0.5
MOST_NEAREST = 3
SURE_OF_WORDS = 0.5  # certainty of the reader from which the words that answer are marked

REFUSALS = {
    "en": "The articles do not answer this question.",
    "de": "Die Artikel beantworten diese Frage nicht.",
}
BEFORE_LABELS = {"en": "Before that:", "de": "Davor:"}
ARTICLES_DIFFER = {
    "en": "The articles contradict each other.",
    "de": "Die Artikel widersprechen einander.",
}
UNDATED = {"en": "undated", "de": "ohne Datum"}

# Words that point back: a sentence that opens with one is not understood by itself.
_POINTS_BACK = {
    "en": re.compile(
        r"^(?:\W*)(?:(?:but|and|however|so|still|yet),? )?(?:he|she|it|they|this|these|that|those|"
        r"there|then|thus|therefore|afterwards|his|her|their|its|both|such|instead)\b"
        r"|\b(?:afterwards|thereafter|as a result of this|for this reason)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?:\W*)(?:(?:aber|und|doch|auch) )?(?:er|sie|es|dies(?:e[rmns]?)?|das|jene[rmns]?|"
        r"dort|dann|darum|dabei|dafür|dagegen|damit|dadurch|davon|dazu|deren|dessen|sein(?:e[rmns]?)?|"
        r"ihr(?:e[rmns]?)?|beide|solche|stattdessen|vielmehr|außerdem)\b"
        r"|\b(?:danach|daraufhin|deshalb|deswegen|daher|demnach|seitdem|infolgedessen)\b",
        re.IGNORECASE,
    ),
}


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
        ranked = self._ranker.rank(evidence)
        confidence = self._ranker.probability(ranked)
        if confidence < SMALLEST_CONFIDENCE:
            nearest = tuple(c.hit for c in evidence.candidates[:MOST_NEAREST])
            text = REFUSALS[language]
            return Draft(AnswerKind.NONE, text, confidence, (), nearest)
        other = contradicting(ranked, evidence)
        chosen = [ranked[0], other] if other else further_sentences(ranked)
        citations = [
            self._cite(sentence, marker, confidence * math.exp(sentence.score - ranked[0].score))
            for marker, sentence in enumerate(chosen, 1)
        ]
        text = " ".join(f"{c.quote} [{c.marker}]" for c in citations)
        if other:
            text = ARTICLES_DIFFER[language] + "".join(
                f"\n\n{c.outlet or c.title}, {c.published or UNDATED[language]}: "
                f"{c.quote} [{c.marker}]"
                for c in citations
            )
        before = self._sentence_before(chosen[0])
        if before is not None and all(before != sentence.span for sentence in chosen):
            passage = chosen[0].passage
            context = cite(
                self._article(passage.article_id, passage.article_sha256),
                before,
                self._sentences(passage.article_id, passage.article_sha256),
                marker=len(citations) + 1,
                support=0.0,
            )
            citations.append(context)
            label = BEFORE_LABELS[language]
            text += f"\n\n{label} {context.quote} [{context.marker}]"
        return Draft(
            kind=AnswerKind.EXTRACTIVE,
            text=text,
            confidence=confidence,
            citations=tuple(citations),
            nearest=(),
            shows_contradiction=other is not None,
        )

    def _cite(self, sentence: RankedSentence, marker: int, support: float) -> Citation:
        passage = sentence.passage
        return cite(
            self._article(passage.article_id, passage.article_sha256),
            sentence.span,
            self._sentences(passage.article_id, passage.article_sha256),
            marker=marker,
            support=round(support, 4),
            highlight=words_in(sentence),
        )

    def _sentence_before(self, sentence: RankedSentence) -> Span | None:
        """Return the span of the sentence before, when the sentence points back to it."""
        if not _POINTS_BACK[sentence.passage.language].search(sentence.text):
            return None
        earlier = [
            s
            for s in self._sentences(
                sentence.passage.article_id, sentence.passage.article_sha256
            )
            if s.end <= sentence.span.start
        ]
        return earlier[-1] if earlier else None


def words_in(sentence: RankedSentence) -> Span | None:
    """Return the words that answer, where the reader is sure of them.

    None when they leave the sentence or are all of it.
    """
    words, span = sentence.words, sentence.span
    inside = span.start <= words.start and words.end <= span.end
    is_part = words.end - words.start < span.end - span.start - 1
    return words if inside and is_part and sentence.certainty >= SURE_OF_WORDS else None


def further_sentences(ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Return the first sentence and those whose odds are nearly as good."""
    enough = ranked[0].score + math.log(FURTHER_SENTENCE_SHARE)
    return [sentence for sentence in ranked[:MOST_SENTENCES] if sentence.score >= enough]
