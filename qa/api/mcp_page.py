"""A stretch of an article, so that a long one does not fill a model's context."""

from fastapi.exceptions import RequestValidationError

from qa.api.schemas import ArticleBody

MOST_CHARACTERS = 12_000  # of text in one page: about 3,000 tokens


class ArticlePageBody(ArticleBody):
    """An article of which `text` is only the characters [start, end); all positions stay its own.

    `sentences` are those that lie wholly inside. `next_start` is where to read on, or None.
    """

    start: int
    end: int
    length: int  # characters of the whole text
    next_start: int | None


def page_of(article: ArticleBody, start: int, end: int | None) -> ArticlePageBody:
    """Return at most MOST_CHARACTERS from `start`; a page cut for that ends with a sentence.

    Raises RequestValidationError when nothing of the text lies in [start, end).
    """
    length = len(article.text)
    if start >= length:
        raise _wrong("start", f"{start} is past the end of this text of {length} characters")
    if end is not None and end <= start:
        raise _wrong("end", f"expected more than start, which is {start}, got {end}")
    wanted = length if end is None else min(end, length)
    last = start + MOST_CHARACTERS
    if wanted > last:
        whole = [s.end for s in article.sentences if start < s.end <= last]
        wanted = max(whole, default=last)
    return ArticlePageBody(
        **{
            **article.model_dump(),
            "text": article.text[start:wanted],
            "sentences": [
                span for span in article.sentences if start <= span.start and span.end <= wanted
            ],
        },
        start=start,
        end=wanted,
        length=length,
        next_start=wanted if wanted < length else None,
    )


def _wrong(argument: str, message: str) -> RequestValidationError:
    return RequestValidationError(
        [{"type": "value_error", "loc": ("body", argument), "msg": message}]
    )
