"""Figures of comparisons: what is drawn, what fits, and that nothing hostile or missing breaks them."""

import io
import math
import re

import matplotlib as mpl
import matplotlib.figure
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from small_comparisons import (
    HOSTILE,
    MEASURES,
    NAN,
    POPULATION,
    THESE,
    compared,
    comparison,
    keyness_table,
    positions_table,
    shift_table,
    specification_table,
    summary_table,
)
from small_runs import run_of, sentence
from test_figures import fits, many, words

from framing.errors import FramingError
from framing.output import read_csv
from framing.reporting.comparison_alternatives import comparison_alt
from framing.reporting.comparison_captions import comparison_caption
from framing.reporting.comparison_files import DRAWN, render_comparison, save_comparison_figure
from framing.reporting.figures.along import parts, trajectories_data
from framing.reporting.figures.bars import span
from framing.reporting.figures.comparison import plot_comparison
from framing.reporting.figures.differences import comparison_data
from framing.reporting.figures.dispersion import dispersion_data, plot_dispersion
from framing.reporting.figures.keyness import REFERENCE, TARGET, keyness_data, plot_keyness
from framing.reporting.figures.periods import Calendar, calendar_of
from framing.reporting.figures.scales import signed_tick
from framing.reporting.figures.shift import plot_shift, shift_data
from framing.reporting.figures.specifications import plot_specifications, specifications_data
from framing.reporting.figures.timeline import plot_time, time_data
from framing.reporting.figures.trajectories import plot_trajectories
from framing.reporting.style import DOUBLE, SINGLE, TALLEST, figure_style
from framing.statistics.parts import MISSING

mpl.use("agg")

WORDS = [(f"word{number}", 6.0 * math.cos(number)) for number in range(40)]
COUNTS = [(f"term{number}", (number * 7) % 31, (number * 11) % 29) for number in range(60)]
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
#: Every hostile term at the same places.
PLACES = dict.fromkeys(HOSTILE, (0.0, 0.4, 1.0))
TERMS = ("secur*", "threat", "port of Saltholm")
HITS = {
    f"article {place}": {term: [((place + 3) * k % 17) / 17 for k in range(place + more)]
                         for more, term in enumerate(TERMS)}
    for place in range(7)
}  # fmt: skip


def figure_of(kind, data, run=None):
    """The figure with its panels by label."""
    module = DRAWN[kind]
    with figure_style():
        figure = mpl.figure.Figure(figsize=module.size(data), dpi=300)
        host = figure.add_axes((0, 0, 1, 1))
        module.draw(host, data, run)
    return figure, {panel.get_label(): panel for panel in host.child_axes}


def usual(kind):
    """Data of each kind as a study has them, and the run where the figure needs it."""
    run = many(4) if kind == "trajectories" else None
    return {
        "comparison": lambda: comparison_data(comparison([f"Outlet {n}" for n in range(6)])),
        "keyness": lambda: keyness_data(keyness_table(WORDS)),
        "shift": lambda: shift_data(shift_table(COUNTS), group="The Harbour Ledger", reference="Courier"),
        "dispersion": lambda: dispersion_data(positions_table(HITS)),
        "trajectories": lambda: trajectories_data(run),
        "time": lambda: time_data(summary_table(MONTHS)),
        "specifications": lambda: specifications_data(specification_table()),
    }[kind](), run  # fmt: skip


def dots(panel, marker="o"):
    """Places and faces of single markers."""
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]), line.get_markerfacecolor())
        for line in panel.lines
        if line.get_marker() == marker and len(line.get_xdata()) == 1
    ]


# Comparison


def test_a_dot_lies_at_the_difference_and_its_fill_is_the_verdict():
    """+2 [1, 3] differs, +0.5 [−1, 2] does not, −1 was too few: filled, hollow, hollow grey and named."""
    table = pd.DataFrame(
        [
            compared("frames_security_rate", "A", 2.0, low=1.0, high=3.0),
            compared("frames_security_rate", "B", 0.5, low=-1.0, high=2.0),
            compared("frames_security_rate", "C", -1.0),
        ]
    )
    figure, panels = figure_of("comparison", comparison_data(table))
    panel = panels["frames_security_rate"]
    assert dots(panel) == [(2.0, 0.5, "#0072B2"), (0.5, 1.5, "white"), (-1.0, 2.5, "white")]
    assert [line.get_color() for line in panel.lines if line.get_marker() == "o"][-1] == "#B8B8B8"
    lines = [
        line.get_xdata()
        for line in panel.lines
        if line.get_linestyle() == "-" and line.get_marker() == "None"
    ]
    assert [list(ends) for ends in lines if len(set(ends)) > 1] == [[1.0, 3.0], [-1.0, 2.0]]
    said = words(figure)
    assert {
        "A",
        "B",
        "C · too few",
        "minus the rest",
        "differ",
        "cannot be told apart",
        "too few to test",
    } <= set(said)


