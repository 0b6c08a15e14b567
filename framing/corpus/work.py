"""What every worker does, wherever it runs: score a batch so that no text of it stops the rest, and pack the part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.corpus.parts import packed
from framing.errors import FramingError
from framing.model import Article, Rejected
from framing.scoring import Options
from framing.scoring.scorer import Scored, Scorer, joined_scores, rejection
from framing.tables import table_types

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles that are scored together: the number of their part, and what of them is rejected unread."""

    number: int
    articles: tuple[Article, ...]
    rejected: tuple[Rejected, ...] = ()

    def without(self, index: int, reason: str) -> Batch:
        """The batch with one of its articles rejected."""
        article = self.articles[index]
        rest = self.articles[:index] + self.articles[index + 1 :]
        return Batch(self.number, rest, (*self.rejected, rejection(article, reason)))


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to begin.

    `prepare` is called first (the command line loads NLTK leanly with it); it must be a function of a module.
    """

    options: Options
    prepare: Callable[[], object] | None = None


class Worker:
    """Instruments made ready once; then one batch after the other.

    `scorer` is one of the same options, if there is one in this process already.
    """

    def __init__(self, setup: Setup, scorer: Scorer | None = None) -> None:
        if setup.prepare is not None:
            setup.prepare()
        self.options = setup.options
        self.scorer = scorer or Scorer(setup.options)
        self.types: Mapping[str, Mapping[str, str]] = table_types(
            each for each, _, _ in self.scorer.measures()
        )

    def part(self, batch: Batch) -> dict[str, bytes]:
        """The files of the batch's part."""
        scored = self.score(batch.articles) if batch.articles else Scored([], [], [])
        return packed(joined_scores([Scored([], list(batch.rejected), []), scored]), self.types)

    def score(self, articles: Sequence[Article]) -> Scored:
        """Tables of the articles; one that breaks something is rejected, and the rest is scored.

        After a fault the instruments are made afresh, since what they had begun may be half done.
        """
        try:
            return self.scorer.score(articles)
        except FramingError:
            raise
        except Exception as error:  # noqa: BLE001 # whatever it is, it costs one article and is reported
            reason = fault(error)
        self.scorer = Scorer(self.options)
        if len(articles) == 1:
            return Scored([], [rejection(articles[0], reason)], [])
        middle = len(articles) // 2
        return joined_scores([self.score(articles[:middle]), self.score(articles[middle:])])


def fault(error: Exception) -> str:
    """Reason of a row of rejected.csv for an error that nobody foresaw."""
    said = " ".join(f"{type(error).__name__} {error}".split())[:_LONGEST]
    return f"a fault of framing: {said}; please report it"


def in_this_process(
    setup: Setup,
    batches: Iterator[Batch],
    keep: Callable[[int, dict[str, bytes]], None],
    *,
    scorer: Scorer | None = None,
) -> None:
    """Score the batches one after the other, without starting anything; `scorer` as in `Worker`."""
    worker: Worker | None = None
    for batch in batches:
        worker = worker or Worker(setup, scorer)
        keep(batch.number, worker.part(batch))
