"""The one place that builds the service from its parts."""

from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.ranking import SentenceRanker
from qa.library.library import Library
from qa.library.translation import TranslationTable
from qa.models.catalog import RANKER_FILE, TRANSLATION_FILE, reader
from qa.models.embedding import EmbeddingModel
from qa.retrieval.lexical import LexicalSearch
from qa.retrieval.retriever import Retriever, VectorIndex
from qa.service import Service


def open_service(library: Library, index: VectorIndex, embedding: EmbeddingModel) -> Service:
    """Join a library, its vector index and the model that made the vectors to a service."""
    lexical = LexicalSearch(library, TranslationTable(TRANSLATION_FILE))
    ranker = SentenceRanker(RANKER_FILE, reader())
    return Service(
        library,
        embedding,
        Retriever(library, index, embedding, lexical),
        ExtractiveAnswerer(ranker, library.article, library.sentences),
    )
