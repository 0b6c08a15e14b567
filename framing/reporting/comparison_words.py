"""The words of a comparison: those that mark its groups, where they stand along the texts, and in which contexts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.output import write_csv
from framing.preprocessing.language import is_function_word
from framing.reporting.cells import fitted
from framing.reporting.figures.dispersion import dispersion_data
from framing.reporting.figures.inputs import number, written
from framing.reporting.figures.selection import article_names
from framing.reporting.listing import Cell, Listing, listing
from framing.reporting.listing import number as figure_cell
from framing.statistics.contexts import contexts_of, is_searchable
from framing.statistics.dispersion import dispersion
from framing.statistics.grouping import groups_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from framing.run import Run

    Row = Mapping[Any, Any]

#: Words whose places and contexts are shown, and contexts of each in a group.
MOST_TERMS, MOST_CONTEXTS = 6, 3
#: A word that hangs on one article is taken only where there is no other.
_DOUBTFUL = ("in one article", "turned by one article")
#: Function words that the list for telling languages leaves out, because other languages have them, and the like.
# fmt: off
_COMMON = frozenset(
    {
        "also", "am", "at", "do", "further", "let", "me", "no", "ought", "over", "so", "under", "us", "we",
        "will", "like", "made", "make", "makes", "said", "says", "say", "still", "till", "per", "cent", "mr",
        "mrs", "ms", "dr", "first", "second", "third", "last", "two", "three", "four", "five", "six", "seven",
        "eight", "nine", "ten",
    }
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and the group that it marks."""

    word: str
    group: str


def telling_terms(keys: pd.DataFrame) -> list[Term]:
    """Choose the words whose places and contexts are worth a look: up to six, as many for each group as there is room.

    Of two groups those that mark either; of more those that mark each against its reference, of more than six groups
    those that mark one most. Function words, numbers and what cannot be searched are left out, words that hang on one
    article come last.

    Parameters
    ----------
    keys
        what `keyness` returns
    """
    sides = _sides(keys)
    each = max(MOST_TERMS // max(len(sides), 1), 1)
    chosen = [(size, Term(word, group)) for group, some in sides.items() for size, word in some[:each]]
    if len(sides) > MOST_TERMS:
        chosen = sorted(chosen, key=lambda one: (-one[0], one[1].word))
    known: dict[str, Term] = {}
    for _, term in chosen:
        known.setdefault(term.word, term)
    return list(known.values())[:MOST_TERMS]


def _sides(keys: pd.DataFrame) -> dict[str, list[tuple[float, str]]]:
    """For each group its words with what they are worth, the most telling first; of a pair, of its reference too."""
    single = len(keys[["group", "reference"]].drop_duplicates()) == 1
    rows = [row for row in keys.to_dict("records") if _is_telling(str(row["feature"]))]
    rows.sort(key=lambda row: (_hangs(row), -abs(number(row["statistic"])), str(row["feature"])))
    found: dict[str, list[tuple[float, str]]] = {str(name): [] for name in dict.fromkeys(keys["group"])}
    for row in rows:
        value = number(row["statistic"])
        side = "group" if value > 0 else "reference" if value < 0 and single else ""
        if side:
            found.setdefault(str(row[side]), []).append((abs(value), str(row["feature"])))
    return {name: some for name, some in found.items() if some}


def _is_telling(word: str) -> bool:
    common = word in _COMMON or is_function_word(word)
    return len(word) > 1 and word.isalpha() and not common and is_searchable(word)


def _hangs(row: Row) -> bool:
    """Whether a word hangs on one article."""
    return any(flag in written(row["flags"]) for flag in _DOUBTFUL) or bool(written(row["turned_by"]))


def places_of(run: Run, terms: Sequence[Term], *, by: str, reading: Mapping[str, Any]) -> pd.DataFrame:
    """Say where the words stand along the texts, as the x-ray draws it: articles group by group.

    Of more groups than words only the articles of those that a word marks are looked at.
    """
    positions, measures = dispersion(run, [term.word for term in terms], **reading)
    groups = groups_of(run, by)
    listed = sorted(zip(groups.codes.tolist(), run.articles["article"].astype(str), strict=True))
    by_article = {article: groups.names[code] for code, article in listed}
    if len(groups.names) > MOST_TERMS:
        marked = {term.group for term in terms}
        by_article = {article: group for article, group in by_article.items() if group in marked}
        positions = positions.loc[positions["article"].isin(list(by_article))]
    apart = None if by == "article" else by_article
    return dispersion_data(positions, measures, articles=list(by_article), run=run, groups=apart)


def save_contexts(
    run: Run, terms: Sequence[Term], folder: Path, *, by: str, reading: Mapping[str, Any]
) -> pd.DataFrame:
    """Write `tables/contexts.csv`: every place of the words with the words around it, group beside group.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    import pandas as pd

    found = contexts_of(run, [term.word for term in terms], by=by, **reading)
    parts = [found[term.word].assign(term=term.word, marks=term.group) for term in terms]
    made = pd.concat(parts, ignore_index=True)
    made = made[["term", "marks", *(name for name in made if name not in ("term", "marks"))]]
    write_csv(made, folder / "tables" / "contexts.csv")
    return made


def contexts_listing(run: Run, contexts: pd.DataFrame) -> Iterator[Listing]:
    """A few contexts of each word in the group that it marks and in the others, from different articles."""
    if contexts.empty:
        return
    titles = article_names(run)
    rows = [
        [
            Cell(str(row["term"])),
            Cell(fitted(str(row["group"]))),
            figure_cell(str(row["left"])),
            Cell(str(row["match"])),
            Cell(str(row["right"])),
            Cell(fitted(titles[str(row["article"])])),
        ]
        for row in _few(contexts)
    ]
    more = len(contexts) - len(rows)
    note = (
        "The words that mark the groups most, function words and numbers left out; up to "
        f"{MOST_CONTEXTS} contexts in the group that a word marks and as many in the others, from different articles "
        "where there are several."
    )
    more_told = f" {more:,} more in the CSV." if more > 0 else ""
    heads = ["word", "group", "before", "", "after", "article"]
    yield listing("contexts", "Key words in context, group beside group", heads, rows, note + more_told)


def _few(contexts: pd.DataFrame) -> Iterator[Row]:
    """For each word some rows of the group that it marks, then of the others, a row an article first."""
    again = contexts.groupby(["term", "article"], sort=False).cumcount()
    ordered = contexts.assign(again=again, other=contexts["group"] != contexts["marks"])
    for _, some in ordered.groupby("term", sort=False):
        for _, side in some.sort_values(["other", "again"], kind="stable").groupby("other", sort=True):
            yield from side.head(MOST_CONTEXTS).to_dict("records")
