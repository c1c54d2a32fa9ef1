"""What is counted for whoever watches the server: one registry of our own, without names or contents."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from usecases.figures import Figures


class Meters:
    """The counters of one process, and the gauges that a look into the database fills."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.sent = Counter("convenor_notices_sent", "Notices delivered", ["by"], registry=registry)
        self.retried = Counter(
            "convenor_notices_retried", "Attempts that will be repeated", ["by"], registry=registry
        )
        self.dead = Counter(
            "convenor_notices_buried", "Notices that became dead letters", ["by"], registry=registry
        )
        self.found = Counter(
            "convenor_notices_found", "Notices found to have arrived already", registry=registry
        )
        self.letters = Counter(
            "convenor_letters_read",
            "Letters that came in, by what became of them",
            ["outcome"],
            registry=registry,
        )
        self.ack = Histogram(
            "convenor_ack_seconds",
            "From Slack's request to our acknowledgement",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0),
            registry=registry,
        )
        self._waiting = Gauge("convenor_notices_due", "Notices due and not sent yet", registry=registry)
        self._late = Gauge(
            "convenor_notices_late", "Notices due for more than five minutes", registry=registry
        )
        self._dead = Gauge("convenor_notices_dead", "Dead letters waiting for an officer", registry=registry)
        self._oldest = Gauge(
            "convenor_notices_oldest_due_seconds", "Age of the oldest due notice", registry=registry
        )

    def page(self, figures: Figures) -> bytes:
        """The page for Prometheus."""
        self._waiting.set(figures.due)
        self._late.set(figures.late)
        self._dead.set(figures.dead)
        self._oldest.set(figures.oldest_seconds)
        return generate_latest(self.registry)
