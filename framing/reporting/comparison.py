"""A comparison on disk: tables, figures and a page, of what `compare` and the checks before it found.

tables/   comparison and keyness as CSV, LaTeX, Markdown and Excel; contexts, duplicates, length and voices as CSV
figures/  comparison-texts and comparison-articles; keyness; shift-tone and shift-frame of a pair; xray of the
          words that mark the groups; trajectories of up to twelve articles; time where groups are periods
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from framing.errors import FramingError
from framing.output import write_csv
from framing.reporting.comparison_files import Figure, save_comparison_figure
from framing.reporting.comparison_tables import print_comparison, print_keyness, save_table
from framing.reporting.comparison_words import places_of, save_contexts, telling_terms
from framing.reporting.figures.along import trajectories_data
from framing.reporting.figures.differences import POPULATION, TOO_FEW, comparison_data
from framing.reporting.figures.keyness import MOST_GROUPS as MOST_PANELS
from framing.reporting.figures.keyness import keyness_data
from framing.reporting.figures.shift import shift_data
from framing.reporting.figures.timeline import time_data
from framing.reporting.files import SavedFigure, file_slugs
from framing.reporting.wordless import shows_text
from framing.statistics.comparison import compare
from framing.statistics.comparison.choices import DRAWS, PERMUTATIONS
from framing.statistics.declaration import Declaration
from framing.statistics.duplicates import find_duplicates
from framing.statistics.grouping import PERIODS
from framing.statistics.kept import compared_articles
from framing.statistics.keyness import keyness
from framing.statistics.length import length_check
from framing.statistics.shift import word_shift
from framing.statistics.summary import summarize
from framing.statistics.voices import frame_actor_voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from framing.run import Run

Places = Literal["shown", "left out"]

THESE_TEXTS = "these texts"
#: What the figures of the two targets are called on disk.
TARGETS = {THESE_TEXTS: "comparison-texts", POPULATION: "comparison-articles"}
#: So many groups have a figure each of the words that mark them; more share one.
MOST_GROUPS = 4
#: So many groups are each held against the reference that was named, in word shifts.
MOST_SHIFTS = 6
#: So many articles stand in one figure of trajectories.
MOST_TRAJECTORIES = 12
#: Said on the page also where it is the usual.
_DRAWN = {"draws": DRAWS, "permutations": PERMUTATIONS}
#: What `compare` does where nothing else is said.
USUAL: Mapping[str, Any] = {
    "reference": None,
    "target": "both",
    "voice": "all",
    "kind": "body",
    "min_words": 0,
    "margin": None,
    "adjust": "holm",
    "duplicates": "once",
    "seed": 0,
} | _DRAWN
_REST = "the rest"
_READING = ("by", "voice", "kind", "min_words", "duplicates")


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What was asked of a run, and what `compare`, `find_duplicates` and `length_check` gave.

    Attributes
    ----------
    choices
        the options of `compare` by name, but for `declared`
    declared
        what was declared before looking, if anything was
    table, duplicates, length
        of `compare`, `find_duplicates` and `length_check`
    """

    choices: Mapping[str, Any]
    declared: Declaration | None
    table: pd.DataFrame
    duplicates: pd.DataFrame
    length: pd.DataFrame

    @property
    def by(self) -> str:
        """What the articles are grouped by."""
        return str(self.choices["by"])

    @property
    def main(self) -> pd.DataFrame:
        """Rows of the main family; where there is none, of the rates of frames and the means of tone."""
        main = self.table["family"] == "main"
        if main.any():
            return self.table.loc[main]
        usual = self.table["kind"].isin(("frame", "tone")) & self.table["statistic"].isin(("rate", "mean"))
        return self.table.loc[usual] if usual.any() else self.table

    @property
    def growing(self) -> pd.DataFrame:
        """Rows of `length_check` for measures compared that go with the length of articles."""
        flagged = self.length["flag"].str.startswith("longer articles")
        return self.length.loc[flagged & self.length["measure"].isin(self.main["measure"])]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Group and reference of each contrast."""
        rows = self.table[["group", "reference"]].drop_duplicates()
        return [(str(group), str(reference)) for group, reference in rows.itertuples(index=False)]

    @property
    def is_with_rest(self) -> bool:
        """Whether each of several groups is compared with all the others; a group may bear the name of these."""
        return self.choices.get("reference") is None and len(self.pairs) > 1


@dataclass(slots=True)
class Saved:
    """What of a comparison stands in a folder: figures, tables, why some are missing, and what was not asked."""

    figures: list[SavedFigure] = field(default_factory=list)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def make_comparison(run: Run, *, declared: Declaration | None = None, **choices: Any) -> Comparison:
    """Compare as `compare` does, find duplicates, and check measures against length.

    Raises
    ------
    FramingError
        as `compare` does.
    """
    table = compare(run, declared=declared, **choices)
    voice, kind = choices.get("voice", "all"), choices.get("kind", "body")
    length = length_check(run, voice=voice, kind=kind, by=choices["by"])
    choices |= {name: choices.get(name, usual) for name, usual in _DRAWN.items()}
    return Comparison(choices, declared, table, find_duplicates(run), length)


def save_differences(run: Run, comparison: Comparison, folder: Path, *, part: str = "") -> Saved:
    """Write `tables/comparison` and the figures of both targets; `part` stands behind their names.

    A target for which nothing can be tested has no figure: the table says why.
    """
    saved = Saved()
    table, measures = comparison.table, list(dict.fromkeys(comparison.main["measure"]))
    save_table(f"comparison{part}", table, print_comparison(table, measures=measures), folder)
    saved.tables["comparison"] = table
    for target, name in TARGETS.items():
        rows = comparison.main.loc[comparison.main["target"] == target]
        if (rows["verdict"] != TOO_FEW).any():
            data = comparison_data(table, target=target, measures=measures, run=run)
            _draw(saved, "comparison", data, folder, f"{name}{part}", run)
    return saved


def save_comparison(run: Run, comparison: Comparison, folder: Path, *, places: Places = "shown") -> Saved:
    """Write everything of a comparison but its page into an existing folder.

    `places` says whether the words that mark the groups are looked up along the texts and in their contexts.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    saved = save_differences(run, comparison, folder)
    kept = compared_articles(run, **reading_of(comparison), repeated=comparison.duplicates)
    looked_up = (_save_places,) if places == "shown" else ()
    for save in (_save_words, _save_shifts, *looked_up, _save_trajectories, _save_time):
        try:
            save(kept, comparison, saved, folder)
        except FramingError as error:  # without recorded evidence there are no words, and the rest stands
            saved.missing.append(str(error))
    kind = comparison.choices.get("kind", "body")
    saved.tables["voices"] = frame_actor_voice(kept, comparison.by, kind=kind)
    saved.tables |= {"duplicates": comparison.duplicates, "length": comparison.length}
    for name in ("duplicates", "length", "voices"):
        write_csv(saved.tables[name], folder / "tables" / f"{name}.csv")
    return saved


