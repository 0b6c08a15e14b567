"""How far a run's instruments say what people say: their figures against hand-coded texts, with intervals by article.

`matching` finds the texts, `consensus` puts coders together, `frame_validity`, `tone_validity` and `human` make the
figures, `ledger` and `resampling` their intervals and tables. Here one calls the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.errors import FramingError, InputError
from framing.preprocessing.coded import CodedRow, CodedTable, read_coded_rows
from framing.statistics.consensus import NONE, Codes, put_together
from framing.statistics.frame_validity import enter_frames
from framing.statistics.human import enter_coders
from framing.statistics.ledger import Ledger
from framing.statistics.matching import UNITS, Matches, Unit, match
from framing.statistics.numbers import check_whole, is_number
from framing.statistics.parts import check_run, tone_columns
from framing.statistics.seen import seen_texts, warnings_of
from framing.statistics.tone_validity import BAND, Scale, enter_tone

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run

    Bools = NDArray[np.bool_]

_TONES = ("tone", "subjectivity")


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What `evaluate` found.

    Attributes
    ----------
    figures
        one row a figure: kind (`frame`, `tone`, `coders`), rows (which texts), instrument, measure (column of scores;
        the instrument, where a figure is of all its labels), label, rule, statistic, value, low, high, interval, n
        (texts), n_articles, n_coded, n_said (texts with the label, by people and by instrument), n_silent, n_seen
        (texts that the instrument was trained on; NA: not known). Where an instrument was trained on some of the
        texts, all figures are told again for the others (rows `unseen in training`)
    differences
        one row a pair of instruments and statistic, on the same texts and draws: difference is measure − reference;
        n_seen: texts that one of them was trained on
    confusion
        where texts have one label each: rows, instrument, rule, coded, said, n
    texts
        one row a text: where it stands, article_drawn (number of the article that it is drawn with), text, n_words,
        n_coders, labels, code (the mean number), seen_by (instruments that were trained on it), then a column a measure
        of the run
    unmatched
        one row a coded row that is in no figure: row, text, reason
    warnings
        instruments that were, or may have been, trained on these texts, one sentence each
    notes
        what a reader has to know, one sentence each
    facts
        coded (its name), sha256, n_rows, n_matched, unit, scale, band, seed; seen: each trained instrument with the
        number of coded texts that it was trained on (None: not known); tone: each measure of tone that was
        evaluated, with its name, low, high, neutral
    """

    figures: pd.DataFrame
    differences: pd.DataFrame
    confusion: pd.DataFrame
    texts: pd.DataFrame
    unmatched: pd.DataFrame
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    facts: Mapping[str, Any]


