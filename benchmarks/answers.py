"""Commands and answers over HTTP: the empty command, an answer, five hundred at once, and the whole CPU."""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.bots import serving
from benchmarks.bots.serving import Served
from benchmarks.load import Load, command, send
from benchmarks.table import Row, interleaved, ratio

ROUNDS = 9
REQUESTS = 600
CROWD = 500


@contextmanager
def stage(postgresql: str | None) -> Iterator[dict[str, Served]]:
    """Everything that is measured, each in its own process, with a Slack that answers at once."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = stack.enter_context(serving.bot("benchmarks.bots.slack"))
        api = f"http://127.0.0.1:{slack.port}/api/"

        def start(module: str, *arguments: str) -> Served:
            return stack.enter_context(serving.bot(f"benchmarks.bots.{module}", api, *arguments))

        bots = {
            "bare": start("bare"),
            "small": start("small", str(folder / "small.db")),
            "sqlite": start("convenor", f"sqlite:///{folder / 'convenor.db'}"),
        }
        if postgresql is not None:
            bots["postgresql"] = start("convenor", postgresql)
        yield bots


def rows(bots: dict[str, Served]) -> list[Row]:
    """All figures of this file."""
    for bot in bots.values():
        send(bot.port, [command("help", "U0WARM") for _ in range(200)], at_once=4)
        send(bot.port, _attending(REQUESTS), at_once=4)  # everybody has been met
    return [*_empty_command(bots), *_answers(bots), *_crowd(bots), *_cpu(bots)]


def _helping(count: int) -> list[bytes]:
    return [command("help", f"U{number:06}") for number in range(count)]


def _attending(count: int) -> list[bytes]:
    """People who answer, each for the first time or again."""
    return [command("attend", f"U{number:06}") for number in range(count)]


def _speed(bot: Served, requests: Callable[[int], list[bytes]], at_once: int) -> Callable[[], float]:
    return lambda: _sound(send(bot.port, requests(REQUESTS), at_once=at_once)).per_second


def _sound(load: Load) -> Load:
    if load.errors:
        raise RuntimeError(f"{load.errors} requests were not answered")
    return load


def _empty_command(bots: dict[str, Served]) -> list[Row]:
    ours, bare = interleaved(ROUNDS, *(_speed(bots[name], _helping, 16) for name in ("sqlite", "bare")))
    alone = _sound(send(bots["sqlite"].port, _helping(REQUESTS), at_once=1))
    return [
        Row("no-op `/sig`, all commands registered", ratio(ours, bare), "× bare Bolt", 0.90),
        Row("its p99 at concurrency 1", alone.percentile(0.99), "ms", 5, at_least=False),
        Row("bare Bolt, for scale", statistics.median(bare), "req/s"),
    ]


def _answers(bots: dict[str, Served]) -> list[Row]:
    found = []
    for name, goal in (("sqlite", 0.25), ("postgresql", 0.15)):
        if name in bots:
            ours, bare = interleaved(
                ROUNDS, _speed(bots[name], _attending, 16), _speed(bots["bare"], _helping, 16)
            )
            late = _sound(send(bots[name].port, _attending(REQUESTS), at_once=16)).percentile(0.99)
            found.append(Row(f"answer with price and count, {name}", ratio(ours, bare), "× bare Bolt", goal))
            found.append(Row(f"its p99 at 16, {name}", late, "ms", 60, at_least=False))
    return found


def _crowd(bots: dict[str, Served]) -> list[Row]:
    """Five hundred people at once, against the empty command of the same bot."""
    found = []
    for name, goal in (("sqlite", 1.5), ("postgresql", 3.0)):
        if name in bots:
            answers, nothing = interleaved(
                ROUNDS, _seconds(bots[name], _attending), _seconds(bots[name], _helping)
            )
            work = f"{CROWD} people at once, {name}"
            found.append(Row(work, ratio(answers, nothing), "× the no-op's time", goal, at_least=False))
    return found


def _seconds(bot: Served, requests: Callable[[int], list[bytes]]) -> Callable[[], float]:
    return lambda: _sound(send(bot.port, requests(CROWD), at_once=CROWD)).seconds


def _cpu(bots: dict[str, Served]) -> list[Row]:
    """What one answer costs the machine, against the small bot that does the same."""

    def spent(bot: Served) -> Callable[[], float]:
        def measure() -> float:
            before = bot.cpu_seconds()
            _sound(send(bot.port, _attending(REQUESTS), at_once=16))
            return (bot.cpu_seconds() - before) / REQUESTS * 1e6

        return measure

    ours, small = interleaved(ROUNDS, spent(bots["sqlite"]), spent(bots["small"]))
    told = f"{statistics.median(ours):.0f} µs against {statistics.median(small):.0f} µs"
    row = Row("whole CPU of an answer", ratio(ours, small), "× the small bot", 1.5, at_least=False, told=told)
    return [row]
