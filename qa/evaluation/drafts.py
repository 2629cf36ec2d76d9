"""From what people thought of answers to draft lines of a question set."""

import json
from collections.abc import Container, Iterable
from typing import Any

from qa.feedback import RatedAnswer


def draft_lines(rated: Iterable[RatedAnswer], known: Container[str] = ()) -> list[str]:
    """Return a JSON line for each question that was rated; its latest rating counts.

    Left out are drafts whose ids are `known`: a person may have gone on with them.

    A liked answer proposes its first quote; a liked refusal says that the articles do not answer. A
    disliked answer leaves the quotes empty, for a person to fill in, and notes what was wrong:
    until then `beleg evaluate` refuses the line.
    """
    by_question: dict[str, dict[str, Any]] = {}
    for item in rated:
        asked = item.answer["standalone_question"]
        by_question.pop(asked, None)
        by_question[asked] = _draft(item)
    drafts = (draft for draft in by_question.values() if draft["id"] not in known)
    return [json.dumps(draft, ensure_ascii=False) for draft in drafts]


def _draft(item: RatedAnswer) -> dict[str, Any]:
    answer = item.answer
    quotes = [citation["quote"] for citation in answer["citations"]]
    is_liked = item.rating > 0
    draft: dict[str, Any] = {
        "id": f"feedback-{answer['id'][:12]}",
        "question": answer["question"],
        "language": answer["language"],
        "answerable": bool(quotes) or not is_liked,
        "quotes": quotes[:1] if is_liked else [],
    }
    if item.conversation:
        draft["conversation"] = [
            {"question": turn.question, "answer": turn.answer} for turn in item.conversation
        ]
    if not is_liked:
        draft["note"] = "disliked; the answer was: " + (" | ".join(quotes) or answer["text"])
    if item.comment:
        draft["comment"] = item.comment
    return draft
