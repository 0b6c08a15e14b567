"""Several coders' rows of one text: what counts as its labels, and which rows cannot both be true.

Training and evaluation put coders together alike, or a model would be judged by other labels than it learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from framing.preprocessing.coded import CodedRow, refuse

#: Of a text that has none of the labels.
NONE = "none"


def is_single(labels: Iterable[Collection[str] | None]) -> bool:
    """Whether no row has more than one label; None: a row that codes no labels."""
    return all(len(each or ()) <= 1 for each in labels)


def majority(votes: Sequence[frozenset[str]], *, single: bool) -> frozenset[str] | None:
    """Labels of one text from those that each of its coders gave it.

    Parameters
    ----------
    single
        no row has more than one label: then the one of most coders counts, none being one of them. Otherwise each label
        that at least half of them gave.

    Returns
    -------
    frozenset or None
        None where single labels are tied

    Examples
    --------
    >>> peace, none = frozenset({"peace"}), frozenset()
    >>> majority([peace, none], single=True), majority([peace, none], single=False)
    (None, frozenset({'peace'}))
    """
    if not single:
        counts = Counter(name for each in votes for name in each)
        return frozenset(name for name, n in counts.items() if 2 * n >= len(votes))
    (first, most), *others = Counter(votes).most_common()
    return None if others and others[0][1] == most else first


def count_repetitions(units: Iterable[Sequence[CodedRow]]) -> int:
    """How many rows repeat another of the same coder and text; each unit has the rows of one text.

    Raises
    ------
    InputError
        if a coder, or rows without coder, say two things of one text.
    """
    repeated, wrong = 0, []
    for rows in units:
        first: dict[str | None, CodedRow] = {}
        for row in rows:
            other = first.setdefault(row.coder, row)
            repeated += other is not row
            if (row.labels, row.tone) != (other.labels, other.tone):
                words = (
                    f"rows {other.number} and {row.number} code one text as {_said(other)} and as {_said(row)}; keep "
                    "one, or name the coders in a column 'coder'"
                )
                wrong.append((other.number, row.number, words))
    refuse([words for _, _, words in sorted(wrong)], "contradictions" if len(wrong) != 1 else "contradiction")
    return repeated


def notes(*, repeated: int, ties: int, texts: int) -> list[str]:
    """What was put together or left out, one sentence each."""
    made = []
    if repeated:
        are = "row is" if repeated == 1 else "rows are"
        made.append(f"{repeated} {are} a repetition of another and counted once")
    if ties:
        made.append(
            f"{ties} of {texts} texts have no majority of coders for a label and are left out: "
            "figures of the others are of texts that are easier to code"
        )
    return made


def _said(row: CodedRow) -> str:
    words = [] if row.labels is None else ["; ".join(sorted(row.labels)) or NONE]
    return f"'{', '.join([*words, *([] if row.tone is None else [f'{row.tone:g}'])])}'"
