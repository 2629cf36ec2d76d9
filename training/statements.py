"""Statements with the quotes they are to be judged by: true ones, and damaged on purpose."""

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random
from zlib import crc32

from ingest.sentences import sentences
from qa.library.analysis import stem
from qa.library.translation import TranslationTable
from qa.models.catalog import TRANSLATION_FILE
from training.clauses import SHORT, WAYS, damage_clause, joined
from training.damage import (
    damage_date,
    damage_name,
    damage_negation,
    damage_number,
    damage_order,
    names_in,
    shortened,
)
from training.data import DEVELOPMENT_FILE, german_texts, guard, lines, parallel_pairs
from training.word_lists import Capitals

OWN = "our own translation"  # of the development paragraphs: reported on, never fitted
DAMAGES = ("number", "name", "date", "negation", "order")


@dataclass(frozen=True, slots=True)
class Example:
    """A statement and a quote; `kind` is what was done to the statement."""

    statement: str
    language: str
    quote: str
    quote_language: str
    is_supported: bool
    kind: str  # "verbatim", "shortened", "rewritten", "translated", "damaged: name", "neighbour"
    group: str  # the article: splits go by it
    source: str

    @property
    def pair(self) -> str:
        """Name the languages: statement's first."""
        return f"{self.language}-{self.quote_language}"


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence that is true of `quote`, with what damage needs to know."""

    statement: str
    language: str
    quote: str
    quote_language: str
    kind: str
    names: tuple[str, ...]
    group: str
    source: str


def onestop_english(data: Path) -> Iterator[Source]:
    """Yield advanced sentences as they are, and their simpler versions against them."""
    with zipfile.ZipFile(guard(data / "onestopenglish" / "onestopenglish.zip")) as archive:
        for name in sorted(archive.namelist()):
            if "/Adv-Txt/" not in name or not name.endswith(".txt"):
                continue
            text = archive.read(name).decode("utf-8-sig", errors="replace")
            group = Path(name).name
            for span in sentences(text, "en"):
                sentence = " ".join(span.of(text).split())
                if 50 <= len(sentence) <= 350:
                    yield Source(
                        sentence, "en", sentence, "en", "verbatim", tuple(names_in(sentence)),
                        group, "onestop",
                    )
        for name in ("ADV-ELE", "ADV-INT"):
            text = archive.read(f"Sentence-Aligned/{name}.txt").decode("utf-8", errors="replace")
            for k, block in enumerate(text.split("*******")):
                pair = [line.strip() for line in block.strip().split("\n") if line.strip()]
                if len(pair) == 2 and 50 <= len(pair[1]) <= 350 and pair[0] != pair[1]:
                    # Blocks follow the articles: a run of them is one article's.
                    yield Source(
                        pair[1], "en", pair[0], "en", "rewritten", tuple(names_in(pair[1])),
                        f"{name}-{k // 40}", "onestop aligned",
                    )


def smartdata(data: Path) -> Iterator[Source]:
    """Yield sentences of German news with the names that people marked in them."""
    path = guard(data / "smartdata-de" / "v3_20200302.test.json.gz")
    paths = [path, guard(data / "smartdata-de" / "v3_20200302.dev.json.gz")]
    for path in paths:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        for article in _concatenated(text):
            yield from _smartdata_sentences(article)


def _smartdata_sentences(article: dict) -> Iterator[Source]:
    text = article["text"]["string"]
    runs: list[str] = []
    last = None
    for token in article["tokens"]["array"]:
        tag = (token.get("ner") or {}).get("string", "O")
        span = token["span"]
        if re.match(r"[BI]-(LOCATION|ORGANIZATION|PERSON)", tag):
            written = text[span["start"] : span["end"]]
            if tag.startswith("I-") and last == span["start"] - 1 and runs:
                runs[-1] += " " + written
            else:
                runs.append(written)
            last = span["end"]
    names = [run for run in runs if re.fullmatch(r"[A-ZÄÖÜ][\w-]{2,}(?: [\w-]+)*", run)]
    for span in sentences(text, "de"):
        sentence = " ".join(span.of(text).split())
        if 50 <= len(sentence) <= 350 and not re.search(r"[@#]|http", sentence):
            held = tuple(name for name in names if name in sentence)
            yield Source(
                sentence, "de", sentence, "de", "verbatim", held, str(article["id"]), "smartdata"
            )


def _concatenated(text: str) -> Iterator[dict]:
    decoder, position = json.JSONDecoder(), 0
    while position < len(text):
        found, position = decoder.raw_decode(text, position)
        yield found
        while position < len(text) and text[position].isspace():
            position += 1


def klexikon(data: Path) -> Iterator[Source]:
    """Yield sentences of German encyclopedia articles; names are not marked in them."""
    for k, text in enumerate(german_texts(data, 4_000_000)):
        for span in sentences(text[:6_000], "de"):
            sentence = " ".join(span.of(text).split())
            if 50 <= len(sentence) <= 350:
                yield Source(sentence, "de", sentence, "de", "verbatim", (), f"k{k}", "klexikon")


def translated(data: Path, counted: Capitals) -> Iterator[Source]:
    """Yield news sentences with their translations, both ways."""
    table = TranslationTable(TRANSLATION_FILE)
    for k, pair in enumerate(parallel_pairs(data)):
        is_news = re.match(r"newstest|generaltest|wmt|news-test", pair.origin)
        if not is_news or not 50 <= len(pair.english) <= 350 or len(pair.german) > 400:
            continue
        # Documents follow one another: a run of lines is one, or a few.
        group = f"{pair.origin}-{k // 50}"
        english = [
            name
            for name in names_in(pair.english)
            if all(counted.is_name(stem(part.lower(), "en")) for part in name.split())
        ]
        german = _shared_names(english, pair.german, table)
        yield Source(
            pair.english, "en", pair.german, "de", "translated", tuple(english), group, "news"
        )
        yield Source(
            pair.german, "de", pair.english, "en", "translated", tuple(german), group, "news"
        )


def _is_name(word: str, counted: Capitals) -> bool:
    """Say whether an English word with a capital is never an ordinary word."""
    term = stem(word.lower(), "en")
    return counted.is_name(term) or counted.plain[term] == 0


def _shared_names(english: list[str], german: str, table: TranslationTable) -> list[str]:
    """Return the German words that are names, because the English side has them as names."""
    parts = {part for name in english for part in name.split()}
    found = [part for part in parts if re.search(rf"\b{re.escape(part)}\b", german)]
    stems = {stem(part.lower(), "en") for part in parts}
    for word in set(re.findall(r"[A-ZÄÖÜ][^\W\d_]{3,}", german)) - set(found):
        known = table.translations(stem(word.lower(), "de"), "de", "en")
        if known and max(known, key=lambda term: known[term]) in stems:
            found.append(word)
    return sorted(found)


def written_answers(data: Path) -> Iterator[Example]:
    """Yield sentences of grounded answers with the sentences they were written from."""
    for line in lines(data / "clapnq-half" / "answerable.jsonl.gz"):
        item = json.loads(line)
        for output in item["output"]:
            quote = _detokenised(" ".join(output["selected_sentences"]))
            for span in sentences(output["answer"], "en") if quote else ():
                statement = span.of(output["answer"])
                if len(statement) >= 30:
                    yield Example(
                        statement, "en", quote, "en", True, "grounded answer", item["id"], "clapnq"
                    )


def _detokenised(text: str) -> str:
    text = re.sub(r" ([.,;:!?)'’%]|n't\b)", r"\1", text).replace("( ", "(")
    return text.replace("`` ", "“").replace(" ''", "”").replace(" - ", "-")


def claims(data: Path) -> Iterator[Example]:
    """Yield claims of Wikipedia with the sentences of the cited page that bear on them."""
    for line in lines(data / "wice" / "claim.dev.jsonl.gz"):
        item = json.loads(line)
        groups = [group for group in item["supporting_sentences"] if len(group) <= 5]
        kind = f"claim {item['label'].replace('_', ' ')}"
        if groups:
            quote = " ".join(item["evidence"][k] for k in groups[0])[:1500]
        else:
            words = set(item["claim"].split())
            quote = max(item["evidence"], key=lambda s, words=words: len(set(s.split()) & words))
        if quote:
            yield Example(
                item["claim"], "en", quote, "en", item["label"] == "supported", kind,
                str(item["meta"].get("id", crc32(item["claim"].encode()))), "wice",
            )


def examples(sources: list[Source]) -> Iterator[Example]:
    """Yield each source as it is, shortened, damaged in each way, and beside a neighbour."""
    strangers = [name for source in sources for name in source.names]
    for k, source in enumerate(sources):
        random = Random(crc32(source.statement.encode()))
        true = Example(
            source.statement, source.language, source.quote, source.quote_language, True,
            source.kind, source.group, source.source,
        )
        yield true
        bases = [source.statement]
        if source.kind in ("verbatim", "translated"):
            short = shortened(source.statement, source.language, random)
            if short is not None:
                yield replace(true, statement=short, kind=_shortened_kind(source.kind))
                bases.append(short)
        for base in bases:
            name = source.kind if base is source.statement else _shortened_kind(source.kind)
            for damage in DAMAGES:
                damaged = _damaged(base, damage, source, strangers, random)
                if damaged is not None and damaged != base:
                    yield replace(
                        true, statement=damaged, is_supported=False, kind=f"{name}, other {damage}"
                    )
            yield from _with_clause(replace(true, statement=base, kind=name), k, sources)
        yield from _joined(true, sources[(k + 1) % len(sources)])
        for step in (-1, 1):
            other = sources[(k + step) % len(sources)]
            if other.group == source.group and other.quote != source.quote:
                yield replace(
                    true, quote=other.quote, quote_language=other.quote_language,
                    is_supported=False, kind=f"{source.kind}, neighbour",
                )


def _shortened_kind(kind: str) -> str:
    return "shortened" if kind == "verbatim" else f"{kind} and shortened"


def _with_clause(true: Example, k: int, sources: list[Source]) -> Iterator[Example]:
    """Yield a statement with a clause of another sentence of this or another article, if any."""
    random = Random(crc32(f"clause {true.statement}".encode()))
    ways = random.sample(WAYS, len(WAYS))
    near = [sources[(k + step) % len(sources)] for step in (-2, 2, -1, 1)]
    same = [source for source in near if source.group == true.group]
    others = [*random.sample(same, len(same)), *random.choices(sources, k=10)]
    if random.random() < 0.5:
        others.reverse()
    for other, way in product(others, ways):
        if other.quote == true.quote or other.language != true.language:
            continue
        found = damage_clause(true.statement, other.statement, true.language, way, random)
        if found is not None:
            kind = f"{true.kind}, clause put in {way}"
            yield replace(true, statement=found, is_supported=False, kind=kind)
            return


def _joined(true: Example, after: Source) -> Iterator[Example]:
    """Yield a statement with the one after it: with the quotes of both, and without."""
    if (after.group, after.language) != (true.group, true.language) or after.quote == true.quote:
        return
    both = replace(true, statement=joined(true.statement, after.statement, true.language))
    quotes = f"{true.quote} {after.quote}"
    yield replace(both, quote=quotes, kind=f"{true.kind}, two joined")
    if len(after.statement) <= SHORT:
        yield replace(both, is_supported=False, kind=f"{true.kind}, sentence put in")


def _damaged(
    base: str, damage: str, source: Source, strangers: list[str], random: Random
) -> str | None:
    if damage == "name":
        return damage_name(base, list(source.names), strangers, source.quote, random)
    if damage == "order":
        # Across languages nothing that is looked at would tell.
        is_across = source.language != source.quote_language
        return None if is_across else damage_order(base, list(source.names), random)
    ways = {"number": damage_number, "date": damage_date, "negation": damage_negation}
    return ways[damage](base, source.language, random)


def sample(sources: list[Source], limit: int) -> list[Source]:
    """Return whole runs of neighbours, spread evenly: about `limit` sources."""
    run = 6
    runs = [sources[k : k + run] for k in range(0, len(sources), run)]
    step = max(1, len(sources) // limit)
    return [source for part in runs[::step] for source in part]


def all_sources(data: Path, counted: Capitals, limit: int) -> list[list[Source]]:
    """Return a sample of each source."""
    onestop = list(onestop_english(data))
    news = list(translated(data, counted))
    parts = [
        [s for s in onestop if s.kind == "verbatim"],
        [s for s in onestop if s.kind == "rewritten"],
        list(smartdata(data)),
        list(klexikon(data)),
        [s for s in news if s.language == "en"],
        [s for s in news if s.language == "de"],
    ]
    return [sample(part, limit) for part in parts]


def all_examples(data: Path, counted: Capitals, limit: int) -> list[Example]:
    """Return the examples of every source."""
    parts = [*all_sources(data, counted, limit), own_translations(data, counted)]
    found = [e for part in parts for e in examples(part)]
    return [*found, *written_answers(data), *claims(data)]


def own_translations(data: Path, counted: Capitals) -> list[Source]:
    """Return encyclopedia sentences with our own translations, which trained nothing: to report on.

    Only of paragraphs that have as many sentences in both languages.
    """
    table = TranslationTable(TRANSLATION_FILE)
    with gzip.open(data / "squadshifts" / "new_wiki_v1.0.json.gz") as file:
        english = {
            f"{article['title']}-{k}": paragraph["context"]
            for article in json.load(file)["data"]
            for k, paragraph in enumerate(article["paragraphs"])
        }
    with gzip.open(DEVELOPMENT_FILE, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    found: list[Source] = []
    for item in items:
        text = english[item["id"]]
        here = [" ".join(span.of(text).split()) for span in sentences(text, "en")]
        if len(here) != len(item["sentences"]):
            continue
        for one, other in zip(here, item["sentences"], strict=True):
            names = [
                name
                for name in names_in(one)
                if all(_is_name(part, counted) for part in name.split())
            ]
            german = tuple(_shared_names(names, other, table))
            group = f"own {item['id']}"
            found += [
                Source(one, "en", other, "de", "own translation", tuple(names), group, OWN),
                Source(other, "de", one, "en", "own translation", german, group, OWN),
            ]
    return [s for language in ("en", "de") for s in found if s.language == language]