def test_groups_stand_by_the_first_measure_and_a_panel_is_a_measure():
    data = comparison_data(comparison([f"Outlet {n}" for n in range(6)]))
    _, panels = figure_of("comparison", data)
    assert list(panels) == [row[0] for row in MEASURES]
    first = data.loc[data["measure"] == MEASURES[0][0]].sort_values("position")
    assert first["value"].is_monotonic_decreasing
    frames = [panels[name].get_xlim() for name, *_, kind in MEASURES if kind == "frame"]
    assert len(set(frames)) == 1
    assert panels["textblob_polarity"].get_xlim() != panels["vader_compound"].get_xlim()
    assert all(low < 0 < high for low, high in (panel.get_xlim() for panel in panels.values()))


def test_one_pair_of_groups_has_its_measures_as_rows():
    data = comparison_data(comparison(["The Harbour Ledger"], reference="Continental Courier"))
    figure, panels = figure_of("comparison", data)
    assert list(panels) == ["frame", "tone"]
    assert figure.get_figwidth() == SINGLE
    assert "The Harbour Ledger minus Continental Courier" in words(figure)
    assert "S security" in words(figure)


def test_a_band_is_the_declared_margin():
    data = comparison_data(comparison(["A", "B"], MEASURES[:1], margin=0.5))
    figure, panels = figure_of("comparison", data)
    (band,) = [patch for patch in panels["frames_security_rate"].patches if patch.get_width() > 0.5]
    assert (band.get_x(), band.get_x() + band.get_width()) == (-0.5, 0.5)
    assert "declared margin" in words(figure)
    assert "±0.5" in comparison_caption("comparison", data)


def test_a_figure_shows_one_target_the_population_first():
    both = pd.concat([comparison(["A", "B"]), comparison(["A", "B"], target=THESE)])
    assert set(comparison_data(both)["target"]) == {POPULATION}
    assert set(comparison_data(both, target=THESE)["target"]) == {THESE}
    assert "paragraphs being the units" in comparison_caption(
        "comparison", comparison_data(both, target=THESE)
    )
    with pytest.raises(
        FramingError, match="target 'all': not in the table; there are 'the population of articles'"
    ):
        comparison_data(both, target="all")


def test_only_the_declared_family_is_drawn_unless_measures_are_named():
    table = comparison(["A", "B"])
    table.loc[table["measure"] == "vader_compound", "family"] = "exploratory"
    assert "vader_compound" not in set(comparison_data(table)["measure"])
    named = comparison_data(table, measures=["vader_compound", "frames_security_rate"])
    assert named["measure"].unique().tolist() == ["vader_compound", "frames_security_rate"]
    with pytest.raises(
        FramingError, match="measure 'zz': not in the table; there are 'frames_security_rate'"
    ):
        comparison_data(table, measures=["zz"])


def test_pairs_with_several_references_are_named_as_pairs():
    table = pd.concat([comparison(["A"], reference="B"), comparison(["A"], reference="C")])
    data = comparison_data(table)
    assert set(data["group"]) == {"A − B", "A − C"}
    assert {"A − B", "A − C · too few"} & set(words(figure_of("comparison", data)[0]))


def test_two_rows_for_one_pair_are_refused():
    """Voices mixed in one table would be drawn over one another."""
    with pytest.raises(FramingError, match="several rows for one measure and pair of groups"):
        comparison_data(pd.concat([comparison(["A"]), comparison(["A"], voice="author")]))


def test_of_many_groups_thirty_are_drawn_and_the_data_has_all():
    data = comparison_data(comparison([f"Outlet {n}" for n in range(200)], MEASURES[:2]))
    assert data["group"].nunique() == 200
    assert data.loc[data["drawn"], "group"].nunique() == 30
    assert "… 170 between them …" in words(figure_of("comparison", data)[0])
    assert "Of 200 groups the 15 highest and the 15 lowest in security are drawn" in comparison_caption(
        "comparison", data
    )


# Keyness


def test_bars_go_right_for_the_target_and_left_for_the_reference():
    table = keyness_table([("port", 3.0), ("guard", -2.0), ("trade", 1.0), ("", 0.0), ("none", NAN)])
    data = keyness_data(table)
    figure, panels = figure_of("keyness", data)
    bars = {(bar.get_y() + bar.get_height() / 2, bar.get_width()) for bar in panels["Ledger"].patches}
    assert bars == {(0.5, 3.0), (0.5, -2.0), (1.5, 1.0)}
    assert {"port", "guard", "trade", "← Courier", "Ledger →", "15 : 2"} <= set(words(figure))


def test_words_stand_beyond_the_ends_of_their_bars():
    figure, panels = figure_of("keyness", keyness_data(keyness_table(WORDS)))
    FigureCanvasAgg(figure).draw()
    panel = panels["Ledger"]
    boxes = {item.get_text(): item.get_window_extent() for item in figure.findobj(mpl.text.Text)}
    data = keyness_data(keyness_table(WORDS))
    for row in data.loc[data["drawn"]].to_dict("records"):
        end = panel.transData.transform((row["value"], row["rank"] - 0.5))[0]
        box = boxes[row["feature"]]
        assert box.x0 >= end if row["value"] > 0 else box.x1 <= end


