"""Real servers that a person's calendar lives on."""

import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import radicale
from radicale import config


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the tests read what was stored, not what was asked."""


@pytest.fixture
def caldav_server(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A Radicale of its own on a free port: every person has a calendar that only they may touch."""
    settings = config.load()
    settings.update(
        {
            "auth": {"type": "none"},
            "rights": {"type": "owner_only"},
            "storage": {"filesystem_folder": str(tmp_path / "radicale")},
        },
        "test",
    )
    server = make_server("127.0.0.1", 0, radicale.Application(settings), handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    thread.join()
    server.server_close()
