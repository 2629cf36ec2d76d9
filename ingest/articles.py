"""Make an article of what a reader found: text normalised once, id, title, language, date."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from urllib.parse import unquote

from ingest.sentences import sentences
from qa.errors import ArticleError
from qa.language import detect_language, language_code
from qa.library.normalisation import as_stored
from qa.types import Article, ItemOutcome, ItemReport, sha256_of

MAX_ID = 200  # characters
MAX_SLUG = 60  # characters of a derived id that come from the source's name
MAX_HEADLINE = 140  # characters; a longer first line is text
MAX_TITLE = 90  # characters of a title that is cut from the first sentence
DEFAULT_COLLECTION = "default"

_SURROGATE = re.compile("[\ud800-\udfff]")
_ID = re.compile(r"[A-Za-z0-9._~-]+")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'“”’‘»«)\]]*$")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a reader found in one item, unchecked; None where it says nothing."""

    text: str
    item: str  # how the item is named in reports: a path, a URL, a list index
    id: str | None = None
    title: str | None = None
    source: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    collection: str | None = None


def make_article(draft: Draft, now: datetime) -> Article:
    """Check and complete a draft; the same draft makes the same article but for `ingested_at`.

    `now` must know its time zone. Raises ArticleError: it names the item, what is wrong with it
    and what to do.
    """
    text = _normalised_text(draft)
    source = _one_line(draft, "source", draft.source)
    version = sha256_of(text)
    language = _language(draft, text)
    return Article(
        id=_id(draft, source, version),
        text=text,
        sha256=version,
        title=_one_line(draft, "title", draft.title) or _derived_title(text, language),
        source=source,
        outlet=_one_line(draft, "outlet", draft.outlet),
        author=_one_line(draft, "author", draft.author),
        published=_published(draft),
        language=language,
        collection=_one_line(draft, "collection", draft.collection) or DEFAULT_COLLECTION,
        ingested_at=now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


def failure(item: str, error: ArticleError) -> ItemReport:
    """Return the report of an item that cannot be taken in."""
    return ItemReport(item=item, outcome=ItemOutcome.FAILED, message=str(error))


def _normalised_text(draft: Draft) -> str:
    _refuse_surrogates(draft, "text", draft.text)
    text = as_stored(draft.text)
    if not text.strip():
        raise ArticleError(f"{draft.item}: the text is empty; give an article with text")
    if not any(map(str.isalpha, text)):
        raise ArticleError(
            f"{draft.item}: the text holds no letter (it begins {text.strip()[:30]!r}); "
            "give an article with text"
        )
    return text


def _one_line(draft: Draft, field: str, value: str | None) -> str | None:
    if value is None:
        return None
    _refuse_surrogates(draft, field, value)
    return " ".join(as_stored(value).split()) or None


def _refuse_surrogates(draft: Draft, field: str, value: str) -> None:
    found = _SURROGATE.search(value)
    if found:
        raise ArticleError(
            f"{draft.item}: the {field} holds half a character, \\u{ord(found.group()):04x}, at "
            f"position {found.start()}; write the whole character, or remove it"
        )


def _id(draft: Draft, source: str | None, version: str) -> str:
    if draft.id is not None:
        if len(draft.id) > MAX_ID or not _ID.fullmatch(draft.id) or not draft.id.strip("."):
            raise ArticleError(
                f"{draft.item}: the id {_shown(draft.id)} is not allowed; use 1 to {MAX_ID} of the "
                "letters A-Z and a-z, the digits, and . _ ~ - (not dots alone), or leave it out"
            )
        return draft.id
    if source is None:
        return f"article-{version[:16]}"
    return f"{_slug(source)}-{sha256(source.encode()).hexdigest()[:8]}"


def _slug(source: str) -> str:
    """Return the readable part of an id: the name of the file or page, in plain letters."""
    scheme, _, address = source.rpartition("://")
    path = unquote(address.split("?", 1)[0]) if scheme else source
    folder, _, last = path.rstrip("/").rpartition("/")
    has_suffix = folder or not scheme  # the host of a URL has none
    stem = re.sub(r"\.[a-z]{2,8}(?=#|$)", "", last, flags=re.IGNORECASE) if has_suffix else last
    decomposed = unicodedata.normalize("NFKD", stem.replace("ß", "ss").replace("ı", "i"))
    plain = decomposed.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-") or "article"


def _derived_title(text: str, language: str) -> str:
    first_line, _, rest = text.strip().partition("\n")
    first_line = " ".join(first_line.split())
    if rest and len(first_line) <= MAX_HEADLINE and not _SENTENCE_END.search(first_line):
        return first_line
    opening = text.strip()[: 10 * MAX_TITLE]
    sentence = " ".join(sentences(opening, language)[0].of(opening).split())
    if len(sentence) <= MAX_TITLE:
        return sentence
    cut = sentence[:MAX_TITLE]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]).rstrip(" ,;:–-") + "…"


def _language(draft: Draft, text: str) -> str:
    if draft.language is None or not draft.language.strip():
        return detect_language(text)
    code = language_code(draft.language)
    if code is None:
        raise ArticleError(
            f"{draft.item}: the language {_shown(draft.language)} is not supported; "
            'give "en" (English) or "de" (German), or leave it out to have it detected'
        )
    return code


def _published(draft: Draft) -> str | None:
    given = _one_line(draft, "published", draft.published)
    if given is None:
        return None
    found = _date_of(given)
    if found is None:
        raise ArticleError(
            f"{draft.item}: the date {_shown(given)} cannot be read; "
            'write it as "2016-08-11" or "2016-08-11T10:00:00Z"'
        )
    return found


def _date_of(given: str) -> str | None:
    """Return an ISO 8601 date, or a date and time with the offset that was given, or None."""
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    try:
        return _iso(datetime.fromisoformat(given))
    except ValueError:
        pass
    numbers = _GERMAN_DATE.fullmatch(given)
    if numbers:
        try:
            return date(int(numbers[3]), int(numbers[2]), int(numbers[1])).isoformat()
        except ValueError:
            return None
    if not any(map(str.isalpha, given)):
        return None  # "03/04/2016" can be read in two ways
    import dateparser

    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
    parsed = dateparser.parse(given, languages=["de", "en"], settings=settings)
    if parsed is None:
        return None
    return _iso(parsed) if re.search(r"\d:\d\d", given) else parsed.date().isoformat()


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _shown(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "…")
