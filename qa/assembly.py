"""The one place that builds the service from its parts."""

from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.ranking import SentenceRanker
from qa.library.library import Library
from qa.library.translation import TranslationTable
from qa.models.catalog import RANKER_FILE, SUPPORT_FILE, TRANSLATION_FILE, reader
from qa.models.embedding import EmbeddingModel
from qa.retrieval.lexical import LexicalSearch
from qa.retrieval.retriever import Retriever, VectorIndex
from qa.service import Service
from qa.verification.statements import SplitSentences
from qa.verification.support import SupportModel
from qa.verification.verification import Verifier


def open_service(
    library: Library, index: VectorIndex, embedding: EmbeddingModel, split: SplitSentences
) -> Service:
    """Join a library, its vector index and the model that made the vectors to a service.

    `split` finds the sentences of a text in a language, as it did when the articles came in.
    """
    table = TranslationTable(TRANSLATION_FILE)
    bundled_reader = reader()
    lexical = LexicalSearch(library, table)
    retriever = Retriever(library, index, embedding, lexical, bundled_reader)
    ranker = SentenceRanker(RANKER_FILE, bundled_reader)
    return Service(
        library,
        embedding,
        retriever,
        ExtractiveAnswerer(ranker, library.article, library.sentences),
        Verifier(
            library,
            retriever.retrieve,
            SupportModel(SUPPORT_FILE, table, embedding),
            split,
        ),
    )
