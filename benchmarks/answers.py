"""Commands and answers over HTTP: the empty command, an answer, five hundred at once, and the whole CPU."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.bots import serving
from benchmarks.bots.convenor import PEOPLE
from benchmarks.bots.serving import Served
from benchmarks.database import count_rows
from benchmarks.load import Load, command, send
from benchmarks.table import ROUNDS, Row, interleaved, ratio

REQUESTS = PEOPLE
CROWD = 500
CALM = 0.3  # seconds, in which cards are redrawn
SETTLING = 2.0  # after everybody has been met
NOTHING = 2_000  # empty commands in a row: fewer are over before the machine has settled


@contextmanager
def stage(postgresql: str) -> Iterator[dict[str, Served]]:
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
            "postgresql": start("convenor", postgresql),
        }
        yield bots


def rows(empty: Callable[[], str]) -> list[Row]:
    """All figures of this file; `empty` gives a PostgreSQL database. Each part has bots and databases of its own:
    people who have changed their minds a hundred times are nobody's measure."""
    found: list[Row] = []
    for part in (_empty_command, _answers, _crowd, _cpu):
        address = empty()
        with stage(address) as bots:
            for bot in bots.values():
                send(bot.port, _helping(200), at_once=4)
                send(bot.port, _attending(REQUESTS), at_once=4)  # everybody has been met
            count_rows(address)
            time.sleep(SETTLING)
            found += part(bots)
    return found


def _helping(count: int) -> list[bytes]:
    return [command("help", f"U{number:06}") for number in range(count)]


def _attending(count: int) -> list[bytes]:
    return [command("attend", f"U{number:06}") for number in range(count)]


def _nobody_comes(bot: Served) -> None:
    """Everybody sends apologies, so that each answer that is measured afterwards books and charges anew."""
    _sound(send(bot.port, [command("apologies", f"U{number:06}") for number in range(PEOPLE)], at_once=16))
    time.sleep(CALM)


def _no_op(bot: Served, count: int = REQUESTS) -> Callable[[], float]:
    return lambda: _sound(send(bot.port, _helping(count), at_once=16)).per_second


def _answering(bot: Served) -> Load:
    _nobody_comes(bot)
    return _sound(send(bot.port, _attending(REQUESTS), at_once=16))


def _sound(load: Load) -> Load:
    if load.errors:
        raise RuntimeError(f"{load.errors} requests were not answered")
    return load


def _empty_command(bots: dict[str, Served]) -> list[Row]:
    ours, bare = interleaved(ROUNDS, _no_op(bots["sqlite"], NOTHING), _no_op(bots["bare"], NOTHING))
    alone = _sound(send(bots["sqlite"].port, _helping(REQUESTS), at_once=1))
    return [
        Row("no-op `/sig`, all commands registered", ratio(ours, bare), "× bare Bolt", 0.90),
        Row("its p99 at concurrency 1", alone.percentile(0.99), "ms", 5, at_least=False),
        Row("bare Bolt, for scale", statistics.median(bare), "req/s"),
    ]


def _answers(bots: dict[str, Served]) -> list[Row]:
    return [
        row for name, goal in (("sqlite", 0.25), ("postgresql", 0.15)) for row in _answer(bots, name, goal)
    ]


def _answer(bots: dict[str, Served], name: str, goal: float) -> list[Row]:
    """Dedupe, standing, price, ledger, notice: booked anew each time."""
    late: list[float] = []

    def ours() -> float:
        load = _answering(bots[name])
        late.append(load.percentile(0.99))
        return load.per_second

    measured, bare = interleaved(ROUNDS, ours, _no_op(bots["bare"]))
    told = f"{statistics.median(measured):.0f} a second"
    return [
        Row(f"answer, {name}", ratio(measured, bare), "× bare Bolt", goal, told=told),
        Row(f"its p99 at 16, {name}", statistics.median(late), "ms", 60, at_least=False),
    ]


def _crowd(bots: dict[str, Served]) -> list[Row]:
    """Five hundred people at once, against the empty command of the same bot."""
    found = []
    for name, goal in (("sqlite", 1.5), ("postgresql", 3.0)):
        bot = bots[name]

        def answers(bot: Served = bot) -> float:
            _nobody_comes(bot)
            return _sound(send(bot.port, _attending(CROWD), at_once=CROWD)).seconds

        def nothing(bot: Served = bot) -> float:
            return _sound(send(bot.port, _helping(CROWD), at_once=CROWD)).seconds

        measured, empty = interleaved(ROUNDS, answers, nothing)
        work, told = f"{CROWD} people at once, {name}", f"{statistics.median(measured):.2f} s, no errors"
        found.append(Row(work, ratio(measured, empty), "× the no-op", goal, at_least=False, told=told))
    return found


def _cpu(bots: dict[str, Served]) -> list[Row]:
    """What one answer costs the machine, against the small bot that does the same."""

    def spent(bot: Served) -> Callable[[], float]:
        def measure() -> float:
            _nobody_comes(bot)
            before = bot.cpu_seconds()
            _sound(send(bot.port, _attending(REQUESTS), at_once=16))
            return (bot.cpu_seconds() - before) / REQUESTS * 1e6

        return measure

    ours, small = interleaved(ROUNDS, spent(bots["sqlite"]), spent(bots["small"]))
    told = f"{statistics.median(ours):.0f} µs against {statistics.median(small):.0f} µs"
    row = Row("whole CPU of an answer", ratio(ours, small), "× the small bot", 1.5, at_least=False, told=told)
    return [row]