def test_a_word_that_one_article_turns_is_hollow():
    """Every fifth word of the table is."""
    data = keyness_data(keyness_table([(f"w{n}", 5.0 - n / 10) for n in range(10)]))
    _, panels = figure_of("keyness", data)
    white = [bar.get_y() for bar in panels["Ledger"].patches if bar.get_facecolor()[:3] == (1, 1, 1)]
    assert [y + 0.31 for y in white] == pytest.approx([4.5, 9.5])


def test_an_unsigned_statistic_takes_the_sign_of_the_rates():
    table = keyness_table([("port", 3.0), ("guard", -2.0)])
    table["statistic"] = table["statistic"].abs()
    assert keyness_data(table).set_index("feature")["value"].to_dict() == {"port": 3.0, "guard": -2.0}


def test_several_groups_have_a_panel_each_on_one_scale():
    tables = [keyness_table(WORDS, group=f"Outlet {n}", reference="the rest") for n in range(5)]
    figure, panels = figure_of("keyness", keyness_data(pd.concat(tables)))
    assert list(panels) == [f"Outlet {n}" for n in range(5)]
    units = {
        round((panel.get_xlim()[1] - panel.get_xlim()[0]) / panel.get_position().width, 6)
        for panel in panels.values()
    }
    assert len(units) == 1
    assert figure.get_figheight() <= TALLEST


def test_of_many_groups_fifteen_have_panels_and_the_caption_says_so():
    data = keyness_data(pd.concat([keyness_table(WORDS, f"Outlet {n:02d}", "the rest") for n in range(30)]))
    figure, panels = figure_of("keyness", data)
    assert list(panels) == [f"Outlet {n:02d}" for n in range(15)]
    assert "Of 30 groups 15 are drawn, the first by name; the CSV has all." in comparison_caption(
        "keyness", data
    )
    fits(figure)


def test_the_order_of_rows_changes_nothing():
    table = keyness_table([*WORDS, ("tie a", 2.0), ("tie b", 2.0)])
    shuffled = table.sample(frac=1, random_state=3)
    one, other = (keyness_data(each)[["feature", "rank"]].to_numpy().tolist() for each in (table, shuffled))
    assert one == other


def test_keyness_of_a_group_that_is_not_there():
    with pytest.raises(FramingError, match="group 'zz': not in the table; there are 'Ledger'"):
        keyness_data(keyness_table(WORDS), group="zz")


# Word shift


def test_bars_are_the_contributions_the_largest_first():
    """30 of 1,000 against 15 of 1,500: +2 per 100; 5 against 30: −1.5; 10 against 15: 0, not drawn."""
    data = shift_data(shift_table([("a", 30, 15), ("b", 5, 30), ("c", 10, 15)]), group="A", reference="B")
    figure, panels = figure_of("shift", data)
    widths = [bar.get_width() for bar in panels["words"].patches]
    assert widths == pytest.approx([2.0, -1.5])
    assert {"a ↑", "b ↓", "A →", "← B"} <= set(words(figure))
    assert "contribution to the difference of +0.500" in panels["words"].get_xlabel()
    line = panels["cumulative"].lines[0]
    assert line.get_xdata().tolist() == pytest.approx([400.0, 100.0, 100.0])
    sizes = [bar.get_width() for bar in panels["sizes"].patches]
    assert sizes == [45, 60]


def test_parts_of_a_word_stand_end_to_end():
    """Used more (+0.03) and saying less (−0.01): right and left of zero, net +0.02."""
    table = shift_table([("good", 30, 15)])
    table = pd.concat(
        [table.assign(contribution=0.03, part="frequency"), table.assign(contribution=-0.01, part="score")]
    )
    data = shift_data(table)
    assert data["net"].tolist() == pytest.approx([0.02, 0.02])
    _, panels = figure_of("shift", data)
    assert [bar.get_width() for bar in panels["words"].patches] == pytest.approx([0.03, -0.01])
    assert "Crossed" in comparison_caption("shift", data)


def test_no_difference_has_no_share_of_it():
    """+1 and −1 make 0: the running share is not known, the bars are."""
    table = shift_table([("a", 20, 15), ("b", 10, 30)])
    assert table["contribution"].sum() == 0
    data = shift_data(table)
    assert data["running"].isna().all()
    fits(figure_of("shift", data)[0])


@pytest.mark.parametrize(
    ("top", "told"),
    [
        # nets per 100: +2, −1.5 and −1 make −.5; the first alone +2, the first two +.5
        (
            1,
            "The 1 of 3 that contributes most; it pulls the other way, and the words not drawn outweigh that.",
        ),
        (2, "The 2 of 3 that contribute most; together they pull the other way, and the words"),
        (3, "The 3 of 3 that contribute most; together they make 100 % of the difference."),
    ],
)
def test_words_that_make_the_opposite_of_a_difference_are_no_negative_share(top, told):
    table = shift_table([("a", 30, 15), ("b", 5, 30), ("c", 10, 30)])
    assert told in comparison_caption("shift", shift_data(table, top=top))