def evaluate(
    run: Run,
    coded: Any,
    *,
    measures: Collection[str] | None = None,
    unit: Unit | None = None,
    columns: Mapping[str, str] | None = None,
    scale: tuple[float, float] | None = None,
    band: float = BAND,
    seed: int = 0,
) -> Evaluation:
    """Compare what a run's instruments say with what people coded.

    Parameters
    ----------
    coded
        CSV, TSV, JSONL or Parquet file, DataFrame, or sequence of mappings, one row a text and coder. A row names its
        text by `article`, `paragraph` and `sentence` as the run numbers them, or by its `text`; `labels` (or one
        column of 1 and 0 a label) are frames, `valence` (or `tone`, `rating` …) is a number, `coder` says who.
    measures
        columns of scores, or instruments; None: every frame and every tone
    unit
        `paragraph`, `sentence` or `article`; None finds out
    columns
        which column holds which field, where its name is another: `{"labels": "frame"}`
    scale
        lowest and highest code of tone that there could be. None: codes that lie in −1 … 1 are taken as they are; of
        others only r and ρ are told
    band
        how far around neutral a score is neutral in the three classes, on a scale from −1 to 1; below 1
    seed
        of the bootstrap

    Raises
    ------
    FramingError
        if there is no such measure or unit, or no figure can be made.
    InputError
        if rows cannot be used, contradict one another, have labels that no codebook has, or fit no text.

    Examples
    --------
    >>> from framing import read_text, score
    >>> run = score([read_text(f"Trade {word} again.", id=word) for word in ("grew", "won", "collapsed", "failed")])
    >>> coded = [{"article": name, "valence": value} for name, value in zip(run.articles["article"], (1, 1, -1, -1))]
    >>> found = evaluate(run, coded, measures=["vader"]).figures.set_index("statistic")
    >>> round(float(found.loc["r", "value"].iloc[0]), 2), found.loc["r", "interval"].iloc[0]
    (0.84, 'none: 4 articles, fewer than 5')
    """
    check_run(run)
    _check_options(columns, scale, band, seed)
    if unit is not None and unit not in UNITS:
        raise FramingError(f"unit '{unit}': unknown; there are {', '.join(UNITS)}")
    chosen = _chosen(run, measures)
    frames = chosen.loc[chosen["kind"] == "frame"]
    labels = _labels(run, frames)
    table = read_coded_rows(
        coded, columns=columns, labels=labels, unknown="labels that no instrument of frames in the run has"
    )
    _check(table, chosen, scale)
    matches = match(run, table.rows, unit)
    if (matches.place < 0).all():
        first = matches.unmatched.iloc[0]
        raise InputError(
            f"{table.origin}: none of {len(table.rows)} rows fits a text of the run; row {first['row']}: "
            f"{first['reason']}"
        )
    inside = _inside(matches)
    try:
        codes = put_together(table.rows, matches.place.tolist(), matches.texts["article"].tolist())
    except InputError as error:
        raise InputError(f"{table.origin}: {'; '.join([*inside, str(error)])}") from None
    texts = matches.texts.iloc[codes.place].reset_index(drop=True)
    seen = seen_texts(
        run, _words(texts["text"].tolist(), table.rows, matches.place.tolist(), codes.place.tolist())
    )
    ledger = Ledger(codes.article, seed, (*inside, *codes.notes), seen)
    tones = chosen.loc[chosen["kind"].isin(_TONES)].to_dict("records")
    if len(frames) and any(each is not None for each in codes.labels):
        enter_frames(ledger, run, matches, codes, frames, labels)
    has_tone = bool(tones and (~np.isnan(codes.tone)).any())
    has_tone = has_tone and enter_tone(ledger, texts, codes, tones, Scale(scale, band))
    if not ledger.figures:
        raise InputError(f"{table.origin}: {ledger.notes[-1] if ledger.notes else 'nothing to compare'}")
    enter_coders(ledger, codes, labels)
    if ledger.most_articles < FEWEST:
        ledger.note(f"no intervals: fewer than {FEWEST} articles ({ledger.most_articles}) have coded texts")
    figures, differences, confusion = ledger.tables()
    return Evaluation(
        figures=figures,
        differences=differences,
        confusion=confusion,
        texts=_texts(run, texts, codes, seen),
        unmatched=matches.unmatched,
        warnings=tuple(warnings_of(seen, set(figures["instrument"]))),
        notes=tuple(ledger.notes),
        facts={
            "coded": table.origin,
            "sha256": table.sha256,
            "n_rows": len(table.rows),
            "n_matched": int((matches.place >= 0).sum()),
            "unit": matches.unit,
            "scale": None if scale is None else list(scale),
            "band": band,
            "seed": seed,
            "seen": {name: None if each is None else int(each.sum()) for name, each in seen.items()},
            "tone": {each["column"]: _tone_facts(each) for each in tones if has_tone},
        },
    )


def _chosen(run: Run, names: Collection[str] | None) -> pd.DataFrame:
    """Rows of `run.measures` that are evaluated."""
    known = run.measures
    frames = (known["kind"] == "frame") & known["statistic"].isin(("n", "rate", "p"))
    if names is None:
        return known.loc[frames | known.index.isin(tone_columns(run).index)]
    if not names:
        raise FramingError("measures: none given; name one or more, or leave them out for all")
    found = []
    for name in [names] if isinstance(names, str) else names:
        instrument = known["instrument"] == name
        mine = known.loc[
            instrument & (frames | known.index.isin(tone_columns(run).index)) | (known["column"] == name)
        ]
        mine = mine.loc[mine["kind"].isin(("frame", "tone", "subjectivity"))]
        if mine.empty:
            some = known.loc[frames | (known["kind"] == "tone"), ["instrument", "column"]]
            raise FramingError(
                f"measure '{name}': no frame or tone of this run; its instruments are "
                f"{', '.join(some['instrument'].drop_duplicates()) or 'none'}, its columns stand in measures.csv"
            )
        found.append(mine)
    rows = known["column"].isin([column for each in found for column in each["column"]])
    return known.loc[rows]


