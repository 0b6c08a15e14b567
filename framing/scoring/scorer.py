"""Instruments made ready once, then one batch of articles at a time: the order of steps."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from framing.deadline import deadline
from framing.errors import FramingError, InputError, NoArticlesError
from framing.model import Article, CountingInstrument, HitColumns, Instrument, Measure, Rejected, Source
from framing.preprocessing.silenced import checked_words
from framing.preprocessing.tokens import has_word
from framing.preprocessing.vocabulary import forget
from framing.run import Run, make_run
from framing.scoring import catalogue
from framing.scoring.batch import Batch, passages
from framing.scoring.counting import count, find, find_names
from framing.scoring.listed import listed_terms
from framing.scoring.manifest import make_manifest
from framing.scoring.net import net_measures, tone_measures, with_net
from framing.scoring.options import Languages, Options
from framing.scoring.reading import Plans, read
from framing.scoring.tables import Tables, join_tables, make_tables
from framing.scoring.told import Spans, Told

if TYPE_CHECKING:
    from framing.lexicon.codebook import Codebook


#: Into how many batches one is split that cannot be scored as it is, until the article that is to blame stands alone.
_PIECES = 16


@dataclass(frozen=True, slots=True)
class Scored:
    """Tables of batches, what could not be scored, and what must be said of articles that were."""

    tables: list[Tables]
    rejected: list[Rejected]
    warnings: list[str]


def joined_scores(parts: Sequence[Scored]) -> Scored:
    """Several batches as one."""
    return Scored(
        [each for part in parts for each in part.tables],
        [each for part in parts for each in part.rejected],
        [each for part in parts for each in part.warnings],
    )


def rejection(article: Article, reason: str) -> Rejected:
    """The row of an article that cannot be scored."""
    return Rejected(article.input or article.id, article.row, reason)


def nothing_scored(rejected: Sequence[Rejected]) -> NoArticlesError:
    """The error where no article was left to score."""
    n = len(rejected)
    first = f"; the first: {rejected[0].place}: {rejected[0].reason}" if rejected else ""
    return NoArticlesError(
        f"no article could be scored ({n} input{'s' * (n != 1)} rejected{first})", rejected
    )


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for circles among very many objects that are in none: a seventh of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Scorer:
    """Instruments made ready once, then one batch of articles at a time."""

    def __init__(self, options: Options) -> None:
        from framing.lexicon.instrument import LexiconInstrument, actor_instrument, frame_instrument

        forget()  # new instruments would look at every word that others have met
        self.options = replace(options, without_tone_words=checked_words(options.without_tone_words))
        named = next((each for each in options.instruments if _is_called(each, options.names)), options.names)
        self.names = named if isinstance(named, LexiconInstrument) else actor_instrument(options.names)
        self.chosen = catalogue.instruments(
            [
                self.names if each in (options.names, catalogue.ACTORS) else each
                for each in options.instruments
            ]
        )
        by_name: dict[str, Instrument] = {each.name: each for each in self.chosen}
        self.counting = {each.name: each for each in self.chosen if isinstance(each, CountingInstrument)}
        tones = [each for each in self.chosen if tone_measures(each)]
        self.net: CountingInstrument | None = None
        if options.net_of is not None and tones:
            chosen = by_name.get(options.net_of)
            if chosen is not None and not isinstance(chosen, CountingInstrument):
                raise FramingError(f"net of '{options.net_of}': is no codebook; name one that counts words")
            self.net = chosen or frame_instrument(options.net_of)
        for each in (self.names, self.net):
            if each is not None:
                catalogue.check_same(by_name.get(each.name, each), each)
        if options.languages not in get_args(Languages):
            raise FramingError(
                f"languages '{options.languages}': unknown; there are {', '.join(get_args(Languages))}"
            )

    def score(self, articles: Sequence[Article]) -> Scored:
        """Tables of the articles that can be scored, in order, and why the others cannot.

        Parameters
        ----------
        articles
            a batch: what is said of an article does not depend on the others
        """
        try:
            with deadline(self.options.max_seconds), _uncollected():
                return self._score(articles)
        except InputError as error:
            if len(articles) == 1:
                return Scored([], [rejection(articles[0], str(error))], [])
        step = -(-len(articles) // _PIECES)
        return joined_scores(
            [self.score(articles[low : low + step]) for low in range(0, len(articles), step)]
        )

    def run(
        self,
        scored: Scored,
        *,
        inputs: Mapping[str, str],
        command: str | None,
        reading: Mapping[str, Any] | None = None,
    ) -> Run:
        """Make the tables a run.

        Raises
        ------
        NoArticlesError
            if there is no article.
        """
        rejected = scored.rejected
        if not scored.tables:
            raise nothing_scored(rejected)
        return make_run(
            **join_tables(scored.tables),
            measures=self.measures(),
            rejected=rejected,
            manifest=self.manifest(scored.warnings, inputs=inputs, command=command, reading=reading),
            terms=self.terms(),
        )

    def measures(self) -> list[tuple[Measure, Source, str]]:
        """Each measure of a run with its instrument's source and settings."""
        return [
            (measure, each.source, self._settings(each))
            for each in self.chosen
            for measure in self._measures(each)
        ]

    def terms(self) -> dict[str, list[Any]]:
        """Every pattern of the codebooks that are read with."""
        return listed_terms(self._codebooks())

    def manifest(
        self,
        warnings: Sequence[str],
        *,
        inputs: Mapping[str, str],
        command: str | None,
        reading: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The manifest of a run; `reading` says how its articles were read."""
        return make_manifest(
            chosen=self.chosen,
            codebooks=self._codebooks(),
            names=self.names.name,
            settings=self.options.settings(),
            inputs=inputs,
            reading=reading,
            warnings=warnings,
            command=command,
        )

    def _codebooks(self) -> list[Codebook]:
        """Each codebook that is read with, once."""
        from framing.lexicon.instrument import LexiconInstrument

        books = [
            each.codebook
            for each in (*self.chosen, self.names, self.net)
            if isinstance(each, LexiconInstrument)
        ]
        return list({book.name: book for book in books}.values())

    def _check_language(self, article: Article) -> str | None:
        from framing.preprocessing.language import check_language

        found = check_language(article.text)
        if found.verdict == "english":
            return None
        words = f"{100 * found.share:.0f} % function words"
        if found.verdict == "not english":
            raise InputError(f"not English: {words}; --any-language scores it")
        return f"{article.id}: perhaps not English ({words} in only {found.n_words} words); scored"

    def _score(self, articles: Sequence[Article]) -> Scored:
        rejected, kept, parts = [], [], []
        for article in articles:
            found = passages(article)
            if any(has_word(part.prepared.text) for part in found):
                kept.append(article)
                parts.append(found)
            else:
                rejected.append(rejection(article, "no words"))
        batch = Batch(kept, parts)
        warnings: list[str] = []
        foreign = set()
        for index in self._in_doubt(batch):
            try:
                warnings += filter(None, [self._check_language(kept[index])])
            except InputError as error:
                rejected.append(rejection(kept[index], str(error)))
                foreign.add(index)
        if foreign:
            some = [index for index in range(len(kept)) if index not in foreign]
            batch = Batch([kept[index] for index in some], [parts[index] for index in some])
        if not batch.articles:
            return Scored([], rejected, warnings)
        names = find_names(self.names, batch)
        inside = Spans(batch, names)
        told = {name: self._counted(each, batch, names, inside) for name, each in self.counting.items()}
        told |= self._read(batch, told, inside)
        said = [(each, told[each.name]) for each in self.chosen]
        return Scored([make_tables(batch, said, names, evidence=self._evidence)], rejected, warnings)

    def _in_doubt(self, batch: Batch) -> list[int]:
        """Articles that may not be English: a first look at NLTK's words is enough for all others."""
        import numpy as np

        from framing.preprocessing.language import ENGLISH_SHARE, ENOUGH_WORDS, is_function_word

        if self.options.languages == "any":
            return []
        tokens = batch.sentences.tokens
        is_function = batch.sentences.vocabulary.types.marks("function", is_function_word).take(tokens.type)
        functions = np.bincount(tokens.text.compress(is_function), minlength=len(batch.sentences))
        article = batch.article[batch.paragraph]
        n = len(batch.articles)
        words = np.bincount(article, weights=batch.n_words[:, 0], minlength=n)
        share = np.bincount(article, weights=functions, minlength=n) / np.maximum(words, 1)
        # words are cut a little differently here, so what comes near the limits is looked at as it should be
        return np.flatnonzero((share < 1.2 * ENGLISH_SHARE) | (words < 2 * ENOUGH_WORDS)).tolist()

    def _counted(self, each: CountingInstrument, batch: Batch, names: HitColumns, inside: Spans) -> Told:
        import numpy as np

        if each.name == self.names.name:
            return count(each, batch, names, np.zeros(len(names.text), dtype=bool))
        hits = find(each, batch)
        return count(each, batch, hits, inside.hold(hits))

    def _read(self, batch: Batch, counted: Mapping[str, Told], inside: Spans) -> dict[str, Told]:
        """What each other instrument says, tone with what it is net of frames."""
        frames: HitColumns | None = None
        if self.net is not None:
            known = counted.get(self.net.name)
            frames = known.hits if known else find(self.net, batch)
        plans = Plans(batch, self.options.without_tone_words, frames)
        made = {}
        for each in self.chosen:
            if each.name in counted:
                continue
            found, net, shares = read(each, plans, is_tone=bool(tone_measures(each)), evidence=self._evidence)
            made[each.name] = replace(with_net(each, found, net, shares), in_name=inside.hold(found.hits))
        return made

    @property
    def _evidence(self) -> bool:
        """Whether that table is wanted."""
        return self.options.evidence == "hits"

    def _measures(self, each: Instrument) -> list[Measure]:
        measures = list(each.measures)
        if self.net is not None:
            for measure in tone_measures(each):
                measures += net_measures(measure, self.net.name)
        return measures

    def _settings(self, each: Instrument) -> str:
        if each.name in self.counting:
            return f"names: {self.options.names}"
        if not tone_measures(each):
            return ""
        words = ", ".join(self.options.without_tone_words)
        net = f"net of: {self.net.name}" if self.net is not None else ""
        return "; ".join(filter(None, (net, words and f"without: {words}")))


def _is_called(instrument: str | Instrument, name: str) -> bool:
    return not isinstance(instrument, str) and instrument.name == name