# Dispersion


def test_a_tick_stands_where_the_term_does():
    data = dispersion_data(
        positions_table({"a": {"x": [0.1, 0.9]}, "b": {"x": [0.5]}}), articles=["a", "b", "c"]
    )
    figure, panels = figure_of("dispersion", data)
    segments = [
        float(segment[0][0])
        for item in panels["x"].collections
        for segment in item.get_segments()
        if segment[0][0] == segment[1][0]
    ]
    assert segments == [0.1, 0.9, 0.5]
    assert [word for word in words(figure) if word in ("a", "b", "c")] == ["a", "b", "c"]
    counts = data.drop_duplicates("article").set_index("article")["n"].to_dict()
    assert counts == {"a": 2, "b": 1, "c": 0}


def test_the_caption_names_every_term_drawn():
    terms = [f"term{letter}" for letter in "abcdef"]
    data = dispersion_data(positions_table({"a": {term: [0.1] for term in terms}}))
    caption = comparison_caption("dispersion", data)
    assert all(f"{term} 1 in 1 article" in caption for term in terms)


def test_in_one_article_the_terms_are_the_rows():
    figure, panels = figure_of(
        "dispersion", dispersion_data(positions_table({"a": {"x": [0.1], "y": [0.2]}}))
    )
    assert list(panels) == ["terms"]
    assert {"x", "y"} <= set(words(figure))


def test_the_spread_stands_in_the_head_unless_groups_have_their_own():
    measures = pd.DataFrame({"term": list(TERMS), "DP": [0.25, 0.5, NAN]})
    assert "secur* (DP 0.25)" in words(
        figure_of("dispersion", dispersion_data(positions_table(HITS), measures))[0]
    )
    twice = pd.concat([measures, measures])
    assert dispersion_data(positions_table(HITS), twice)["dp"].isna().all()


def test_groups_stand_apart_with_as_many_articles_each():
    """Rows go group by group, in each the article with most hits first; of many groups none is apart."""
    hits = {f"a{n}": {"x": [k / 10 for k in range(n % 3 + 1)]} for n in range(40)}
    groups = {f"a{n}": "第一" if n < 20 else "Ledger" for n in range(40)}
    data = dispersion_data(positions_table(hits), groups=groups)
    figure, _ = figure_of("dispersion", data)
    drawn = data.loc[data["drawn"]].drop_duplicates("article").sort_values("row")
    assert list(dict.fromkeys(drawn["group"])) == ["第一", "Ledger"]
    assert drawn["group"].value_counts().tolist() == [14, 14]
    assert (drawn.groupby("group", sort=False)["n"].first() == 3).all()
    assert "Ledger" in words(figure)
    fits(figure)
    many_groups = {f"a{n}": str(n % 9) for n in range(40)}
    assert set(dispersion_data(positions_table(hits), groups=many_groups)["group"]) == {""}


# Trajectories


def test_a_paragraph_is_as_wide_as_its_share_of_the_words():
    """100 and 300 words: a quarter and three quarters; 4 hits in 100 words are 4, 3 in 300 are 1."""
    run = run_of({"a": [("body", [sentence(100, security=4)]), ("body", [sentence(300, security=3)])]})
    data = trajectories_data(run, layout="multiples", measures=["frames_security_rate"])
    assert data[["start", "end", "value"]].to_numpy().tolist() == [[0.0, 0.25, 4.0], [0.25, 1.0, 1.0]]
    _, panels = figure_of("trajectories", data, run)
    bars = [
        (bar.get_x(), bar.get_width(), bar.get_height()) for bar in panels["frames_security_rate\ta"].patches
    ]
    assert bars == [(0.0, 0.25, 4.0), (0.25, 0.75, 1.0)]


def test_parts_of_a_text_keep_its_mean():
    """4 over a quarter and 1 over the rest: 2 halves have (4 × .25 + 1 × .25) / .5 = 2.5, and 1; their mean is 1.75."""
    rows = pd.DataFrame({"start": [0.0, 0.25], "end": [0.25, 1.0], "value": [4.0, 1.0]})
    assert parts(rows, 2).tolist() == pytest.approx([2.5, 1.0])
    silent = pd.DataFrame({"start": [0.0, 0.5], "end": [0.5, 1.0], "value": [NAN, 1.0]})
    assert np.isnan(parts(silent, 2)[0])
    assert parts(silent, 2)[1] == 1.0


@given(st.lists(st.tuples(st.integers(1, 200), st.floats(-5, 5)), min_size=1, max_size=12))
def test_the_mean_of_tenths_is_the_mean_over_words(paragraphs):
    lengths, values = (np.array(each, dtype=float) for each in zip(*paragraphs, strict=True))
    ends = lengths.cumsum() / lengths.sum()
    rows = pd.DataFrame({"start": ends - lengths / lengths.sum(), "end": ends, "value": values})
    assert parts(rows).mean() == pytest.approx((lengths * values).sum() / lengths.sum(), abs=1e-9)


