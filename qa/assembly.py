"""The one place that builds the service from its parts."""

from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.generated import GeneratedAnswerer, GeneratedSettings
from qa.answering.ranking import SentenceRanker
from qa.library.library import Library
from qa.library.translation import TranslationTable
from qa.models.catalog import RANKER_FILE, SUPPORT_FILE, TRANSLATION_FILE, reader
from qa.models.chat import ChatModel, LangChainChat
from qa.models.embedding import EmbeddingModel
from qa.retrieval.lexical import LexicalSearch
from qa.retrieval.retriever import Retriever, VectorIndex
from qa.service import Service
from qa.settings import Settings
from qa.verification.statements import SplitSentences
from qa.verification.support import SupportModel
from qa.verification.verification import Verifier


def open_service(
    library: Library,
    index: VectorIndex,
    embedding: EmbeddingModel,
    split: SplitSentences,
    settings: Settings,
) -> Service:
    """Join a library, its vector index and the model that made the vectors to a service.

    `split` finds the sentences of a text in a language, as it did when the articles came in.
    Raises ConfigurationError when a chat model is set that cannot be used.
    """
    table = TranslationTable(TRANSLATION_FILE)
    bundled_reader = reader()
    lexical = LexicalSearch(library, table)
    retriever = Retriever(library, index, embedding, lexical, bundled_reader)
    ranker = SentenceRanker(RANKER_FILE, bundled_reader)
    extractive = ExtractiveAnswerer(ranker, library.article, library.sentences)
    support = SupportModel(SUPPORT_FILE, table, embedding)
    chat = chat_model(settings)
    generated = None
    if chat is not None:
        generated = GeneratedAnswerer(
            chat,
            extractive,
            support,
            split,
            library.article,
            library.sentences,
            GeneratedSettings(
                marks_unsupported=settings.chat_unsupported == "marked",
                refuses_unsupported=settings.chat_nothing_supported == "none",
            ),
        )
    return Service(
        library,
        embedding,
        retriever,
        extractive,
        Verifier(library, retriever.retrieve, support, split),
        chat=chat,
        generated=generated,
    )


def chat_model(settings: Settings) -> ChatModel | None:
    """Return the chat model of the settings, or None where none is set; ConfigurationError."""
    if not settings.chat_model:
        return None
    return LangChainChat(
        settings.chat_model,
        base_url=settings.chat_base_url,
        api_key=settings.chat_api_key.get_secret_value(),
        timeout_seconds=settings.chat_timeout_seconds,
    )