def reading_of(comparison: Comparison) -> dict[str, Any]:
    """What decides which articles are compared, as `compared_articles` takes it."""
    return {name: comparison.choices[name] for name in _READING if name in comparison.choices}


def _draw(saved: Saved, kind: Figure, data: pd.DataFrame, folder: Path, name: str, run: Run) -> None:
    if figure := save_comparison_figure(kind, data, folder, name=name, run=run):
        saved.figures.append(figure)


def _reading(comparison: Comparison) -> dict[str, Any]:
    """Whose words are read, and in which paragraphs."""
    return {name: comparison.choices[name] for name in ("voice", "kind") if name in comparison.choices}


def _save_words(run: Run, comparison: Comparison, saved: Saved, folder: Path) -> None:
    """The words that mark each group: one figure for a pair, one a group, or one for all of many groups."""
    single = len(comparison.pairs) == 1
    _check_names(comparison)
    group, reference = comparison.pairs[0] if single else (None, comparison.choices.get("reference"))
    found = keyness(run, by=comparison.by, group=group, reference=_side(reference), **_reading(comparison))
    if found.empty:
        return
    saved.tables["keyness"] = found
    save_table("keyness", found, print_keyness(found), folder)
    groups = [str(name) for name in dict.fromkeys(found["group"])]
    if single:
        _draw(saved, "keyness", keyness_data(found), folder, "keyness", run)
        return
    if len(groups) > MOST_GROUPS:
        _draw_many(saved, found, sorted(groups), folder, run)
        return
    for name, slug in file_slugs(groups).items():
        _draw(saved, "keyness", keyness_data(found, group=name), folder, f"keyness-{slug}", run)


def _draw_many(saved: Saved, found: pd.DataFrame, groups: list[str], folder: Path, run: Run) -> None:
    """The words of many groups in two figures; of still more groups the second says how many it lacks."""
    lots = [groups[:MOST_PANELS], groups[MOST_PANELS:]]
    for place, lot in enumerate(filter(None, lots), 1):
        name = f"keyness-{place}" if lots[1] else "keyness"
        _draw(saved, "keyness", keyness_data(found.loc[found["group"].isin(lot)]), folder, name, run)