def test_a_few_op_eds_are_lines_more_are_small_panels():
    run = many(7)
    assert trajectories_data(run)["layout"].unique().tolist() == ["multiples"]
    few = trajectories_data(run, ["a1", "a3"])
    assert few["layout"].unique().tolist() == ["overlaid"]
    _, panels = figure_of("trajectories", few, run)
    lines = [line for line in panels["frames_security_rate"].lines if line.get_marker() != "None"]
    assert len({(line.get_color(), str(line.get_linestyle()), line.get_marker()) for line in lines}) == 2
    with pytest.raises(FramingError, match="7 lines cannot be told apart, 5 can"):
        trajectories_data(run, layout="overlaid")
    with pytest.raises(FramingError, match="article 'zz': not in this run; there are 'a0'"):
        trajectories_data(run, ["zz"])
    with pytest.raises(FramingError, match="measure 'zz': no rate of a frame and no tone"):
        trajectories_data(run, measures=["zz"])


def test_more_than_a_figure_has_room_for_is_refused_and_not_left_out():
    """Twelve articles and five measures; of two tones one stays where four frames leave no room for both."""
    with pytest.raises(FramingError, match="articles: 13, and 12 have room; name them; there are 'a0'"):
        trajectories_data(many(13))
    labels = ("security", "economic", "b", "c")
    assert trajectories_data(many(2, labels))["measure"].unique().tolist() == [
        *(f"frames_{label}_rate" for label in labels), "vader_tone"
    ]  # fmt: skip
    with pytest.raises(FramingError, match="measures: 7, and 5 have room; there are 'frames_a_rate'"):
        trajectories_data(many(2, "abcdef"))


# Time


def test_a_line_breaks_where_a_period_is_missing():
    """Quarters 1, 2, 4 and 5: two lines of two."""
    data = time_data(summary_table(["2023-Q1", "2023-Q2", "2023-Q4", "2024-Q1"], MEASURES[:1]))
    assert data["place"].diff().dropna().tolist() == [1, 2, 1]
    _, panels = figure_of("time", data)
    lines = [line for line in panels["frames_security_rate"].lines if line.get_marker() == "None"]
    assert [len(line.get_xdata()) for line in lines] == [2, 2]
    assert "Lines break where there is no article (1 period)" in comparison_caption("time", data)


def test_thin_periods_are_hollow_and_rates_start_at_zero():
    """Of any four periods the third is flagged."""
    data = time_data(summary_table(MONTHS[:4], MEASURES[:1]))
    _, panels = figure_of("time", data)
    marks = {
        line.get_markerfacecolor(): len(line.get_xdata())
        for line in panels["frames_security_rate"].lines
        if line.get_marker() == "o"
    }
    assert marks == {"white": 1, "#0072B2": 3}
    assert panels["frames_security_rate"].get_ylim()[0] == 0


@pytest.mark.parametrize(
    ("labels", "places"),
    [
        (["2023", "2024"], [2023, 2024]),
        (["2023-Q4", "2024-Q1"], [8095, 8096]),
        (["2023-12", "2024-01"], [24287, 24288]),
        (["2024-12-31", "2025-01-01"], [739251, 739252]),
    ],
)
def test_periods_follow_one_another_over_the_turn_of_the_year(labels, places):
    """4 × 2023 + 3 = 8095; 12 × 2023 + 11 = 24287; 31 December 2024 is day 739,251 of the calendar."""
    calendar = calendar_of(labels)
    assert [calendar.place(label) for label in labels] == places
    assert [calendar.label(place) for place in places] == labels


def test_weeks_follow_one_another_over_the_turn_of_the_year():
    """The last ISO week of 2024 is its 52nd; weeks are called by their Monday."""
    calendar = calendar_of(["2024-W52", "2025-W01"])
    assert calendar.place("2025-W01") - calendar.place("2024-W52") == 1
    assert calendar.label(calendar.place("2025-W01")) == "2024-12-30"


@pytest.mark.parametrize(
    "labels", [[], ["2023", "2023-01"], ["2023-13"], ["2023-02-31"], ["2021-W53"], ["before 2024"]]
)
def test_what_is_no_period_is_no_calendar(labels):
    assert calendar_of(labels) is None


@given(
    st.sampled_from(["year", "quarter", "month", "week", "day"]),
    st.integers(1, 3000),
    st.integers(0, 4000),
    st.integers(1, 12),
)
def test_an_axis_has_few_numbers_evenly_apart(kind, first, length, most):
    first += {"year": 0, "quarter": 7000, "month": 22000, "week": 104000, "day": 730000}[kind]
    length = min(length, 60) if kind == "year" else length
    ticks = Calendar(kind).ticks(first, first + length, most)
    assert ticks
    assert all(first <= tick <= first + length for tick in ticks)
    assert len(ticks) <= most
    assert len(set(np.diff(ticks))) <= 1


