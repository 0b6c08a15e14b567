"""What can be wrong with a codebook's rows; each check yields problems and raises nothing."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from framing.lexicon import patterns
from framing.lexicon.rows import Problem
from framing.preprocessing.written import written_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from framing.lexicon.codebook import Entry, Label
    from framing.lexicon.rows import Row

_WHOLE = re.compile(r"[0-9]{1,18}")
_NAMED = re.compile(r"[^\W_]+")


@functools.lru_cache(maxsize=16384)
def slug(name: str) -> str:
    """Name as it stands in columns: small letters and digits, all else an underscore.

    Examples
    --------
    >>> slug("Human interest (soft)")
    'human_interest_soft'
    """
    return "_".join(_NAMED.findall(name.lower()))


#: Verdicts on which frame leads; a label of that name could not be told from them.
RESERVED = frozenset({"mixed", "none"})
#: Letters of a label: names of actors are long, but a table must hold them.
LONGEST_LABEL = 100


def bad_cells(rows: Sequence[Row], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Cells that are empty or cannot be what their column says."""
    for row, entry in zip(rows, entries, strict=True):
        if not entry.label:
            yield Problem(row.number, "column 'label' is empty")
        elif not slug(entry.label):
            yield Problem(row.number, f"label '{entry.label}' has no letter or digit")
        elif len(entry.label) > LONGEST_LABEL:
            yield Problem(
                row.number,
                f"label '{entry.label[:20]}…' has {len(entry.label)} letters; {LONGEST_LABEL} fit tables and figures, "
                "the rest belongs into its definition",
            )
        elif slug(entry.label) in RESERVED:
            yield Problem(row.number, f"label '{entry.label}' is what a verdict is called; name it otherwise")
        if not entry.pattern:
            yield Problem(row.number, "column 'pattern' is empty")
        elif message := patterns.problem(entry.pattern):
            yield Problem(row.number, f"pattern '{entry.pattern}' {message}")
        if math.isnan(entry.weight):
            cell = row.cells["weight"]
            yield Problem(row.number, f"column 'weight': '{cell}' is not a number; write 1 or 0.5")
        case = row.cells.get("case", "")
        if case.lower() not in ("", "exact"):
            yield Problem(row.number, f"column 'case': '{case}' is unknown; write exact or leave it empty")


def duplicates(entries: Iterable[tuple[Entry, tuple[str, ...]]]) -> Iterator[Problem]:
    """Patterns that a label has already, in other letter case or in the other spelling.

    Two patterns that both match only as written may differ in case alone. Each entry comes with its other spellings.
    """
    seen: dict[tuple[str, str], Entry] = {}
    spelled: dict[tuple[str, str], Entry] = {}
    for entry, varied in entries:
        key = (entry.label, entry.pattern.lower())
        first = seen.setdefault(key, entry)
        if first is not entry:
            if not (first.exact and entry.exact and first.pattern != entry.pattern):
                yield Problem(entry.row, f"pattern '{entry.pattern}' is already in row {first.row}")
            continue
        others = [(entry.label, other.lower()) for other in varied]
        mutual = [seen[other] for other in others if other in seen and spelled.get(key) is seen[other]]
        # A glob that another glob gains says the same; a word that a glob gains may have a row of its own.
        gained = [seen[other] for other in others if other in seen and patterns.is_glob(other[1])]
        given = [spelled[key]] if key in spelled and patterns.is_glob(key[1]) else []
        for rival in [*mutual, *gained, *given][:1]:
            message = f"is another spelling of '{rival.pattern}' in row {rival.row}; keep one, the other"
            yield Problem(entry.row, f"pattern '{entry.pattern}' {message} is added by itself")
        spelled |= {other: spelled.get(other, entry) for other in others}


def label_clashes(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Labels that would share their columns."""
    by_label: dict[str, Entry] = {}
    by_slug: dict[str, Entry] = {}
    for entry in entries:
        by_label.setdefault(entry.label, entry)
        by_slug.setdefault(slug(entry.label), entry)
    for entry in by_label.values():
        other = by_slug[slug(entry.label)]
        if other.label != entry.label and slug(entry.label):
            message = (
                f"labels '{entry.label}' and '{other.label}' (row {other.row}) would share their columns"
            )
            yield Problem(entry.row, message)


def bad_baseline(rows: Sequence[Row], labels: Sequence[Label]) -> Iterator[Problem]:
    """Rows of a baseline.csv that are no base rate of a label."""
    names = [label.name for label in labels]
    times = Counter(row.cells["category"] for row in rows)
    for row in rows:
        category = row.cells["category"]
        if category not in names:
            accepted = ", ".join(names)
            yield Problem(row.number, f"category '{category}' is no label; there are: {accepted}")
        elif times[category] > 1:
            yield Problem(row.number, f"category '{category}' has more than one row")
        for column, least in (("n", 0), ("n_words", 1)):
            cell = row.cells[column]
            if not _WHOLE.fullmatch(cell) or int(cell) < least:
                yield Problem(
                    row.number, f"column '{column}': '{cell}' is not a whole number from {least} up"
                )
        if not written_number(row.cells["dispersion"]) >= 1:
            cell = row.cells["dispersion"]
            yield Problem(row.number, f"column 'dispersion': '{cell}' is not a number from 1 up")
        if not row.cells["source"]:
            yield Problem(row.number, "column 'source' is empty; name the texts that were counted")
