"""What the process counts of itself, for Prometheus: no person, no text, no id.

Every replica reports the same outbox, and its own work.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from bot import logs
from bot.outbox.codes import Fate
from bot.outbox.ports import Delivery
from bot.slack.edge.services import Heard
from bot.store.secrets.sealing import tally

log = logs.logger(__name__)

PAGE_TYPE = CONTENT_TYPE_LATEST
_CALL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LATE_SECONDS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0)
_TICK_SECONDS = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0, 120.0)
# Slack hangs up after three seconds.
_ANSWER_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0)


@dataclass(frozen=True)
class Overdue:
    """What is wrong with the sending now: how many messages are overdue, for how long (seconds)
    the first of them has been due, and how many were given up, by reason. Of what waits in time
    nothing is told: how many messages are queued says what people do."""

    messages: int
    seconds: float
    given_up: Mapping[str, int]


@dataclass(frozen=True)
class Ledger:
    """Whether windows can be sealed, and in how many answers there is something to fix."""

    journal_usable: bool
    unreadable_answers: int


class Metrics:
    """All of one process; `overdue`, `ledger` and `leads` (how many) are asked when scraped."""

    def __init__(
        self,
        version: str,
        overdue: Callable[[], Overdue],
        ledger: Callable[[], Ledger],
        leads: Callable[[], int],
    ) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Asked(overdue, _of_outbox, "the outbox cannot be counted"))
        registry.register(_Asked(ledger, _of_ledger, "the ledger cannot be read"))
        registry.register(_Asked(leads, _of_leads, "the leads cannot be counted"))
        Info("revmentor", "The program that runs.", registry=registry).info({"version": version})
        self._deliveries = Counter(
            "revmentor_deliveries",
            "Attempts to deliver a message, by what came of them.",
            ["outcome"],
            registry=registry,
        )
        self._given_up = Counter(
            "revmentor_given_up",
            "Messages that will not be tried again, those included of which nothing is kept.",
            registry=registry,
        )
        self._attempt = Histogram(
            "revmentor_delivery_seconds",
            "How long one attempt took, Slack's answer included.",
            buckets=_CALL_SECONDS,
            registry=registry,
        )
        self._late = Histogram(
            "revmentor_delivery_lateness_seconds",
            "How long after its due time a message was sent.",
            buckets=_LATE_SECONDS,
            registry=registry,
        )
        self._ticks = Histogram(
            "revmentor_tick_seconds",
            "How long one look at what is due took.",
            buckets=_TICK_SECONDS,
            registry=registry,
        )
        self._failures = Counter(
            "revmentor_tick_failures",
            "Rows of the schedule that failed, to be tried again at the next tick.",
            ["row"],
            registry=registry,
        )
        self._requests = Histogram(
            "revmentor_request_seconds",
            "How long Slack waited for an answer.",
            ["kind", "outcome"],
            buckets=_ANSWER_SECONDS,
            registry=registry,
        )
        Gauge(
            "revmentor_sealed_fields_unreadable",
            "How often a sealed field did not open since the start; see the doctor.",
            registry=registry,
        ).set_function(lambda: tally.count)
        self._again = Counter(
            "revmentor_inbox_duplicates",
            "Requests that had had their effect already.",
            registry=registry,
        )

    def page(self) -> bytes:
        """Everything, in Prometheus's text format."""
        return generate_latest(self._registry)

    def delivered(self, delivery: Delivery) -> None:
        self._deliveries.labels(delivery.outcome).inc()
        if delivery.given_up:
            self._given_up.inc()
        if delivery.seconds is not None:
            self._attempt.observe(delivery.seconds)
        if delivery.late_seconds is not None:
            self._late.observe(delivery.late_seconds)

    def heard(self, heard: Heard) -> None:
        self._requests.labels(heard.kind, heard.outcome).observe(heard.seconds)
        if heard.outcome == "again":
            self._again.inc()

    @contextmanager
    def tick(self) -> Iterator[None]:
        """Around one look at what is due."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self._ticks.observe(time.monotonic() - begun)

    def row_failed(self, row: str) -> None:
        self._failures.labels(row).inc()


T = TypeVar("T")
Gauges = Iterator[GaugeMetricFamily]


class _Asked(Collector, Generic[T]):
    """Asked of the database at each scrape; while it is away, nothing is said."""

    def __init__(self, ask: Callable[[], T], gauges: Callable[[T], Gauges], failed: str) -> None:
        self._ask, self._gauges, self._failed = ask, gauges, failed

    def describe(self) -> Iterable[Metric]:
        return ()  # or the database would be asked at registration

    def collect(self) -> Iterable[Metric]:
        try:
            found = self._ask()
        except Exception as error:  # a scrape must not fail with the database
            log.warning(self._failed, exc_info=error)
            return
        yield from self._gauges(found)


def _of_outbox(found: Overdue) -> Gauges:
    yield GaugeMetricFamily(
        "revmentor_outbox_overdue_messages",
        "Messages that should have left a quarter of an hour ago.",
        value=found.messages,
    )
    yield GaugeMetricFamily(
        "revmentor_outbox_overdue_seconds",
        "How long the first overdue message has been due, 0 when none is overdue.",
        value=found.seconds,
    )
    given_up = GaugeMetricFamily(
        "revmentor_outbox_given_up_messages",
        "Messages that were given up and are still kept, by reason.",
        labels=["reason"],
    )
    for reason in map(str, Fate):
        given_up.add_metric([reason], found.given_up.get(reason, 0))
    yield given_up


def _of_ledger(ledger: Ledger) -> Gauges:
    yield GaugeMetricFamily(
        "revmentor_journal_usable",
        "Whether the journal can be relied on: without it no window is sealed.",
        value=int(ledger.journal_usable),
    )
    yield GaugeMetricFamily(
        "revmentor_answers_unreadable",
        "Answers that do not open, in windows that wait for an operator.",
        value=ledger.unreadable_answers,
    )


def _of_leads(leads: int) -> Gauges:
    yield GaugeMetricFamily(
        "revmentor_leads",
        "How many lead the programme and have a full account in Slack.",
        value=leads,
    )
