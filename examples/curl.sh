#!/usr/bin/env bash
# Each route that a bot needs, with curl: examples/curl.sh [ask|stream|search|verify|chat ...]
# SERVER=http://127.0.0.1:7860 and KEY=... say whom to ask, and with which key where there are keys.
set -euo pipefail

server=${SERVER:-http://127.0.0.1:7860}
question="Why did Turkey stop airstrikes?"

post() {
    curl --silent --show-error --no-buffer --fail-with-body "$server$1" \
        --header "Content-Type: application/json" \
        ${KEY:+--header "Authorization: Bearer $KEY"} --data-binary "$2"
}

ask() { post /v1/ask "{\"question\": \"$question\"}"; }

stream() { post /v1/ask "{\"question\": \"$question\", \"stream\": true}"; }

search() { post /v1/search "{\"question\": \"$question\", \"limit\": 3}"; }

# An answer, kept as it came, is checked again: do its quotes still stand?
verify() { ask | post /v1/verify @-; }

# The same answer for programs that speak OpenAI's protocol.
chat() {
    post /v1/chat/completions \
        "{\"model\": \"beleg\", \"messages\": [{\"role\": \"user\", \"content\": \"$question\"}]}"
}

for step in "${@:-ask}"; do
    "$step"
    echo
done
