"""OpenAI's own client, and LangChain's, over a real server: what they read is Beleg's answer."""

from collections.abc import Iterator

import httpx
import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_openai import ChatOpenAI
from openai import AuthenticationError, NotFoundError, OpenAI, UnprocessableEntityError
from openai.types.chat import ChatCompletionChunk

from qa.types import Citation
from tests.api.running import PATIENCE, QUESTION, QUOTE, RunningServer, running_server
from tests.api.test_ask import ANSWER_FIELDS, ask

NOTHING = "Who won the chess championship of 1972?"
SAME = ("kind", "text", "language", "confidence", "citations", "nearest", "models", "index")


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[OpenAI]:
    with opened(server) as client:
        yield client


def opened(server: RunningServer, key: str = "none") -> OpenAI:
    return OpenAI(
        base_url=f"{server.address}/v1",
        api_key=key,
        max_retries=0,
        timeout=PATIENCE,
        http_client=httpx.Client(trust_env=False, timeout=PATIENCE),
    )


def asked(question: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": question}]


def streamed(client: OpenAI, question: str, **options: object) -> list[ChatCompletionChunk]:
    return list(
        client.chat.completions.create(
            model="beleg", messages=asked(question), stream=True, **options
        )
    )


@pytest.mark.parametrize("question", [QUESTION, NOTHING])
def test_the_message_is_the_answer_that_ask_gives(
    server: RunningServer, client: OpenAI, question: str
) -> None:
    completion = client.chat.completions.create(model="beleg", messages=asked(question))
    [choice] = completion.choices
    answer, own = ask(server, question=question), completion.beleg
    assert set(own) == ANSWER_FIELDS
    assert {field: own[field] for field in SAME} == {field: answer[field] for field in SAME}
    assert (choice.message.role, choice.message.content) == ("assistant", answer["text"])
    assert choice.finish_reason == "stop"
    assert (completion.object, completion.model) == ("chat.completion", "beleg")


def test_every_marker_is_annotated_with_an_address_that_opens(
    server: RunningServer, client: OpenAI
) -> None:
    completion = client.chat.completions.create(model="beleg", messages=asked(QUESTION))
    message, own = completion.choices[0].message, completion.beleg
    assert len(message.annotations) == len(own["citations"]) >= 1
    for annotation, citation in zip(message.annotations, own["citations"], strict=True):
        cited = annotation.url_citation
        assert message.content[cited.start_index : cited.end_index] == f"[{citation['marker']}]"
        assert cited.title == citation["title"]
        assert cited.url == server.address + citation["url"]
        assert httpx.get(cited.url, trust_env=False).status_code == 200
    assert Citation(**own["citations"][0]).quote == QUOTE


def test_usage_adds_up(client: OpenAI) -> None:
    messages = [{"role": "system", "content": "Be brief."}, *asked("Why did Turkey stop?")]
    usage = client.chat.completions.create(model="beleg", messages=messages).usage
    assert usage.prompt_tokens == 8  # Be brief . Why did Turkey stop ?
    assert usage.completion_tokens > 0
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


@pytest.mark.parametrize("question", [QUESTION, NOTHING])
def test_the_stream_says_the_same_in_one_answer_of_chunks(
    client: OpenAI, question: str
) -> None:
    chunks = streamed(client, question, stream_options={"include_usage": True})
    whole = client.chat.completions.create(model="beleg", messages=asked(question))
    assert len({chunk.id for chunk in chunks}) == 1
    assert len({chunk.created for chunk in chunks}) == 1
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    with_choice = [chunk for chunk in chunks if chunk.choices]
    deltas = [chunk.choices[0].delta for chunk in with_choice]
    assert [delta.role for delta in deltas] == ["assistant"] + [None] * (len(deltas) - 1)
    text = "".join(delta.content or "" for delta in deltas)
    assert text == whole.choices[0].message.content
    ends = [chunk.choices[0].finish_reason for chunk in with_choice]
    assert ends == [None] * (len(ends) - 1) + ["stop"]
    own = with_choice[-1].beleg
    assert {field: own[field] for field in SAME} == {field: whole.beleg[field] for field in SAME}
    annotated = [a for delta in deltas for a in getattr(delta, "annotations", None) or ()]
    assert annotated == [a.model_dump() for a in whole.choices[0].message.annotations]
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage


def test_the_stream_ends_with_done_and_tells_usage_only_when_asked(server: RunningServer) -> None:
    body = {"model": "beleg", "messages": asked(QUESTION), "stream": True}
    reply = server.client.post("/v1/chat/completions", json=body)
    assert reply.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in reply.text.split("\n\n") if line]
    assert all(line.startswith("data: ") for line in lines)
    assert lines[-1] == "data: [DONE]"
    assert '"usage":{' not in reply.text


