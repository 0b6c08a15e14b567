"""Which specifications there are: of each question the declared one, then every combination of the choices.

They stand in the same order always. What they give in a run is `figures`' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeVar

from framing.errors import FramingError
from framing.model import Voice
from framing.statistics.parts import tone_columns
from framing.statistics.specification import Names, Normalisation, Specification, Texts, Unit

if TYPE_CHECKING:
    from framing.run import Run

#: What tone has where frames have a normalisation, and where they have names.
MEAN: Literal["mean"] = "mean"
NO_NAMES: Literal["does not apply"] = "does not apply"
TONE = "tone"
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Choices:
    """One specification of one question: every choice made.

    Attributes
    ----------
    question
        what is asked: a category of the codebook, or `tone`
    instrument, measure
        codebook or tone instrument, and the column of scores that is read
    without_term
        term whose recorded hits are removed; empty: none
    """

    question: str
    measure: str
    instrument: str
    voice: Voice
    texts: Texts
    normalisation: Normalisation | Literal["mean"]
    unit: Unit
    names: Names | Literal["does not apply"]
    min_words: int
    without_term: str = ""

    @property
    def is_tone(self) -> bool:
        """Whether it is a tone, not a frame, that is measured."""
        return self.normalisation == MEAN


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the run, its main specification, and the others in their order."""

    name: str
    main: Choices
    others: tuple[Choices, ...]


def questions(run: Run, specification: Specification) -> list[Question]:
    """Each category of the codebook, and tone, with all their specifications but those that remove terms.

    Categories that are named leave tone out, unless its instrument is named too.

    Raises
    ------
    FramingError
        if the run lacks the codebook, a category or an instrument that the specification names, or all of them.
    """
    asked = [*_frames(run, specification), *_tone(run, specification)]
    if not asked:
        raise FramingError("the run has neither frames nor tone that the specification asks for")
    return [
        Question(main.question, main, tuple(each for each in dict.fromkeys(all_of_them) if each != main))
        for main, all_of_them in asked
    ]


def counters(run: Run, codebook: str) -> dict[str, dict[str, str]]:
    """For each category of a codebook its columns of scores, by statistic: `n`, `n_with_names`, `rate`."""
    mine = run.measures.loc[(run.measures["instrument"] == codebook) & (run.measures["kind"] == "frame")]
    columns: dict[str, dict[str, str]] = {}
    for row in mine.to_dict("records"):
        columns.setdefault(str(row["category"]), {})[str(row["statistic"])] = str(row["column"])
    return {name: each for name, each in columns.items() if {"n", "n_with_names", "rate"} <= each.keys()}


def _frames(run: Run, wanted: Specification) -> Iterator[tuple[Choices, Iterator[Choices]]]:
    codebook = _codebook(run, wanted)
    columns = counters(run, codebook) if codebook else {}
    for category in wanted.categories or columns:
        if codebook is None or category not in columns:
            there = ", ".join(columns) or "none"
            raise FramingError(
                f"category '{category}': not in the run's codebook {codebook}; there are {there}"
            )
        main = Choices(
            question=category,
            measure=_counted(columns[category], wanted.normalisation, wanted.names),
            instrument=codebook,
            voice=wanted.voice,
            texts=wanted.texts,
            normalisation=wanted.normalisation,
            unit=wanted.unit or "article",
            names=wanted.names,
            min_words=wanted.min_words,
        )
        yield main, _frame_choices(main, columns[category], wanted)


def _codebook(run: Run, wanted: Specification) -> str | None:
    """Name of the codebook of frames, None if the run has none."""
    counts = run.measures.loc[(run.measures["kind"] == "frame") & (run.measures["statistic"] == "n")]
    there = [str(name) for name in counts["instrument"].unique()]
    if wanted.codebook is None:
        return there[0] if there else None
    if wanted.codebook not in there:
        raise FramingError(
            f"codebook '{wanted.codebook}': not in this run; there are {', '.join(there) or 'none'}"
        )
    return wanted.codebook


def _frame_choices(main: Choices, columns: dict[str, str], wanted: Specification) -> Iterator[Choices]:
    vary = wanted.vary
    for voice, texts, normalisation, unit, names, least in product(
        _first(wanted.voice, vary.voice),
        _first(wanted.texts, vary.texts),
        _first(wanted.normalisation, vary.normalisation),
        _first(main.unit, vary.unit),
        _first(wanted.names, vary.names),
        _first(wanted.min_words, vary.min_words),
    ):
        yield replace(
            main,
            measure=_counted(columns, normalisation, names),
            voice=voice,
            texts=texts,
            normalisation=normalisation,
            unit=unit,
            names=names,
            min_words=least,
        )


def _counted(columns: dict[str, str], normalisation: Normalisation, names: Names) -> str:
    if names == "in":
        return columns["n_with_names"]
    return columns["rate"] if normalisation == "rate" else columns["n"]


def _tone(run: Run, wanted: Specification) -> Iterator[tuple[Choices, Iterator[Choices]]]:
    if wanted.instrument == "none" or (wanted.categories and wanted.instrument is None):
        return
    tones = tone_columns(run).drop_duplicates("instrument")
    columns = {
        str(name): str(column) for name, column in zip(tones["instrument"], tones["column"], strict=True)
    }
    named = (*([wanted.instrument] if wanted.instrument else []), *(wanted.vary.instrument or ()))
    for name in named:
        if name not in columns:
            there = ", ".join(columns) or "none"
            raise FramingError(f"instrument '{name}': gives no tone in this run; there are {there}")
    if not columns:
        return
    instrument = wanted.instrument or next(iter(columns))
    main = Choices(
        question=TONE,
        measure=columns[instrument],
        instrument=instrument,
        voice=wanted.voice,
        texts=wanted.texts,
        normalisation=MEAN,
        unit=_tone_unit(wanted.unit),
        names=NO_NAMES,
        min_words=wanted.min_words,
    )
    yield main, _tone_choices(main, columns, wanted)


def _tone_choices(main: Choices, columns: dict[str, str], wanted: Specification) -> Iterator[Choices]:
    vary = wanted.vary
    for voice, texts, unit, instrument, least in product(
        _first(wanted.voice, vary.voice),
        _first(wanted.texts, vary.texts),
        _first(main.unit, map(_tone_unit, vary.unit)),
        _first(main.instrument, columns if vary.instrument is None else vary.instrument),
        _first(wanted.min_words, vary.min_words),
    ):
        yield replace(
            main,
            measure=columns[instrument],
            instrument=instrument,
            voice=voice,
            texts=texts,
            unit=unit,
            min_words=least,
        )


def _tone_unit(unit: Unit | None) -> Unit:
    """Tone has no figure of an article as one piece: the mean over its sentences is its figure everywhere."""
    return "paragraph" if unit == "paragraph" else "sentence"


def _first(main: _Value, others: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys((main, *others)))
