"""The pipeline of the tutorials, with the same four packages: what Beleg is measured beside."""

from pathlib import Path
from time import perf_counter
from typing import Any


def build(folder: Path, home: Path) -> tuple[Any, int]:
    """Split, embed and store every text file; return the retriever and the number of chunks."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from training.teacher import teacher_folder

    loaded = [
        Document(page_content=path.read_text(encoding="utf-8"), metadata={"source": path.name})
        for path in sorted(folder.glob("*.txt"))
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(loaded)
    embeddings = HuggingFaceEmbeddings(model_name=str(teacher_folder()))
    store = Chroma(embedding_function=embeddings, persist_directory=str(home))
    for first in range(0, len(chunks), 5000):  # Chroma takes at most 5,461 at a time
        store.add_documents(chunks[first : first + 5000])
    return store.as_retriever(), len(chunks)


def run(folder: Path, home: Path, questions: tuple[str, ...], rounds: int) -> dict[str, Any]:
    """Return seconds of the ingest, the number of chunks, and milliseconds of each question."""
    started = perf_counter()
    retriever, n_chunks = build(folder, home)
    seconds = perf_counter() - started
    retriever.invoke(questions[0])
    times = []
    for _ in range(rounds):
        for question in questions:
            asked = perf_counter()
            retriever.invoke(question)
            times.append(1000 * (perf_counter() - asked))
    return {"seconds": seconds, "passages": n_chunks, "question_ms": times}
