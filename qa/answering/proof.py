"""Prove the statements of a chat model, or not: quotes are copied by code, through the gate."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answering.citations import Position, cite, position_of
from qa.answering.machine_talk import speaks_to_a_machine
from qa.answering.numbered import NumberedPassage, NumberedSentence
from qa.answering.reply import Statement
from qa.answering.support import Judgement, Supports
from qa.language import is_written_in
from qa.library.analysis import indexed_terms, terms
from qa.types import Article, Citation, Span

MOST_QUOTES = 4  # of the sentences that one statement cites
LONGEST_STATEMENT = 600  # characters; no single sentence proves more
# Share of a statement's content words that a quote in its language must hold: a score may find
# "The ferry sank" in "The ferry ran aground".
FEWEST_HELD = 0.7
FEWEST_HELD_JOINTLY = 0.9  # by several quotes: each has a part of it, and none the connection
FEWEST_QUOTED_WORDS = 3  # inside quotation marks; fewer may be a title, and are judged as words

# What a page or a program might act on has no place in prose.
_MARKUP = re.compile(
    r"https?:|\bwww\.|\bjavascript:|\bdata:\w+/|<[a-z/!|?]|!\(|\)\(|```|\{\{|\$\{|&#?\w+;"
    r"|^\W*\{|[\"”]\s*:\s*[\"\[{(]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”„»«‟]([^\"“”„»«‟]+)[\"“”»«]")
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("\"“”„»«‟'‘’‚‹›", " "))


@dataclass(frozen=True, slots=True)
class _Source:
    article: Article
    sentence: NumberedSentence


class Proof:
    """The proof of one answer: which of its statements are borne out, and by which quotes."""

    def __init__(
        self,
        passages: Sequence[NumberedPassage],
        language: str,
        supports: Supports,
        sentences: Callable[[str, str], list[Span]],
        answering: Sequence[Citation] = (),
    ) -> None:
        """Take what the model was given, the answer's language, and who judges support.

        Where a quote is among those `answering` the question by themselves, its words that answer
        are marked as there.
        """
        self._by_number = {
            sentence.number: _Source(passage.article, sentence)
            for passage in passages
            for sentence in passage.sentences
        }
        self._language = language
        self._supports = supports
        self._sentences = sentences
        self._highlights = {position_of(citation): citation.highlight for citation in answering}
        self._cited: dict[Position, Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all proved statements, by their markers from 1."""
        return tuple(self._cited.values())

    def proved(self, statement: Statement) -> tuple[Citation, ...]:
        """Return the citations that support the statement; none when it is not proved.

        A number that was not given to the model proves nothing. Quotes that do not support the
        statement are left out; quotes of one article may support it together.
        """
        if not self._is_plain(statement.text):
            return ()
        known = [n for n in statement.numbers if n in self._by_number][:MOST_QUOTES]
        quotes = list(map(self._quote, known))
        if not quotes or not _quotes_truly(statement.text, quotes):
            return ()
        alone = [self._judged(statement.text, quote) for quote in quotes]
        supporting = [
            replace(quote, support=round(judged.probability, 4))
            for quote, judged in zip(quotes, alone, strict=True)
            if judged.is_enough and self._share_held(statement.text, quote) >= FEWEST_HELD
        ]
        return tuple(map(self._marked, supporting or self._together(statement.text, quotes)))

    def _together(self, text: str, quotes: Sequence[Citation]) -> list[Citation]:
        """Return the quotes when they support the statement as one text."""
        articles = {(quote.article_id, quote.article_sha256) for quote in quotes}
        if len(quotes) == 1 or len(articles) > 1 or quotes[0].language != self._language:
            return []  # what two articles say apart, neither says
        joined = replace(quotes[0], quote=" ".join(quote.quote for quote in quotes))
        judged = self._judged(text, joined)
        if not judged.is_enough or self._share_held(text, joined) < FEWEST_HELD_JOINTLY:
            return []
        return [replace(quote, support=round(judged.probability, 4)) for quote in quotes]

    def _judged(self, text: str, quote: Citation) -> Judgement:
        return self._supports.support(text, self._language, quote.quote, quote.language)

    def _share_held(self, text: str, quote: Citation) -> float:
        """Return the share of the statement's words in the quote; 1 for one in another language."""
        said = terms(text, self._language)
        if quote.language != self._language or not said:
            return 1.0
        held = set(indexed_terms(quote.quote, quote.language))
        return sum(term in held for term in said) / len(said)

    def _is_plain(self, text: str) -> bool:
        return (
            len(text) <= LONGEST_STATEMENT
            and not _MARKUP.search(text)
            and not speaks_to_a_machine(text)
            and is_written_in(text, self._language)
        )

    def _quote(self, number: int) -> Citation:
        source = self._by_number[number]
        article = source.article
        sentences = self._sentences(article.id, article.sha256)
        quote = cite(article, source.sentence.span, sentences, marker=number, support=0.0)
        return replace(quote, highlight=self._highlights.get(position_of(quote)))

    def _marked(self, quote: Citation) -> Citation:
        """Number a quote by its first use in the answer."""
        numbered = replace(quote, marker=len(self._cited) + 1)
        return self._cited.setdefault(position_of(quote), numbered)


def _quotes_truly(text: str, quotes: Sequence[Citation]) -> bool:
    """Say whether all that stands in quotation marks stands in one of the quotes, word for word."""
    held = [_words(quote.quote) for quote in quotes]
    return all(any(f" {said} " in f" {quote} " for quote in held) for said in _quoted(text))


def _quoted(text: str) -> Iterator[str]:
    for found in _QUOTED.finditer(text):
        said = _words(found[1])
        if len(said.split()) >= FEWEST_QUOTED_WORDS:
            yield said


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.translate(_QUOTATION_MARKS)))
