"""Coded rows and the texts of a run: which text each row speaks of, by its place or by its words.

Words are compared without case, marks and spacing; of several texts that are alike then, the one that is alike in
marks too is taken, or the one of the row's own article. A row that fits none or several is left out, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from framing.errors import InputError
from framing.preprocessing.sameness import in_one_line, words_alone
from framing.statistics.parts import article_positions, make_parts, sum_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.preprocessing.coded import CodedRow
    from framing.run import Run

Unit = Literal["paragraph", "sentence", "article"]
#: In this order where rows fit as well in one as in another.
UNITS: tuple[Unit, ...] = ("paragraph", "sentence", "article")
_KEYS = ("article", "paragraph", "sentence")
#: How many of these name a text.
_N_KEYS: dict[Unit, int] = {"article": 1, "paragraph": 2, "sentence": 3}
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Matches:
    """Texts of a run, and which of them each coded row speaks of.

    Attributes
    ----------
    unit
        what the texts are
    texts
        one row a text: article, paragraph, sentence (as far as they name it), text, n_words, a column a measure
    place
        for each coded row its row of `texts`, −1 where it has none
    unmatched
        one row a coded row that was left out: row, text (first words, or the place that it names), reason
    smaller
        how many of the rows that were found by their place name a smaller text inside of it
    """

    unit: Unit
    texts: pd.DataFrame
    place: NDArray[np.intp]
    unmatched: pd.DataFrame
    smaller: int


def match(run: Run, rows: Sequence[CodedRow], unit: Unit | None = None) -> Matches:
    """Find the text of a run that each coded row speaks of.

    Parameters
    ----------
    unit
        what the rows' texts are. None: by the columns that name a place; where text alone does, what most rows fit.
    """
    import pandas as pd

    named = _named_unit(rows)
    fixed = unit or named
    chosen: Sequence[Unit] = UNITS if fixed is None else (fixed,)
    best: tuple[int, Unit, pd.DataFrame, list[int | str]] | None = None
    for each in chosen:
        texts = _texts(run, each)
        found = _Finder(texts, each).find(rows)
        n = sum(isinstance(place, int) for place in found)
        if best is None or n > best[0]:
            best = n, each, texts, found
    assert best is not None  # noqa: S101 # there is a unit to choose
    _, taken, texts, found = best
    left = [(row, reason) for row, reason in zip(rows, found, strict=True) if isinstance(reason, str)]
    unmatched = pd.DataFrame(
        {
            "row": pd.Series([row.number for row, _ in left], dtype="int64"),
            "text": pd.Series([_called(row) for row, _ in left], dtype="str"),
            "reason": pd.Series([reason for _, reason in left], dtype="str"),
        }
    )
    place = np.array([at if isinstance(at, int) else -1 for at in found], dtype=np.intp)
    inside = [(row.paragraph, row.sentence)[_N_KEYS[taken] - 1 :] for row in rows if row.text is None]
    smaller = sum(any(number is not None for number in each) for each in inside)
    return Matches(taken, texts.drop(columns="other_texts", errors="ignore"), place, unmatched, smaller)


def _named_unit(rows: Sequence[CodedRow]) -> Unit | None:
    """Unit that the rows' places name; None where their text has to say it."""
    if any(row.sentence is not None for row in rows):
        return "sentence"
    if any(row.paragraph is not None for row in rows):
        return "paragraph"
    return None if any(row.text is not None for row in rows) else "article"


