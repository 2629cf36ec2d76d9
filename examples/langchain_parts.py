"""Beleg's parts in LangChain: retriever, chain and tool over a home of your own.

    python examples/langchain_parts.py FOLDER "Why did Turkey stop airstrikes?"

Takes the folder's *.txt in, into a home that is thrown away, and asks by each of the three.
"""

import sys
import tempfile
from pathlib import Path

from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda

from ingest.articles import Draft
from qa.settings import Settings
from ui.home import open_home

folder, question = sys.argv[1:]
with (
    tempfile.TemporaryDirectory() as home_folder,
    open_home(Settings(home=Path(home_folder))) as home,
):
    paths = Path(folder).glob("*.txt")
    home.pipeline.ingest(Draft(item=path.name, text=path.read_text("utf-8")) for path in paths)
    beleg = home.service

    print("# Retriever: passages as Documents, each with its place in the article")
    for found in beleg.as_retriever(limit=2).invoke(question):
        place = f"{found.metadata['start']}-{found.metadata['end']}"
        print(found.metadata["title"], place, sep=" · ")

    print("\n# Chain: text as it is made, then the citations")
    citations = []
    for piece in beleg.as_chain().stream(question):
        print(piece.get("text", ""), end="")
        citations += piece.get("citations", [])
    for citation in citations:
        print(f"\n[{citation.marker}] {citation.start}-{citation.end} “{citation.quote}”")

    print("\n# Chain: behind a prompt with a conversation, before a parser")
    prompt = ChatPromptTemplate.from_messages(
        [("human", "{first}"), ("ai", "{said}"), ("human", "{follow_up}")]
    )
    text_of = RunnableLambda(lambda told: told["text"])
    chain = prompt | beleg.as_chain() | text_of | StrOutputParser()
    said = beleg.ask(question).text
    print(chain.invoke({"first": question, "said": said, "follow_up": "And when?"}))

    print("\n# Tool: for the agents of any chat model, such as create_agent(model, [tool])")
    tool = beleg.as_tool()
    print(tool.name, "-", tool.description)
    print(tool.invoke({"question": question}))
