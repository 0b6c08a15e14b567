"""Instruments made ready once, then one article at a time: the order of steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from framing.deadline import deadline
from framing.errors import FramingError, InputError, NoArticlesError
from framing.model import VOICES, Article, CountingInstrument, Hit, Instrument, Measure, Rejected
from framing.preprocessing.silenced import checked_words, without_words
from framing.run import Run, make_run
from framing.scoring import catalogue
from framing.scoring.manifest import make_manifest
from framing.scoring.net import net_measures, tone_measures, with_net
from framing.scoring.options import Languages, Options
from framing.scoring.passage import Passage, passages
from framing.scoring.reading import Counted, Key, Placed, count, hit_spans, is_inside, masked, read, units
from framing.scoring.rows import (
    Rows,
    actor_rows,
    article_row,
    evidence_rows,
    paragraph_row,
    quotation_rows,
    score_rows,
)

_TABLES = ("articles", "paragraphs", "by_voice", "sentences", "evidence", "actors", "quotations")
_NOTHING = Counted((), ())


class Scorer:
    """Instruments made ready once, then one article at a time."""

    def __init__(self, options: Options) -> None:
        from framing.lexicon.instrument import LexiconInstrument, actor_instrument, frame_instrument

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
        self.net: Instrument | None = None
        if options.net_of is not None and tones:
            self.net = by_name.get(options.net_of) or frame_instrument(options.net_of)
        for each in (self.names, self.net):
            if each is not None:
                catalogue.check_same(by_name.get(each.name, each), each)
        self.warnings: list[str] = []
        if options.languages not in get_args(Languages):
            raise FramingError(
                f"languages '{options.languages}': unknown; there are {', '.join(get_args(Languages))}"
            )

    def add(self, article: Article, rows: Rows) -> str | None:
        """Append the article's rows; when it cannot be scored, append nothing and say why."""
        try:
            warning = self._check_language(article)
            with deadline(self.options.max_seconds):
                made = list(self._rows(article))
        except InputError as error:
            return str(error)
        for table, row in made:
            rows.add(table, row)
        if warning:
            self.warnings.append(warning)
        return None

    def run(
        self, rows: Rows, rejected: Sequence[Rejected], *, inputs: Mapping[str, str], command: str | None
    ) -> Run:
        """Make the collected rows a run.

        Raises
        ------
        NoArticlesError
            if there is no row.
        """
        from framing.lexicon.instrument import LexiconInstrument

        if "articles" not in rows.tables:
            n = len(rejected)
            first = f"; the first: {rejected[0].input}: {rejected[0].reason}" if rejected else ""
            raise NoArticlesError(
                f"no article could be scored ({n} input{'s' * (n != 1)} rejected{first})", rejected
            )
        books = [
            each.codebook
            for each in (*self.chosen, self.names, self.net)
            if isinstance(each, LexiconInstrument)
        ]
        settings = {each.name: self._settings(each) for each in self.chosen}
        tables = {name: rows.tables.get(name, {}) for name in _TABLES}
        return make_run(
            **tables,
            measures=[
                (measure, each.source, settings[each.name])
                for each in self.chosen
                for measure in self._measures(each)
            ],
            rejected=rejected,
            manifest=make_manifest(
                chosen=self.chosen,
                codebooks={book.name: book for book in books}.values(),
                names=self.names.name,
                settings=self.options.settings(),
                inputs=inputs,
                warnings=self.warnings,
                command=command,
            ),
        )

    def _check_language(self, article: Article) -> str | None:
        from framing.preprocessing.language import check_language

        if self.options.languages == "any":
            return None
        found = check_language(article.text)
        if found.verdict == "english":
            return None
        words = f"{100 * found.share:.0f} % function words"
        if found.verdict == "not english":
            raise InputError(f"not English: {words}; --any-language scores it")
        return f"{article.id}: perhaps not English ({words} in only {found.n_words} words); scored"

    def _rows(self, article: Article) -> Iterable[tuple[str, dict[str, Any]]]:
        parts = passages(article)
        if not any(part.words for part in parts):
            raise InputError("no words")
        names = self.names.for_text("\n".join(part.text for part in parts))
        named = count(names, parts, [()] * len(parts))
        counted = {
            each.name: named
            if each.name == names.name
            else count(each, parts, [hits.spans for hits in named])
            for each in self.counting.values()
        }
        readings = self._read(parts, counted)
        yield "articles", article_row(article, parts)
        for index, part in enumerate(parts):
            found = {name: each[index] for name, each in counted.items()}
            told = {name: each[index] for name, each in readings.items()}
            yield "paragraphs", paragraph_row(part)
            yield from score_rows(part, self._values(part, found, told))
            for each in self.chosen:
                hits = found[each.name] if each.name in found else _named(told[each.name][0], named[index])
                for row in evidence_rows(part, each.name, hits.hits, hits.in_name):
                    yield "evidence", row
            for row in actor_rows(part, named[index].hits):
                yield "actors", row
            for row in quotation_rows(part):
                yield "quotations", row

    def _read(
        self, parts: Sequence[Passage], counted: Mapping[str, Sequence[Counted]]
    ) -> dict[str, list[tuple[dict[Key, Placed], dict[Key, Placed], Sequence[Hit]]]]:
        """What each other instrument reads: the text as it stands, net of frames, and the frames' hits."""
        texts = [part.text for part in parts]
        others = [each for each in self.chosen if each.name not in counted]
        if self.net is None:
            return {
                each.name: [(found, {}, ()) for found in read(each, parts, self._heard(each, texts))]
                for each in others
            }
        frames = counted.get(self.net.name) or count(self.net, parts, [()] * len(parts))
        clean = masked(parts, frames)
        hits = [each.hits for each in frames]
        return {
            each.name: list(
                zip(
                    read(each, parts, self._heard(each, texts)),
                    read(each, parts, self._heard(each, clean)) if tone_measures(each) else [{}] * len(parts),
                    hits,
                    strict=True,
                )
            )
            for each in others
        }

    def _heard(self, each: Instrument, texts: Sequence[str]) -> Sequence[str]:
        """The texts as an instrument reads them: those of tone without the words that the options leave out."""
        words = tuple(self.options.without_tone_words)
        return [without_words(text, words) for text in texts] if words and tone_measures(each) else texts

    def _values(
        self, part: Passage, counted: Mapping[str, Counted], told: Mapping[str, Any]
    ) -> dict[Key, dict[str, float]]:
        """Every measure's value for each unit and voice of one paragraph."""
        values: dict[Key, dict[str, float]] = {}
        hits = {name: each.by_unit(part) for name, each in counted.items()}
        masks = sorted(next((hit_spans(frames) for _, _, frames in told.values()), []))
        for unit, span in units(part):
            words = part.n_words(span)
            near = masks[bisect_left(masks, (span[0],)) : bisect_left(masks, (span[1],))]
            for voice in VOICES:
                row: dict[str, float] = {}
                for each in self.chosen:
                    if each.name in hits:
                        some = hits[each.name].get((unit, voice), _NOTHING)
                        row |= self.counting[each.name].tally(some.hits, some.in_name, words[voice])
                        continue
                    found, net, _ = told[each.name]
                    row |= with_net(each, found[unit, voice], net.get((unit, voice)), near)
                values[unit, voice] = row
        return values

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


def _named(found: Mapping[Key, Placed], names: Counted) -> Counted:
    """Hits of the whole paragraph, with whether each lies inside an actor's name."""
    hits = found[None, "all"].hits
    return Counted(hits, tuple(is_inside(hit, names.spans) for hit in hits))
