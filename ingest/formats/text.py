"""Plain text: the content is the article."""

from ingest.articles import Draft
from ingest.formats.decoding import decode


def read(content: bytes, name: str) -> list[Draft]:
    """Return the one draft; raise ArticleError when the bytes are no text."""
    return [Draft(text=decode(content, name), item=name)]