def test_groups_before_and_after_a_date_stand_in_the_tables_order():
    figure, _ = figure_of(
        "time", time_data(summary_table(["before 2024-03-01", "from 2024-03-01"], MEASURES[:1]))
    )
    assert {"before 2024-03-01", "from 2024-03-01"} <= set(words(figure))


def test_articles_without_a_date_are_no_period():
    data = time_data(summary_table([*MONTHS[:3], MISSING], MEASURES[:1]))
    assert data["group"].tolist() == MONTHS[:3]


def test_several_series_have_lines_of_their_own_and_a_key():
    data = time_data({"Ledger": summary_table(MONTHS[:6]), "Courier": summary_table(MONTHS[:6], seed=8)})
    figure, panels = figure_of("time", data)
    assert {"Ledger", "Courier"} <= set(words(figure))
    colours = {
        line.get_color() for line in panels["frames_security_rate"].lines if line.get_marker() == "None"
    }
    assert len(colours) == 2
    with pytest.raises(FramingError, match="6 series; at most 5 lines can be told apart"):
        time_data({str(n): summary_table(MONTHS[:2]) for n in range(6)})


# Specification curve


def test_specifications_rise_and_the_main_one_is_marked():
    data = specifications_data(specification_table())
    figure, panels = figure_of("specifications", data)
    assert data["value"].is_monotonic_increasing
    ((x, y, _),) = dots(panels["curve"], "D")
    main = data.loc[data["main"]].iloc[0]
    assert (x, y) == (main["rank"], pytest.approx(main["value"]))
    assert "main specification" in words(figure)
    said = comparison_caption("specifications", data)
    others = data.loc[~data["main"]]
    kept = (others["sign"] == main["sign"]).mean()
    assert f"{100 * kept:.0f} % of the others ({len(others)}) have its sign" in said


def test_the_matrix_shows_what_each_specification_chose():
    """Twelve specifications: of each choice that varies every one has one value, and a dot there."""
    data = specifications_data(specification_table(12))
    _, panels = figure_of("specifications", data)
    points = [(x, round(y, 3)) for line in panels["choices"].lines if line.get_marker() == "o"
              for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]  # fmt: skip
    varied = [
        name for name in ("voice", "texts", "normalisation", "min_words", "names") if len(set(data[name])) > 1
    ]
    assert len(points) == 12 * len(varied)
    assert sorted({x for x, _ in points}) == list(range(1, 13))


def test_all_terms_left_out_share_one_row():
    figure, _ = figure_of("specifications", specifications_data(specification_table(6, terms=300)))
    assert "one left out" in words(figure)
    assert not any(word.startswith("term 1") for word in words(figure))


def test_questions_are_not_mixed():
    both = pd.concat([specification_table(), specification_table(question="economic")])
    assert specifications_data(both)["question"].unique().tolist() == ["security"]
    assert specifications_data(both, question="economic")["question"].unique().tolist() == ["economic"]
    with pytest.raises(
        FramingError, match="question 'zz': not in the table; there are 'security', 'economic'"
    ):
        specifications_data(both, question="zz")


def test_the_scale_is_one_that_all_specifications_have_unless_asked_for():
    table = specification_table(6)
    assert specifications_data(table)["value"].max() == table["effect"].max()
    assert specifications_data(table, scale="estimate")["value"].max() == table["estimate"].max()


def test_specifications_without_an_estimate_are_not_drawn_and_said():
    table = specification_table(6)
    table.loc[2:3, ["effect", "effect_low", "effect_high"]] = NAN
    data = specifications_data(table)
    assert data["drawn"].tolist() == [True] * 4 + [False] * 2
    assert "2 specifications gave no estimate and are not drawn" in comparison_caption("specifications", data)
    fits(figure_of("specifications", data)[0])


def test_a_caption_names_the_groups_that_a_figure_can_but_number():
    groups = ("Courier", "和平与发展", "Ledger", "人民日报")
    data = comparison_data(comparison(groups))
    figure, _ = figure_of("comparison", data)
    said = comparison_caption("comparison", data)
    for name in ("和平与发展", "人民日报"):
        (number,) = re.findall(rf"(group \d+) is {name}", said)
        assert any(number in each for each in words(figure))
    assert "letters" not in comparison_caption(
        "comparison", comparison_data(comparison(("Courier", "Ledger", "x")))
    )
    table = pd.concat(
        [keyness_table([("war", 3.0), ("the", 2.0)], group=group, reference="the rest") for group in groups]
    )
    data = keyness_data(table)
    figure, _ = figure_of("keyness", data)
    said = comparison_caption("keyness", data)
    assert {f"group {number}" for number in re.findall(r"group (\d+) is", said)} == {
        each for each in words(figure) if each.startswith("group ")
    }
    assert "人民日报" in said


def test_the_curve_speaks_of_intervals_and_of_a_diamond_only_where_it_draws_them():
    table = specification_table(6)
    assert "with 95 % intervals" in comparison_caption("specifications", specifications_data(table))
    table[["effect_low", "effect_high"]] = NAN
    table.loc[table["main"], "effect"] = NAN
    said = comparison_caption("specifications", specifications_data(table))
    assert "interval" not in said
    assert "The main specification gave no estimate and has no diamond." in said
    unmarked = specifications_data(specification_table(6).assign(main=False))
    assert "None of them is marked as the main one." in comparison_caption("specifications", unmarked)


