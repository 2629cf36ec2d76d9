"""Agency copies: what stands in several articles is found once, read once and said once."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.library.analysis import words
from qa.library.evidence import Candidate
from qa.particulars.denials import n_denials
from qa.particulars.moments import moments_differ, moments_in
from qa.particulars.numbers import Number, numbers_in

if TYPE_CHECKING:
    from datasketch import MinHash

PERMUTATIONS = 64  # the standard error of a similarity near .5 is .06
RUN = 3  # words
COPY_SIMILARITY = 0.5  # an edited copy of an agency text keeps most runs of three words
COPY_COSINE = 0.8  # passages less alike than this are not compared word by word
SAME_SENTENCE = 0.75  # share of all their words that two sentences have in common

# "HUSUM, 3 April (Reuters) - " says where and when a copy was sent, not what happened.
_DATELINE = re.compile(
    r"^\W*[^\W\d_][^()\n]{1,60}\((?:reuters|rtr|ap|afp|dpa|dapd|apa|ats|sda|keystone-sda|sid|epd"
    r"|kna|pa|upi|ansa|efe|tass|interfax|xinhua|kyodo|bloomberg)\b[^()\n]{0,20}\)\s*[-–—:]+\s*",
    re.IGNORECASE,
)


def distinct(candidates: Sequence[Candidate], most: int) -> tuple[Candidate, ...]:
    """Return the first `most` candidates in their order, without those that repeat one of them."""
    kept: list[Candidate] = []
    for candidate in candidates:
        if len(kept) == most:
            break
        if not any(repeats(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(kept)


def repeats(one: Candidate, other: Candidate) -> bool:
    """Say whether a passage is a copy of another and has no sentence that the other lacks."""
    if not are_copies(one, other):
        return False
    cosines = one.stored.vectors.sentences @ other.stored.vectors.sentences.T
    return bool(cosines.max(axis=1).min() >= COPY_COSINE)


def are_copies(one: Candidate, other: Candidate) -> bool:
    """Say whether two passages of different articles are one text, but for an editor's changes.

    Where each has a number or date that the other lacks, or one denies what the other does not, one
    corrects the other: both must be read.
    """
    if one.hit.passage.article_id == other.hit.passage.article_id:
        return False
    if one.stored.vectors.passage @ other.stored.vectors.passage < COPY_COSINE:
        return False
    text, other_text = (undated(c.hit.passage.text) for c in (one, other))
    if text == other_text:
        return True
    if float(signature(text).jaccard(signature(other_text))) < COPY_SIMILARITY:
        return False
    first, second = numbers_in(text), numbers_in(other_text)
    corrects = bool(_lacking(first, second) and _lacking(second, first))
    return not corrects and n_denials(text) == n_denials(other_text)


@lru_cache(maxsize=5_000)
def signature(text: str) -> "MinHash":
    """Return the MinHash of the text's runs of three words.

    Broder (1997), "On the resemblance and containment of documents".
    """
    from datasketch import MinHash

    found = words(text)
    runs = {" ".join(found[k : k + RUN]) for k in range(max(1, len(found) - RUN + 1))}
    made = MinHash(num_perm=PERMUTATIONS, seed=1)
    made.update_batch([run.encode() for run in runs])
    return made


def say_the_same(one: str, other: str) -> bool:
    """Say whether two sentences are one but for a few words.

    With other numbers, another date or a denial in one of them they are not.
    """
    one, other = undated(one), undated(other)
    first, second = word_set(one), word_set(other)
    if len(first & second) < SAME_SENTENCE * len(first | second):
        return False
    return _same_numbers(one, other) and n_denials(one) == n_denials(other) and not (
        moments_differ(moments_in(one), moments_in(other))
    )


def undated(text: str) -> str:
    """Return the text without the dateline of a news agency."""
    return _DATELINE.sub("", text)


def _same_numbers(one: str, other: str) -> bool:
    """Say whether two sentences have the same numbers in the same order: 2:1 is not 1:2."""
    first, second = numbers_in(one), numbers_in(other)
    return len(first) == len(second) and all(map(Number.is_also, first, second))


def _lacking(wanted: Sequence[Number], held: Sequence[Number]) -> list[Number]:
    return [number for number in wanted if not any(map(number.is_also, held))]


@lru_cache(maxsize=20_000)
def word_set(text: str) -> frozenset[str]:
    """Return the distinct words and numbers of a text."""
    return frozenset(words(text))