class _Finder:
    """Finds rows among texts."""

    def __init__(self, texts: pd.DataFrame, unit: Unit) -> None:
        self.unit = unit
        self.keys = list(zip(*(texts[name].tolist() for name in _KEYS if name in texts), strict=True))
        self.at = {key: index for index, key in enumerate(self.keys)}
        self.articles = set(texts["article"])
        self.loose: defaultdict[str, list[int]] = defaultdict(list)
        self.strict: defaultdict[str, set[int]] = defaultdict(set)
        others = texts["other_texts"] if "other_texts" in texts else [()] * len(texts)
        for index, (text, more) in enumerate(zip(texts["text"], others, strict=True)):
            self._learn(index, (text, *more))

    def _learn(self, index: int, texts: Iterable[str]) -> None:
        for strict in {in_one_line(text) for text in texts}:
            self.strict[strict].add(index)
        for loose in {words_alone(text) for text in texts}:
            if loose:
                self.loose[loose].append(index)

    def find(self, rows: Sequence[CodedRow]) -> list[int | str]:
        """For each row its text's position, or why it has none."""
        keyed: Callable[[CodedRow], bool] = {
            "article": lambda row: row.text is None,
            "paragraph": lambda row: row.paragraph is not None or row.text is None,
            "sentence": lambda row: row.sentence is not None or row.text is None,
        }[self.unit]
        return [self._find(row, self._by_place if keyed(row) else self._by_text) for row in rows]

    def _find(self, row: CodedRow, by: Callable[[CodedRow], int | str]) -> int | str:
        try:
            return by(row)
        except InputError as error:  # a text that no reader takes
            return str(error)

    def _article(self, row: CodedRow) -> str | None:
        """The run's article that a row names, by its id or else by its article; None if the run has neither."""
        return next((name for name in (row.id, row.article) if name in self.articles), None)

    def _by_place(self, row: CodedRow) -> int | str:
        article = self._article(row)
        if article is None:
            return "no such article in the run"
        key = (article, row.paragraph, row.sentence)[: _N_KEYS[self.unit]]
        if None in key:
            return f"names no {self.unit} and has no text"
        if key not in self.at:
            return f"no such {self.unit} in the run"
        index = self.at[key]
        if row.text is not None and index not in self.loose.get(words_alone(row.text), ()):
            return f"the run's {self.unit} of this number is another text; number them as the run does, or not at all"
        return index

    def _by_text(self, row: CodedRow) -> int | str:
        text = row.text or ""
        found = self.loose.get(words_alone(text), [])
        article = self._article(row)
        if article is not None:
            inside = [index for index in found if self.keys[index][0] == article]
            if found and not inside:
                return f"these words are no {self.unit} of its article in the run, but of another"
            found = inside
        if len(found) > 1:
            same = self.strict.get(in_one_line(text), set())
            found = [index for index in found if index in same] or found
        if not found:
            return f"no {self.unit} of the run has these words"
        if len(found) > 1:
            return f"fits {len(found)} {self.unit}s of the run; name the article, or article and paragraph"
        return found[0]


def _texts(run: Run, unit: Unit) -> pd.DataFrame:
    """Every text of one kind with its measures, in reading order."""
    if unit == "article":
        return _articles(run)
    paragraphs = run.paragraphs[["article", "paragraph", "text"]]
    if unit == "paragraph":
        rows = run.select(kind=None)
        return rows.merge(paragraphs, on=["article", "paragraph"], how="left", validate="one_to_one")
    rows = run.sentences.loc[run.sentences["voice"] == "all"].drop(columns="voice").reset_index(drop=True)
    rows = rows.merge(paragraphs, on=["article", "paragraph"], how="left", validate="many_to_one")
    spans = zip(rows["text"], rows["start"], rows["end"], strict=True)
    return rows.assign(text=[text[start:end] for text, start, end in spans])


def _articles(run: Run) -> pd.DataFrame:
    """Bodies of articles with their figures, as `summarize` makes them; `other_texts`: title and headings too."""
    import pandas as pd

    parts, size = make_parts(run), len(run.articles)
    y, x = sum_by(parts.article, parts.y, size), sum_by(parts.article, parts.x, size)
    with np.errstate(invalid="ignore", divide="ignore"):
        counts = np.array([form == "count" for form in parts.forms], dtype=bool)
        values = np.where(counts, y, np.where(x > 0, y / x, np.nan))
    frame = pd.DataFrame(values, columns=list(parts.columns))
    frame.insert(0, "article", run.articles["article"].to_numpy())
    frame.insert(1, "n_words", sum_by(parts.article, parts.n_words, size).astype(np.int64))
    lines: list[list[list[str]]] = [[[], [], []] for _ in range(size)]
    at = article_positions(run, run.paragraphs["article"]).tolist()
    for index, kind, text in zip(at, run.paragraphs["kind"], run.paragraphs["text"], strict=True):
        for number, wanted in enumerate((("body",), ("body", "heading"), ("body", "heading", "title"))):
            if kind in wanted:
                lines[index][number].append(text)
    bodies, *others = (["\n".join(three[number]) for three in lines] for number in range(3))
    more: list[Any] = list(zip(*others, strict=True))
    return frame.assign(text=bodies, other_texts=more)


def _called(row: CodedRow) -> str:
    if row.text is not None:
        return " ".join(row.text.split())[:_SHOWN]
    place = (row.article or row.id, row.paragraph, row.sentence)
    return ", ".join(f"{name} {value}" for name, value in zip(_KEYS, place, strict=True) if value is not None)