# All figures


@pytest.mark.parametrize("kind", DRAWN)
def test_every_text_fits_and_none_lies_on_another(kind):
    data, run = usual(kind)
    figure, _ = figure_of(kind, data, run)
    assert figure.get_figwidth() in (SINGLE, DOUBLE)
    assert figure.get_figheight() <= TALLEST + 1e-9
    fits(figure)


def hostile(kind):
    """Names of any kind, long and many."""
    names = [*HOSTILE, *(f"Outlet of a place with a name {n}" for n in range(20))]
    run = many(len(HOSTILE), titles=list(HOSTILE)) if kind == "trajectories" else None
    frames = [(f"f{n}_rate", "frames", name or "_", "rate", "frame") for n, name in enumerate(HOSTILE[:5])]
    return {
        "comparison": lambda: comparison_data(comparison(names)),
        "keyness": lambda: keyness_data(keyness_table(
            [(word, (-1) ** n * (9.0 - n / 3)) for n, word in enumerate(names)], HOSTILE[4], HOSTILE[0])),
        "shift": lambda: shift_data(shift_table([(word, n, 40 - 2 * n) for n, word in enumerate(names)]),
                                    group=HOSTILE[1], reference=HOSTILE[3]),
        "dispersion": lambda: dispersion_data(positions_table(dict.fromkeys(names, PLACES))),
        "trajectories": lambda: trajectories_data(run),
        "time": lambda: time_data({name: summary_table(MONTHS, frames) for name in HOSTILE[:5]}),
        "specifications": lambda: specifications_data(specification_table().assign(
            instrument=[HOSTILE[n % len(HOSTILE)] for n in range(72)])),
    }[kind](), run  # fmt: skip


@pytest.mark.parametrize("kind", DRAWN)
def test_names_of_any_kind_fit(kind):
    """No warning of a missing glyph, no mathematics read into a $, nothing outside the sheet."""
    data, run = hostile(kind)
    fits(figure_of(kind, data, run)[0])
    assert comparison_caption(kind, data)
    assert comparison_alt(kind, data)


def test_names_of_one_group_of_any_kind_fit():
    for name in HOSTILE:
        fits(figure_of("comparison", comparison_data(comparison([name], reference=HOSTILE[3])))[0])
        fits(figure_of("keyness", keyness_data(keyness_table([(name, 3.0), ("a", -2.0)], name, name)))[0])
        fits(figure_of("time", time_data(summary_table([name, "b"], MEASURES[:2])))[0])


def nothing(kind):
    """Tables without a row, and tables without a figure."""
    run = run_of({"a": [("title", [sentence(5)])]})
    table = {
        "comparison": comparison(["A", "B"]).assign(difference=NAN, low=NAN, high=NAN),
        "keyness": keyness_table([("a", NAN), ("b", 0.0)]),
        "shift": shift_table([("a", 10, 15)]),
        "dispersion": positions_table({}),
        "time": summary_table(MONTHS[:3]).assign(value=NAN, low=NAN, high=NAN),
        "specifications": specification_table(4).assign(effect=NAN),
        "trajectories": run,
    }[kind]
    make = {
        "comparison": comparison_data,
        "keyness": keyness_data,
        "shift": shift_data,
        "dispersion": dispersion_data,
        "time": time_data,
        "specifications": specifications_data,
        "trajectories": trajectories_data,
    }[kind]
    yield make(table), run
    if kind != "trajectories":
        yield make(table.iloc[:0]), run


