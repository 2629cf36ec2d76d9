"""Beleg's retrieval as LangChain knows it: passages as Documents with their exact place."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from qa.types import Filters, Hit


class BelegRetriever(BaseRetriever):
    """Finds passages for a question in English or German, in both languages."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Any  # qa.retrieval.retriever.Retriever
    limit: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the interface gives it
    ) -> list[Document]:
        hits = self.retriever.search(query, self.limit, self.filters)
        return [document(hit) for hit in hits]


def document(hit: Hit) -> Document:
    """Turn a hit into a Document; `start` and `end` are characters of the article's text."""
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "article_id": passage.article_id,
            "article_sha256": passage.article_sha256,
            "title": hit.title,
            "language": passage.language,
            "start": passage.span.start,
            "end": passage.span.end,
            "score": hit.score,
        },
    )
