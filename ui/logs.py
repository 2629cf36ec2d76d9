"""The server's log: a JSON object a line on standard error."""

import json
import logging
from datetime import UTC, datetime

from qa.api import request_id
from qa.settings import LogLevel
from qa.types import Answer

logger = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """Writes a record as JSON, with the id of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (given := request_id.current.get()) is not None:
            line["request_id"] = given
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


def set_up(level: LogLevel) -> None:
    """Log to standard error from now on; libraries only from warnings upwards."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("ERROR" if level == "error" else "WARNING")
    for name in ("beleg", "qa", "ingest", "ui"):
        logging.getLogger(name).setLevel(level.upper())


def log_question(answer: Answer) -> None:
    """Log what was asked and how it was answered; only where the settings allow it."""
    facts = {"question": answer.question, "answer_id": answer.id, "kind": answer.kind.value}
    logger.info("question", extra={"facts": facts})
