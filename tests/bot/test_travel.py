"""The sandbox's clock: it goes on, never back, and is found again where it was left."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.tryout.clock import TravellingClock

REAL = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_clock_that_was_sent_on_goes_on_from_there() -> None:
    real = [REAL]
    clock = TravellingClock(real=lambda: real[0])
    clock.to(REAL + timedelta(days=3))
    real[0] += timedelta(minutes=5)
    assert clock() == REAL + timedelta(days=3, minutes=5)


def test_clock_never_goes_back() -> None:
    clock = TravellingClock(real=lambda: REAL)
    clock.to(REAL + timedelta(days=3))
    clock.to(REAL + timedelta(days=1))
    assert clock() == REAL + timedelta(days=3)


def test_clock_is_found_again_where_it_was_left(tmp_path: Path) -> None:
    kept = tmp_path / "clock"
    TravellingClock(kept, real=lambda: REAL).to(REAL + timedelta(days=40))
    assert TravellingClock(kept, real=lambda: REAL)() == REAL + timedelta(days=40)
