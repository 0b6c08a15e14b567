"""X-ray: where in each op-ed terms stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.inputs import number, require
from framing.reporting.figures.lettering import legible, shorten
from framing.reporting.figures.rows import name_width
from framing.reporting.figures.selection import article_names
from framing.reporting.style import DOUBLE, INK, PALE, QUIET, SMALL, SMALLEST, TALLEST, figure_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run

#: Articles drawn at most, and terms; terms abreast.
_MOST_ARTICLES, _MOST_TERMS, _ABREAST = 30, 12, 3
#: So many groups have their articles apart; of more the articles with most hits are drawn, whatever their group.
_MOST_GROUPS = 8
#: Inches.
_ROW, _LOWEST, _HEAD, _FOOT, _COUNT, _BETWEEN = 0.17, 0.12, 0.26, 0.34, 0.34, 0.12
_TICK = 0.32
#: Bold letters are so much wider than those that are measured.
_BOLD = 1.15


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows from the top: articles with their names (in one article: terms), and groups as headings between them."""

    names: Mapping[str, str]
    places: Mapping[str, int]
    headings: Mapping[int, str]

    @property
    def count(self) -> int:
        return len(self.names) + len(self.headings)


def dispersion_data(
    positions: pd.DataFrame,
    measures: pd.DataFrame | None = None,
    *,
    articles: Sequence[str] | None = None,
    run: Run | None = None,
    groups: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Give what `plot_dispersion` draws, as it stands in the CSV, hits of articles beyond those drawn included.

    Parameters
    ----------
    positions, measures
        the two tables that `dispersion` returns
    articles
        ids of all articles that were searched, so that those without a hit have a row; None for the run's, or those
        with a hit
    run
        for the titles of articles
    groups
        for each article its group, in the groups' order: rows then stand group by group; None for one group. Of more
        than eight groups none stands apart.

    Returns
    -------
    DataFrame
        one row a hit: group (empty without groups), article, name, term, position (0 the first word of the body, 1
        its last), paragraph, start, text, n (hits of the term in the article; an article and term without one has a
        row with 0 and no position), dp (deviation of proportions of the term), row (place of the article from the
        top, most hits first), drawn

    Raises
    ------
    FramingError
        if a table lacks columns.
    """
    import pandas as pd

    require(positions, ["article", "term", "position", "paragraph", "start", "text"], "dispersion")
    names = article_names(run) if run is not None else {}
    ids = list(articles if articles is not None else run.articles["article"] if run is not None else ())
    ids = [str(each) for each in dict.fromkeys([*ids, *positions["article"]])]
    known = measures["term"] if measures is not None else positions["term"]
    terms = [str(term) for term in dict.fromkeys([*known, *positions["term"]])]
    every = pd.MultiIndex.from_product([terms, ids], names=["term", "article"]).to_frame(index=False)
    data = every.merge(positions, on=["term", "article"], how="left")
    data["n"] = data.groupby(["term", "article"])["position"].transform("count").astype("int64")
    spread = _spread(measures)
    totals = data.groupby("article")["position"].count()
    apart = groups if groups and len(set(groups.values())) <= _MOST_GROUPS else {}
    named = {article: str(apart.get(article, "")) for article in ids}
    data = data.assign(
        group=data["article"].map(named).astype("str"),
        name=data["article"].map(lambda article: names.get(article, article)).astype("str"),
        dp=data["term"].map(lambda term: spread.get(str(term), math.nan)).astype("float64"),
    )
    order = _ordered(totals.reindex(ids), named, apart, _most_articles(len(terms[:_MOST_TERMS])))
    data["row"] = (
        data["article"].map({article: place for place, (article, _) in enumerate(order)}).astype("int64")
    )
    data["drawn"] = data["article"].map(dict(order)).astype("bool") & data["term"].isin(terms[:_MOST_TERMS])
    columns = [
        "group",
        "article",
        "name",
        "term",
        "position",
        "paragraph",
        "start",
        "text",
        "n",
        "dp",
        "row",
        "drawn",
    ]
    place = data["term"].map({term: place for place, term in enumerate(terms)})
    ordered = data.assign(place=place).sort_values(["place", "row", "position"], kind="stable")
    return ordered[columns].reset_index(drop=True)


def plot_dispersion(
    positions: pd.DataFrame,
    measures: pd.DataFrame | None = None,
    *,
    articles: Sequence[str] | None = None,
    run: Run | None = None,
    groups: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw where terms stand along each op-ed: a tick a hit, from the first word of the body (0) to its last (1).

    A panel a term, a row an article, those with most hits first, the number of hits at its end; articles without a hit
    keep their row. In one article the terms are the rows. Of more than 30 articles those with most hits are drawn, of
    each group as many.

    Parameters
    ----------
    positions, measures, articles, run, groups
        as for `dispersion_data`
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its term (in one article: `terms`)

    Raises
    ------
    FramingError
        as `dispersion_data`.
    """
    data = dispersion_data(positions, measures, articles=articles, run=run, groups=groups)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    panels, rows = _layout(data)
    height = _HEAD + max(rows.count, 2) * _ROW + _FOOT
    return DOUBLE, min(max(_blocks(len(panels)), 1) * height, TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    if data["position"].isna().all():
        note(sheet, "no term was found")
        return
    panels, rows = _layout(data)
    shown = data.loc[data["drawn"]]
    names = {key: legible(name, f"row {place + 1}") for place, (key, name) in enumerate(rows.names.items())}
    wide = max(name_width(list(names.values())), _BOLD * name_width(list(rows.headings.values())))
    left = min(wide, sheet.width * 0.36)
    abreast = math.ceil(len(panels) / _blocks(len(panels)))
    height = sheet.height / _blocks(len(panels))
    each = (sheet.width - left + _BETWEEN) / abreast
    for panel_number, (term, heading) in enumerate(panels.items()):
        down, along = divmod(panel_number, abreast)
        across = each - _BETWEEN - _COUNT
        box = Box(left + along * each, down * height + _HEAD, across, height - _HEAD - _FOOT)
        sheet.text(box.left, box.top - 0.11, shorten(heading, across + _COUNT, SMALL))
        mine = shown if term is None else shown.loc[shown["term"] == term]
        _draw_ticks(sheet, box, mine, "term" if term is None else "article", rows)
        if not along:
            _write_names(sheet, box, names, rows, left)


def _write_names(sheet: Sheet, box: Box, names: Mapping[str, str], rows: _Rows, left: float) -> None:
    """Names of the rows at the left of a panel, groups in bold above those of their articles."""
    row = box.height / rows.count
    for key, name in names.items():
        middle = box.top + row * (rows.places[key] + 0.5)
        sheet.text(left - 0.08, middle, shorten(name, left - 0.09, SMALL), ha="right")
    for place, heading in rows.headings.items():
        middle = box.top + row * (place + 0.5)
        text = shorten(heading, (left - 0.09) / _BOLD, SMALL)
        sheet.text(left - 0.08, middle, text, ha="right", fontweight="bold")


def _draw_ticks(sheet: Sheet, box: Box, hits: pd.DataFrame, by: str, rows: _Rows) -> None:
    """A row an article (or a term), a tick a hit, the number of hits at the row's end."""
    panel = sheet.panel(box, str(hits["term"].iloc[0]) if by == "article" else "terms")
    panel.set_xlim(0, 1)
    panel.set_ylim(rows.count, 0)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    panel.hlines([place + 0.5 for place in rows.places.values()], 0, 1, colors=PALE, linewidth=0.6, zorder=0)
    panel.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    panel.set_xlabel("place in the text", fontsize=SMALLEST, color=INK)
    for name, mine in hits.groupby(by, sort=False):
        place = rows.places[str(name)]
        there = mine.loc[mine["position"].notna(), "position"].tolist()
        # a tick ends inside the panel even where a text's first or last word is a hit
        panel.vlines(
            there, place + 0.5 - _TICK, place + 0.5 + _TICK, colors=INK, linewidth=0.8, clip_on=False
        )
        middle = box.top + box.height * (place + 0.5) / rows.count
        right = box.left + box.width + _COUNT - 0.04
        told = f"{len(there):,}"
        sheet.text(right, middle, told, ha="right", fontsize=SMALLEST, color=INK if there else QUIET)


def _layout(data: pd.DataFrame) -> tuple[dict[str | None, str], _Rows]:
    """Panels (term or, in one article, None for all) with their headings, and rows with their names."""
    shown = data.loc[data["drawn"]]
    articles = shown.drop_duplicates("article").sort_values("row", kind="stable")
    terms = shown.drop_duplicates("term")
    if len(articles) == 1:
        told = {str(row["term"]): _heading(row) for row in terms.to_dict("records")}
        return {None: ""}, _Rows(told, {term: place for place, term in enumerate(told)}, {})
    panels: dict[str | None, str] = {str(row["term"]): _heading(row) for row in terms.to_dict("records")}
    several = len(set(articles["group"])) > 1
    seen: dict[str, str] = {}
    names: dict[str, str] = {}
    places: dict[str, int] = {}
    headings: dict[int, str] = {}
    for row in articles.to_dict("records"):
        group = str(row["group"])
        if several and group not in seen:
            seen[group] = legible(group, f"group {len(seen) + 1}")
            headings[len(places) + len(headings)] = seen[group]
        places[str(row["article"])] = len(places) + len(headings)
        names[str(row["article"])] = str(row["name"])
    return panels, _Rows(names, places, headings)


def _ordered(
    totals: pd.Series[int], named: Mapping[str, str], groups: Mapping[str, str], most: int
) -> list[tuple[str, bool]]:
    """Articles from the top, each with whether it is drawn: group by group, in each those with most hits first."""
    order = [str(article) for article in totals.sort_values(ascending=False, kind="stable").index]
    known = list(dict.fromkeys(groups.values()))
    if len(known) <= 1:
        return [(article, place < most) for place, article in enumerate(order)]
    each = max((most - len(known)) // len(known), 1)
    made = []
    for group in known:
        mine = [article for article in order if named[article] == group]
        made += [(article, place < each) for place, article in enumerate(mine)]
    rest = [article for article in order if named[article] not in known]
    return [*made, *((article, False) for article in rest)]


def _heading(row: dict[Any, Any]) -> str:
    """A term and how unevenly it is spread."""
    name = legible(str(row["term"]), "term")
    return name if math.isnan(row["dp"]) else f"{name} (DP {row['dp']:.2f})"


def _blocks(panels: int) -> int:
    return math.ceil(panels / _ABREAST)


def _most_articles(terms: int) -> int:
    """Articles that a page has room for."""
    fit = int((TALLEST / max(_blocks(terms), 1) - _HEAD - _FOOT) / _LOWEST)
    return max(2, min(_MOST_ARTICLES, fit))


def _spread(measures: pd.DataFrame | None) -> dict[str, float]:
    """Deviation of proportions of each term, under whichever name the table has it."""
    if measures is None:
        return {}
    column = next((name for name in measures.columns if str(name).lower() == "dp"), None)
    if column is None:
        return {}
    # by groups a term has several, and none of them is that of all the articles drawn
    alone = measures.loc[~measures["term"].duplicated(keep=False)]
    return {str(term): number(value) for term, value in zip(alone["term"], alone[column], strict=True)}
