"""Logs: one line an event, ours and the libraries' alike, and no secret in any of them."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_lines_and_a_librarys_have_the_same_shape() -> None:
    stream = io.StringIO()
    logs.configure("json", stream=stream)

    structlog.get_logger("bot").info("notice sent", notice="n1")
    logging.getLogger("some.library").warning("retrying in %s s", 5)

    ours, theirs = lines(stream)
    assert (ours["event"], ours["notice"], ours["level"]) == ("notice sent", "n1", "info")
    assert (theirs["event"], theirs["level"]) == ("retrying in 5 s", "warning")
    assert ours["timestamp"].endswith("Z")
    assert ours.keys() - {"notice"} == theirs.keys()


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-456-hidden",
        "xoxe.xoxb-1-hidden",
        "xapp-1-A1-2-hidden",
        "https://hooks.slack.com/commands/T1/2/hidden",
        "sk_live_hidden",
        "whsec_hidden",
        "postgresql://u:hidden@db/x",
        "Bearer abc.hidden",
    ],
)
def test_secrets_are_masked_in_text_values_and_tracebacks(secret: str) -> None:
    stream = io.StringIO()
    logs.configure("json", stream=stream)
    log = structlog.get_logger("bot")

    log.info(f"using {secret} now", deep={"list": [secret]}, error=ValueError(secret))
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        log.exception("it failed")
    logging.getLogger("some.library").warning("sent %s", secret)

    assert stream.getvalue().count(logs.MASK) == 5
    assert "hidden" not in stream.getvalue()
    assert len(lines(stream)) == 3


def test_libraries_that_log_bodies_are_quiet_below_warnings() -> None:
    stream = io.StringIO()
    logs.configure("json", level=logging.DEBUG, stream=stream)

    logging.getLogger("slack_sdk.web").debug("body: …")
    logging.getLogger("slack_sdk.web").warning("rate limited")

    assert [line["event"] for line in lines(stream)] == ["rate limited"]


def test_the_console_form_is_plain_text_when_nobody_watches() -> None:
    stream = io.StringIO()
    logs.configure("console", stream=stream)

    log = structlog.get_logger("bot")
    log.info("started", port=8080)
    try:
        raise RuntimeError("it broke")
    except RuntimeError:
        log.exception("not done")

    assert "RuntimeError: it broke" in stream.getvalue()
    assert "started" in stream.getvalue()
    assert "port=8080" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()
