"""Hand-coded texts, as a coder left them, made units to learn from: checked at the door, coders put together.

A unit is one text of one article with the labels that its coders gave it. What cannot be used is refused with the rows
that are wrong; what is put together or left out is said in `notes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from framing.classifier.words import has_words, same_text
from framing.errors import InputError
from framing.preprocessing.cleaning import clean
from framing.preprocessing.coded import CodedRow, read_coded_rows, refuse
from framing.preprocessing.coders import count_repetitions, is_single, majority, notes
from framing.preprocessing.prepare import prepare

#: Fewer texts than this teach nothing that could be checked.
FEWEST_TEXTS = 20
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to learn from: prepared, with the labels of the majority of its coders.

    `agreed` says whether all coders gave the same labels (None: one coder); `key` is the text without case, marks and
    spacing: units of one key never part in validation.
    """

    text: str
    key: str
    article: str
    labels: tuple[str, ...]
    coders: int = 1
    agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """Units in an order that hangs on their content alone, all labels sorted, and what was done to the rows.

    Attributes
    ----------
    exclusive
        every coder gave every text exactly one label, so a text has one of them and no other
    n_rows
        rows of the input
    notes
        what was put together or left out, one sentence each
    origin
        name of the file, or what stands for it
    ties
        texts without a majority of coders, which are left out
    """

    units: tuple[Unit, ...]
    labels: tuple[str, ...]
    exclusive: bool
    n_rows: int
    notes: tuple[str, ...] = ()
    origin: str = "coded texts"
    ties: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A coder's row with its prepared text, the key of that and its article."""

    row: CodedRow
    text: str
    key: str
    article: str

    @property
    def labels(self) -> frozenset[str]:
        """The labels; rows without are refused at the door."""
        return self.row.labels or frozenset()


def read_coded(source: Any, *, accepted: Sequence[str] | None = None) -> Coded:
    """Read hand-coded texts: one row a text, or one row a text and coder.

    Parameters
    ----------
    source
        a CSV, TSV, JSONL or Parquet file, a DataFrame, or a sequence of mappings, with the columns text, labels (also
        label, frames, codes …: one label, several with `;` between them, or a list; empty or `none` for a text
        with none), article (also document …; id, where one stands at several texts) and, if there were several, coder
    accepted
        labels that there may be, in any case; None accepts any

    Returns
    -------
    Coded
        of several coders: the labels of at least half of them or, where no row has more than one label, the
        majority's, as evaluation has it; texts without a majority are left out and counted in `notes`

    Raises
    ------
    InputError
        if rows cannot be used (all are counted, ten shown), a coder contradicts himself, or too little is left.

    Examples
    --------
    >>> rows = [{"text": f"Troops at gate {n}.", "label": "security"} for n in range(12)]
    >>> rows += [{"text": f"Trade in week {n}.", "label": "economic"} for n in range(12)]
    >>> coded = read_coded(rows)
    >>> len(coded.units), coded.labels, coded.exclusive
    (24, ('economic', 'security'), True)
    """
    table = read_coded_rows(
        source, labels=accepted or (), unknown="labels that are not in the codebook of the coders"
    )
    try:
        return _coded(_checked(table.rows), table.origin, named="article" in table.columns)
    except InputError as error:
        raise InputError(f"{table.origin}: {error}") from None


def _checked(rows: Sequence[CodedRow]) -> list[_Row]:
    """Rows with prepared texts; those that teach nothing are refused together."""
    made = []
    wrong = []
    for row in rows:
        text = prepare(clean(row.text or "")).text
        if not text.strip():
            wrong.append(f"row {row.number}: no text")
        elif row.labels is None:
            wrong.append(f"row {row.number}: no labels; write 'none' for a text with none of them")
        elif not has_words(text):
            wrong.append(
                f"row {row.number}: the text {text.strip()[:_LONGEST]!r} has no word; delete the row"
            )
        else:
            key = same_text(text)
            made.append(_Row(replace(row, tone=None), text, key, row.article or f"text {key}"))
    refuse(wrong, "of the rows cannot be used")
    return made


def _with_ids(rows: Sequence[_Row]) -> list[_Row]:
    """Rows whose ids are their articles', for an id stands at several texts; none where ids are the rows' own."""
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.row.id is not None:
            texts[row.row.id].add(row.key)
    if all(len(each) == 1 for each in texts.values()):
        return []
    return [replace(row, article=row.row.id or row.article) for row in rows]


def _coded(rows: Sequence[_Row], origin: str, *, named: bool) -> Coded:
    by_id = [] if named else _with_ids(rows)
    rows = by_id or rows
    by_unit: defaultdict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        by_unit[row.article, row.key].append(row)
    repeated = count_repetitions([row.row for row in each] for each in by_unit.values())
    single = is_single(row.labels for row in rows)
    made = [_unit(each, single=single) for each in by_unit.values()]
    units = [unit for unit in made if unit is not None]
    units.sort(key=lambda unit: (unit.key, unit.article, unit.labels, unit.text))
    _check_enough(units)
    said = notes(repeated=repeated, ties=len(made) - len(units), texts=len(made))
    if by_id:
        said.insert(
            0, "no column 'article'; one id stands at several texts, so the column 'id' names their article"
        )
    elif not named:
        said.insert(
            0,
            "no column 'article': each text counts as an article of its own, so texts of one article may stand on "
            "both sides of a fold",
        )
    labels = sorted({name for unit in units for name in unit.labels})
    exclusive = all(len(row.labels) == 1 for row in rows)
    return Coded(
        tuple(units), tuple(labels), exclusive, len(rows), tuple(said), origin, len(made) - len(units)
    )


def _unit(rows: Sequence[_Row], *, single: bool) -> Unit | None:
    """One text from the rows of its coders; None where they are tied."""
    by_coder = {row.row.coder: row for row in rows}  # repetitions say the same
    votes = [row.labels for row in by_coder.values()]
    labels = majority(votes, single=single)
    if labels is None:
        return None
    agreed = len(set(votes)) == 1 if len(votes) > 1 else None
    text = min(row.text for row in rows)
    return Unit(text, rows[0].key, rows[0].article, tuple(sorted(labels)), len(votes), agreed)


def _check_enough(units: Sequence[Unit]) -> None:
    if len(units) < FEWEST_TEXTS:
        raise InputError(
            f"{len(units)} coded text{'s' * (len(units) != 1)}; code at least {FEWEST_TEXTS}, some hundreds for "
            "figures that say something"
        )
    articles = {unit.article for unit in units}
    if len(articles) == 1:
        raise InputError(
            f"all {len(units)} texts are of the article '{min(articles):.{_LONGEST}}'; validation keeps articles "
            "apart, so code texts of at least 5 articles"
        )
    said = {unit.labels for unit in units}
    if len(said) == 1:
        only = "; ".join(next(iter(said))) or "none"
        raise InputError(
            f"all {len(units)} texts are coded '{only}'; a model needs texts with and without each label"
        )