def _save_places(run: Run, comparison: Comparison, saved: Saved, folder: Path) -> None:
    """Where the words that mark the groups stand along the texts, and in which contexts."""
    found = saved.tables.get("keyness")
    if found is None or not (terms := telling_terms(found)):
        return
    reading = _reading(comparison)
    if shows_text(run):
        saved.tables["contexts"] = save_contexts(run, terms, folder, by=comparison.by, reading=reading)
    data = places_of(run, terms, by=comparison.by, reading=reading)
    _draw(saved, "dispersion", data, folder, "xray", run)


def _save_shifts(run: Run, comparison: Comparison, saved: Saved, folder: Path) -> None:
    """The words behind the differences of two groups, or of a few from the reference that was named."""
    pairs = comparison.pairs
    if len(pairs) > 1 and (reason := _no_shift(comparison)):
        saved.left_out.append(reason)
        return
    _check_names(comparison)
    slugs = file_slugs([group for group, _ in pairs])
    for pair in pairs:
        part = f"-{slugs[pair[0]]}" if len(pairs) > 1 else ""
        _save_shift(run, comparison, saved, folder, pair=pair, part=part)


def _no_shift(comparison: Comparison) -> str:
    """Why no word shift of several groups is drawn, and how to get one; empty where they are drawn."""
    n, asked = len(comparison.pairs), f"framing compare RUN --by {comparison.by} --reference VALUE"
    if comparison.choices.get("reference") in (None, _REST):
        way = (
            f"{asked} draws each other group against the one named"
            if n - 1 <= MOST_SHIFTS
            else f"of more than {MOST_SHIFTS + 1} none are drawn: compare a run of fewer groups"
        )
        return (
            f"No word shift: it explains the difference between two, and each of {n:,} groups is compared with "
            f"{_REST}; {way}."
        )
    if n > MOST_SHIFTS:
        return (
            f"No word shift: {n:,} groups are compared with the reference, and {MOST_SHIFTS} at most are drawn; "
            "compare a run of fewer groups."
        )
    return ""


def _save_shift(
    run: Run, comparison: Comparison, saved: Saved, folder: Path, *, pair: tuple[str, str], part: str
) -> None:
    """The words behind the difference of a pair in the main tone, and in the frame that differs most."""
    (group, reference), main = pair, comparison.main
    main = main.loc[(main["group"] == group) & (main["reference"] == reference)]
    for kind, name in (("tone", "shift-tone"), ("frame", "shift-frame")):
        rows = main.loc[(main["kind"] == kind) & main["difference"].notna()]
        if rows.empty:
            continue
        sized = rows.assign(size=rows["effect"].abs().fillna(0.0)).sort_values(
            "size", ascending=False, kind="stable"
        )
        measure = str((rows if kind == "tone" else sized)["measure"].iloc[0])
        sides: dict[str, Any] = {"by": comparison.by, "group": group, "reference": _side(reference)}
        shift = word_shift(run, **sides, measure=measure, **_reading(comparison))
        _draw(
            saved, "shift", shift_data(shift, group=group, reference=reference), folder, f"{name}{part}", run
        )


def _save_trajectories(run: Run, comparison: Comparison, saved: Saved, folder: Path) -> None:
    if comparison.choices.get("kind", "body") == "body" and len(run.articles) <= MOST_TRAJECTORIES:
        _draw(saved, "trajectories", trajectories_data(run), folder, "trajectories", run)


def _save_time(run: Run, comparison: Comparison, saved: Saved, folder: Path) -> None:
    if comparison.by.rpartition(":")[2] in PERIODS and comparison.by not in run.articles.columns:
        data = time_data(
            summarize(run, comparison.by, **_reading(comparison)),
            measures=list(dict.fromkeys(comparison.main["measure"]))[:6],
        )
        _draw(saved, "time", data, folder, "time", run)


def _check_names(comparison: Comparison) -> None:
    """Refuse a group as reference that is called as the words call all other articles.

    Raises
    ------
    FramingError
        if it is.
    """
    if (name := comparison.choices.get("reference")) in ("rest", _REST):
        raise FramingError(
            f"words against a group called '{name}', which is what all other articles are called"
        )


def _side(reference: str | None) -> str:
    """The reference as keyness and word shift call it."""
    return "rest" if reference in (None, _REST) else str(reference)


def figures_of(saved: Saved, *kinds: str) -> Iterator[SavedFigure]:
    """Figures of some kinds, in the order in which they were drawn."""
    return (figure for figure in saved.figures if figure.kind in kinds)
