"""Agency copies: what stands in several articles is read once and said once."""

from functools import lru_cache
from typing import TYPE_CHECKING

from qa.library.analysis import words
from qa.library.evidence import Candidate

if TYPE_CHECKING:
    from datasketch import MinHash

PERMUTATIONS = 64  # the standard error of a similarity near .5 is .06
RUN = 3  # words
COPY_SIMILARITY = 0.5  # an edited copy of an agency text keeps most runs of three words
COPY_COSINE = 0.8  # passages less alike than this are not compared word by word
SAME_SENTENCE = 0.75  # share of all their words that two sentences have in common


def are_copies(one: Candidate, other: Candidate) -> bool:
    """Say whether two passages of different articles are one text, but for an editor's changes.

    Where each has a number that the other lacks, one corrects the other: both must be read.
    """
    if one.hit.passage.article_id == other.hit.passage.article_id:
        return False
    if one.stored.vectors.passage @ other.stored.vectors.passage < COPY_COSINE:
        return False
    text, other_text = one.hit.passage.text, other.hit.passage.text
    if float(signature(text).jaccard(signature(other_text))) < COPY_SIMILARITY:
        return False
    first, second = word_set(text), word_set(other_text)
    return not (_has_number(first - second) and _has_number(second - first))


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
    """Say whether two sentences are one but for a few words; with other numbers they are not."""
    first, second = word_set(one), word_set(other)
    if _has_number(first ^ second):
        return False
    return len(first & second) >= SAME_SENTENCE * len(first | second)


def _has_number(found: frozenset[str]) -> bool:
    return any(word[0].isdigit() for word in found)


@lru_cache(maxsize=20_000)
def word_set(text: str) -> frozenset[str]:
    """Return the distinct words and numbers of a text."""
    return frozenset(words(text))