def _labels(run: Run, frames: pd.DataFrame) -> list[str]:
    """Labels of the instruments of frames that are evaluated, those that differ in case alone being one."""
    measures = run.measures.loc[run.measures["kind"] == "frame"]
    mine = measures.loc[measures["instrument"].isin(frames["instrument"]), "category"].astype(str)
    labels: dict[str, str] = {}
    for name in mine:
        labels.setdefault(name.casefold(), name)
    return list(labels.values())


def _check_options(columns: object, scale: object, band: float, seed: object) -> None:
    """What hangs on neither run nor codes."""
    if columns is not None and not (
        isinstance(columns, Mapping) and all(isinstance(each, str) for each in columns.values())
    ):
        raise FramingError(
            f"columns {columns!r:.60}: give a mapping of fields to names of columns, such as {{'labels': 'frame'}}"
        )
    if not (is_number(band) and 0 <= band < 1):
        raise FramingError(
            f"band {band!r:.60}: give a number from 0, below 1; from there on everything is neutral"
        )
    check_whole("seed", seed, least=0)
    if scale is None:
        return
    if not (
        isinstance(scale, Sequence) and len(scale) == len(("low", "high")) and all(map(is_number, scale))
    ):
        raise FramingError(f"scale {scale!r:.60}: give two numbers, the lowest code and the highest")
    low, high = scale
    if not low < high:
        raise FramingError(f"scale {low:g} to {high:g}: give the lowest code first, then the highest")


def _check(table: CodedTable, chosen: pd.DataFrame, scale: tuple[float, float] | None) -> None:
    has_tone = any(row.tone is not None for row in table.rows)
    has_labels = any(row.labels is not None for row in table.rows)
    kinds = set(chosen["kind"])
    if not (has_tone and kinds & {"tone", "subjectivity"}) and not (has_labels and "frame" in kinds):
        coded = " and ".join(["frames"] * has_labels + ["tone"] * has_tone) or "nothing"
        raise InputError(
            f"{table.origin}: codes {coded}, and the run's chosen measures are of {' and '.join(sorted(kinds))}"
        )
    if scale is None:
        return
    low, high = scale
    outside = [row for row in table.rows if row.tone is not None and not low <= row.tone <= high]
    if outside:
        lie = "code lies" if len(outside) == 1 else "codes lie"
        raise InputError(
            f"{table.origin}: {len(outside)} {lie} outside the scale {low:g} to {high:g}; the first: row "
            f"{outside[0].number}, {outside[0].tone:g}"
        )


def _inside(matches: Matches) -> list[str]:
    """A sentence where rows name a paragraph or sentence inside the texts that they are held against."""
    if not matches.smaller:
        return []
    name = "row names" if matches.smaller == 1 else "rows name"
    words = f"{matches.smaller} {name} a smaller text inside the {matches.unit}, which the unit {matches.unit} leaves"
    return [f"{words} out of account: their codes count as the {matches.unit}'s"]


def _tone_facts(measure: Mapping[Any, Any]) -> dict[str, Any]:
    ends = {name: float(measure[name]) for name in ("low", "high", "neutral")}
    return {"name": f"{measure['title']} {measure['category']}", **ends}


def _words(
    texts: Sequence[str], rows: Sequence[CodedRow], place: Sequence[int], coded: Sequence[int]
) -> list[set[str]]:
    """Of each coded text its words, as the run has them and as its rows do."""
    given: dict[int, set[str]] = {at: {text} for at, text in zip(coded, texts, strict=True)}
    for row, at in zip(rows, place, strict=True):
        if at >= 0 and row.text is not None:
            given[at].add(row.text)
    return [given[at] for at in coded]


def _texts(run: Run, texts: pd.DataFrame, codes: Codes, seen: Mapping[str, Bools | None]) -> pd.DataFrame:
    """The coded texts with their codes, then every measure."""
    import pandas as pd

    labels = [None if each is None else "; ".join(sorted(each)) or NONE for each in codes.labels]
    known = {name: each for name, each in seen.items() if each is not None}
    by = ["; ".join(name for name, each in known.items() if each[k]) for k in range(len(texts))]
    about = texts[[name for name in ("article", "paragraph", "sentence") if name in texts]].assign(
        article_drawn=codes.article,
        text=texts["text"].astype("str"),
        n_words=texts["n_words"],
        n_coders=codes.n_coders,
        labels=pd.Series(labels, dtype="str"),
        code=codes.tone,
        seen_by=pd.Series(by, dtype="str"),
    )
    return pd.concat([about, texts[[name for name in run.measures["column"] if name in texts]]], axis=1)