def test_the_conversation_in_the_messages_makes_a_follow_up(
    server: RunningServer, client: OpenAI
) -> None:
    first = client.chat.completions.create(model="beleg", messages=asked(QUESTION))
    said = first.choices[0].message.content
    messages = [
        {"role": "system", "content": "You answer pirates only."},
        *asked(QUESTION),
        {"role": "assistant", "content": said},
        *asked("And when?"),
    ]
    follow_up = client.chat.completions.create(model="beleg", messages=messages)
    turns = [{"question": QUESTION, "answer": said}]
    answer = ask(server, question="And when?", conversation=turns)
    assert follow_up.beleg["standalone_question"] == answer["standalone_question"] != "And when?"
    assert follow_up.beleg["citations"] == answer["citations"]


def test_content_may_come_in_parts_and_filters_in_the_body(
    server: RunningServer, client: OpenAI
) -> None:
    kept = server.add(
        text="The Quandel tower was painted green because moss had grown on it.",
        id="openai-kept", collection="openai",
    )  # fmt: skip
    parts = [
        {"type": "text", "text": "Why was the Quandel tower"},
        {"type": "text", "text": "painted green?"},
    ]
    completion = client.chat.completions.create(
        model="gpt-of-another-house",
        messages=[{"role": "user", "content": parts}],
        temperature=0.3,
        max_tokens=5,
        extra_body={"filters": {"collection": "openai"}, "answer_language": "de"},
    )
    assert [c["article_id"] for c in completion.beleg["citations"]] == [kept]
    assert completion.beleg["language"] == "de"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "assistant", "content": "Hello."}]}, "expected the user's"),
        ({"messages": [{"role": "user", "content": "?!"}]}, "is not a question"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "type"),
        ({"n": 2}, "n: "),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"extra_body": {"filters": {"colour": "red"}}}, "filters.colour"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_is_wrong_is_told_in_openais_envelope(
    client: OpenAI, wrong: dict, told: str, stream: bool
) -> None:
    request = {"model": "beleg", "messages": asked(QUESTION), "stream": stream, **wrong}
    with pytest.raises(UnprocessableEntityError) as raised:
        client.chat.completions.create(**request)
    assert told in raised.value.body["message"]
    assert raised.value.body["type"] == "invalid_request_error"


def test_the_models_are_one(client: OpenAI) -> None:
    [model] = client.models.list()
    assert (model.id, model.object, model.owned_by) == ("beleg", "model", "beleg")
    assert client.models.retrieve("beleg") == model
    with pytest.raises(NotFoundError) as raised:
        client.models.retrieve("gpt-9")
    assert raised.value.code == "model_not_found"


def test_the_answer_can_be_rated(server: RunningServer, client: OpenAI) -> None:
    completion = client.chat.completions.create(model="beleg", messages=asked(QUESTION))
    chunks = streamed(client, QUESTION)
    for answer_id in (completion.beleg["id"], chunks[-1].beleg["id"]):
        rated = server.client.post(
            "/v1/feedback", json={"answer_id": answer_id, "rating": 1}
        )
        assert rated.status_code == 204


def test_a_wrong_key_is_told_as_openai_would(tmp_path_factory: pytest.TempPathFactory) -> None:
    key = "sk-0123456789abcdef0123456789abcdef"
    home = tmp_path_factory.mktemp("openai-keys")
    with running_server(home, BELEG_API_KEYS=f"bot:{key}") as server:
        server.client.headers["Authorization"] = f"Bearer {key}"
        with opened(server, key) as client:
            assert [model.id for model in client.models.list()] == ["beleg"]
        with opened(server, "sk-wrong") as client, pytest.raises(AuthenticationError) as raised:
            client.models.list()
        assert raised.value.code == "invalid_api_key"


def test_langchain_talks_to_it_as_to_any_chat_model(server: RunningServer) -> None:
    with httpx.Client(trust_env=False, timeout=PATIENCE) as http:
        chat = ChatOpenAI(
            model="beleg", base_url=f"{server.address}/v1", api_key="none", http_client=http
        )
        message = chat.invoke(QUESTION)
        assert QUOTE in message.text
        assert message.usage_metadata["output_tokens"] > 0
        assert "".join(chunk.text for chunk in chat.stream(QUESTION)) == message.text
        follow_up = chat.invoke(
            [HumanMessage(QUESTION), AIMessage(message.text), HumanMessage("And when?")]
        )
    turns = [{"question": QUESTION, "answer": message.text}]
    assert follow_up.text == ask(server, question="And when?", conversation=turns)["text"]