@pytest.mark.parametrize("kind", DRAWN)
def test_nothing_to_show_says_so_and_writes_nothing(kind, tmp_path):
    for data, run in nothing(kind):
        figure, _ = figure_of(kind, data, run)
        assert len(words(figure)) == 1
        assert save_comparison_figure(kind, data, tmp_path, run=run) is None
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize("kind", ["comparison", "keyness", "shift", "dispersion", "time", "specifications"])
def test_a_table_of_another_kind_is_refused(kind):
    make = {"comparison": comparison_data, "keyness": keyness_data, "shift": shift_data, "dispersion": dispersion_data,
            "time": time_data, "specifications": specifications_data}[kind]  # fmt: skip
    with pytest.raises(FramingError, match=r"^table: no column .*; give what \w+ returns$"):
        make(pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize("kind", DRAWN)
def test_one_row_of_each_is_enough(kind):
    run = run_of({"a": [("body", [sentence(100, security=2, tone=0.1)])]})
    data = {
        "comparison": lambda: comparison_data(comparison(["A"], MEASURES[:1])),
        "keyness": lambda: keyness_data(keyness_table([("a", 1.0)])),
        "shift": lambda: shift_data(shift_table([("a", 3, 1)])),
        "dispersion": lambda: dispersion_data(positions_table({"a": {"x": [0.5]}})),
        "trajectories": lambda: trajectories_data(run),
        "time": lambda: time_data(summary_table(["2024"], MEASURES[:1])),
        "specifications": lambda: specifications_data(specification_table(1)),
    }[kind]()  # fmt: skip
    fits(figure_of(kind, data, run)[0])
    assert comparison_caption(kind, data)
    assert comparison_alt(kind, data)


PLOTS = {
    "comparison": lambda ax: plot_comparison(comparison(["A", "B"]), ax=ax),
    "keyness": lambda ax: plot_keyness(keyness_table(WORDS), ax=ax),
    "shift": lambda ax: plot_shift(shift_table(COUNTS), ax=ax),
    "dispersion": lambda ax: plot_dispersion(positions_table(HITS), ax=ax),
    "trajectories": lambda ax: plot_trajectories(many(3), ax=ax),
    "time": lambda ax: plot_time(summary_table(MONTHS), ax=ax),
    "specifications": lambda ax: plot_specifications(specification_table(), ax=ax),
}


@pytest.mark.parametrize("kind", PLOTS)
def test_a_given_axes_is_drawn_in_and_returned(kind):
    figure = mpl.figure.Figure(figsize=(16, 8))
    left, right = figure.subplots(1, 2)
    assert PLOTS[kind](right) is right
    assert right.child_axes
    assert not left.child_axes
    area = right.get_window_extent()
    for panel in right.child_axes:
        place = panel.get_window_extent()
        assert area.x0 - 1 <= place.x0 <= place.x1 <= area.x1 + 1
        assert area.y0 - 1 <= place.y0 <= place.y1 <= area.y1 + 1


@pytest.mark.parametrize("kind", PLOTS)
def test_a_small_axes_is_no_error(kind):
    figure = mpl.figure.Figure(figsize=(1.2, 0.8))
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    assert PLOTS[kind](ax) is ax
    FigureCanvasAgg(figure).draw()


@pytest.mark.parametrize("kind", PLOTS)
def test_without_an_axes_pyplot_gets_a_figure_of_a_journals_width(kind):
    from matplotlib import pyplot as plt

    ax = PLOTS[kind](None)
    try:
        assert ax.figure.get_figwidth() in (SINGLE, DOUBLE)
    finally:
        plt.close(ax.figure)


@pytest.mark.parametrize("kind", DRAWN)
def test_the_same_figure_gives_the_same_bytes_whatever_the_readers_settings(kind):
    data, run = usual(kind)
    kept = data.copy()
    first = render_comparison(kind, data, run)
    with mpl.rc_context({"svg.hashsalt": None, "font.family": "serif", "axes.grid": True, "figure.dpi": 60,
                         "text.parse_math": True, "hatch.linewidth": 3}):  # fmt: skip
        assert render_comparison(kind, data, run) == first
    assert data.equals(kept)
    assert b"CreationDate" not in first["pdf"]
    assert b"/FontFile2" in first["pdf"]
    assert b"/Type3" not in first["pdf"]
    assert b"<text" not in first["svg"]


@pytest.mark.parametrize("kind", DRAWN)
def test_a_figure_is_saved_with_its_data_and_words(kind, tmp_path):
    data, run = usual(kind)
    saved = save_comparison_figure(kind, data, tmp_path, name="mine", run=run)
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {
        f"mine.{each}" for each in ("pdf", "svg", "png", "csv")
    }
    table = read_csv(tmp_path / "figures" / "mine.csv")
    assert list(table.columns) == list(data.columns)
    assert len(table) == len(data)
    assert saved.caption.endswith(".")
    assert "nan" not in saved.caption + saved.alt
    picture = Image.open(io.BytesIO((tmp_path / "figures" / "mine.png").read_bytes()))
    assert picture.width == int(round(DRAWN[kind].size(data)[0] * 300, 6))


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30), st.floats(1.5, 6))
def test_bars_and_their_words_stay_inside(values, room):
    """Whatever the values: the end of each bar and its word lie between the edges."""
    sizes = [0.1 + 0.02 * (place % 7) for place in range(len(values))]
    place = span(np.array(values), sizes, room)
    zero = place.zero()
    for value, wide in zip(values, sizes, strict=True):
        end = zero + place.unit * value
        assert (end - wide if value < 0 else end) >= -1e-6
        assert (end if value < 0 else end + wide) <= room + 1e-6


def test_grey_print_tells_bars_apart():
    """Lightness of the target's, the reference's and hollow bars differs by a fifth of the scale and more."""
    grey = [
        np.dot(mpl.colors.to_rgb(look["facecolor"]), (0.2126, 0.7152, 0.0722)) for look in (TARGET, REFERENCE)
    ]
    assert abs(grey[0] - grey[1]) > 0.2
    assert REFERENCE["hatch"]


@pytest.mark.parametrize(("value", "written"), [(0.0, "0"), (-1e-17, "0"), (-0.25, "−0.25"), (3.0, "+3")])
def test_numbers_beside_a_difference_have_their_sign(value, written):
    assert signed_tick(value) == written
