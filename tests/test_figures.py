"""Figures: what is drawn, what fits, what is embedded, and that nothing hostile or missing breaks them."""

import dataclasses
import io
import math
from itertools import combinations

import matplotlib as mpl
import matplotlib.figure
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from small_runs import NAN, run_of, sentence

import framing as fr
from framing.errors import FramingError
from framing.output import read_csv
from framing.reporting.captions import caption
from framing.reporting.figures import actors, frames, heatmap, tone, trajectory
from framing.reporting.figures.bins import binned, paragraphs_a_step
from framing.reporting.figures.canvas import Sheet
from framing.reporting.figures.lettering import LACKING, broken, legible, shorten, width
from framing.reporting.figures.rows import MOST_ROWS, Rows
from framing.reporting.files import file_slugs, render, save_figures
from framing.reporting.style import (
    DOUBLE,
    MM,
    SINGLE,
    SMALLEST,
    TALLEST,
    clear_colour,
    figure_style,
    looks,
    signed,
    tone_colour,
)

mpl.use("agg")

#: 100 words with the hits named: its rate is their number.
HOSTILE = (
    "和平与发展",
    "$100 & \\frac{1}{2} of {x}_y^2 % #",
    "😀😀",
    "السلام عليكم",
    "x" * 300,
    "A long title, " * 20,
    "tab\tnew\nline\x00nul",
    "é́́ combining",
    "<script>alert(1)</script>",
    "=cmd()",
    "",
)
NINE = ("security", "economic", "diplomatic", "human interest", "$x_{1}$", "健康", "конфликт", "a" * 60, "_")


def text(*, words=100, tone=NAN, vader=NAN, actors=(), **hits):
    return ("body", [sentence(words, tone=tone, vader=vader, actors=actors, **hits)])


@pytest.fixture(scope="module")
def plain():
    """One article: five paragraphs of 100 words and a thin one, one heading, a title."""
    bodies = [
        text(security=4, tone=0.2, vader=0.5, actors=("China",)),
        text(security=2, economic=1, tone=-0.1, vader=-0.25, actors=("China", "Pakistan")),
        ("heading", [sentence(3)]),
        text(economic=3, tone=NAN, vader=0.0),
        text(words=10, security=1, tone=0.4, vader=0.75),
        text(security=1, tone=0.0, vader=0.5, actors=("China",)),
        text(tone=0.1, vader=-0.5),
    ]
    usual = {
        name: {"n": 10, "n_words": 2000, "dispersion": 1.0, "source": "s"}
        for name in ("security", "economic")
    }
    run = run_of({"a": [("title", [sentence(6)]), *bodies]}, baseline=usual, columns={"title": ["A title"]})
    words = ["A title", "First words", "Second", "A heading", "Third", "Thin", "Fifth", "Sixth"]
    return dataclasses.replace(run, paragraphs=run.paragraphs.assign(text=words))


def many(n, labels=("security", "economic"), *, paragraphs=6, titles=None):
    """`n` articles whose rate of security falls from the first to the last."""
    articles = {
        f"a{number}": [
            ("body", [sentence(100, tone=(number % 7 - 3) / 10, vader=(number % 5 - 2) / 5, actors=(f"actor {number}",),
                               **dict.fromkeys(labels, (n - number) % 9 + part % 2))])
            for part in range(paragraphs)
        ]
        for number in range(n)
    }  # fmt: skip
    return run_of(
        articles, frames=labels, columns={"title": titles or [f"Title {number}" for number in range(n)]}
    )


def drawn(module, data, run):
    """The figure with its host and its panels by label."""
    with figure_style():
        figure = mpl.figure.Figure(figsize=module.size(data), dpi=300)
        host = figure.add_axes((0, 0, 1, 1))
        module.draw(host, data, run)
    return figure, {panel.get_label(): panel for panel in host.child_axes}


def texts(figure):
    """Every text that is seen, with its place in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer, unseen = canvas.get_renderer(), {id(item) for item in _unseen(figure)}
    return [
        (item, item.get_window_extent(renderer))
        for item in figure.findobj(mpl.text.Text)
        if item.get_visible() and item.get_text().strip() and id(item) not in unseen
    ]


def _unseen(figure):
    """Labels of ticks beyond an axis' limits, and all labels of Axes that are off: they exist and are never drawn."""
    for axes in figure.findobj(mpl.axes.Axes):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not (axes.axison and low - 1e-9 <= tick.get_loc() <= high + 1e-9):
                    yield from (tick.label1, tick.label2)


def words(figure):
    return [item.get_text() for item, _ in texts(figure)]


ALL = {
    "trajectory": (trajectory, trajectory.trajectory_data),
    "heatmap": (heatmap, heatmap.heatmap_data),
    "frames": (frames, frames.frames_data),
    "tone": (tone, tone.tone_data),
    "actors": (actors, actors.actors_data),
}


# The trajectory


def test_steps_are_as_high_as_the_rates(plain):
    """4, 2, 0, 1 in 10 words (10 per 100), 1 and 0 hits in 100 words."""
    data = trajectory.trajectory_data(plain)
    _, panels = drawn(trajectory, data, plain)
    steps = next(item for item in panels["frames_security_rate"].patches if hasattr(item, "get_data"))
    assert steps.get_data().values.tolist() == [4, 2, 0, 10, 1, 0]


def test_a_thin_paragraph_is_drawn_hollow(plain):
    """The fourth has 10 words: no area under its step, and its score's bar has no face."""
    data = trajectory.trajectory_data(plain)
    _, panels = drawn(trajectory, data, plain)
    areas = [bar.get_x() + 0.5 for bar in panels["frames_security_rate"].patches if hasattr(bar, "get_x")]
    assert areas == [0.5, 1.5, 2.5, 4.5, 5.5]
    bars = {
        bar.get_x() + 0.35: bar.get_facecolor()[3]
        for bar in panels["textblob_tone"].patches
        if hasattr(bar, "get_x")
    }
    assert [place for place, filled in bars.items() if not filled] == [pytest.approx(3.5)]


def test_scores_are_bars_from_zero_and_silence_is_a_dash(plain):
    data = trajectory.trajectory_data(plain)
    _, panels = drawn(trajectory, data, plain)
    panel = panels["textblob_tone"]
    bars = [item for item in panel.patches if getattr(item, "get_width", lambda: 0)() == pytest.approx(0.7)]
    heights = {round(bar.get_x() + 0.35, 6): bar.get_height() for bar in bars}
    assert heights == {0.5: 0.2, 1.5: -0.1, 3.5: 0.4, 4.5: 0.0, 5.5: pytest.approx(0.1)}
    assert [item.get_position()[0] for item in panel.texts if item.get_text() == "–"] == [2.5]


def test_the_trajectory_numbers_paragraphs_as_the_tables_do(plain):
    """The title is 0, the heading 3; under each number stand its words."""
    figure, panels = drawn(trajectory, trajectory.trajectory_data(plain), plain)
    ticks = [label.get_text() for label in list(panels.values())[-1].get_xticklabels()]
    assert ticks == ["1\n100", "2\n100", "4\n100", "5\n10", "6\n100", "7\n100"]
    assert "A heading" in words(figure)


def test_frames_share_a_scale_and_tone_is_as_far_below_zero_as_above(plain):
    _, panels = drawn(trajectory, trajectory.trajectory_data(plain), plain)
    assert panels["frames_security_rate"].get_ylim() == panels["frames_economic_rate"].get_ylim()
    low, high = panels["vader_tone"].get_ylim()
    assert low == -high
    assert list(panels) == ["frames_security_rate", "frames_economic_rate", "textblob_tone", "vader_tone"]


def test_the_usual_rate_is_named_inside_its_panel():
    """Five panels abreast; usual is 20 in each, a little less than what is drawn farthest right."""
    labels = [f"topic {number}" for number in range(5)]
    base = {label: {"n": 200, "n_words": 1000, "dispersion": 1.0, "source": "s"} for label in labels}
    parts = [text(**dict.fromkeys(labels, 21))] * 6
    run = run_of({"a": parts, "b": parts}, frames=labels, baseline=base)
    figure, panels = drawn(frames, frames.frames_data(run), run)
    named = [box for item, box in texts(figure) if item.get_text() == "usual 20.0"]
    places = [panel.get_window_extent() for panel in panels.values()]
    assert len(named) == len(places) == 5
    assert all(place.x0 <= box.x0 and box.x1 <= place.x1 for box, place in zip(named, places, strict=True))


def test_the_usual_rate_and_the_mean_are_named(plain):
    """10 hits in 2,000 words are 0.5 per 100; the mean of the scores 0.2, −0.1, 0.4, 0, 0.1 is 0.12."""
    assert {"usual 0.5", "mean +0.12"} <= set(
        words(drawn(trajectory, trajectory.trajectory_data(plain), plain)[0])
    )


def test_an_article_must_be_named_where_there_are_several():
    run = many(3)
    with pytest.raises(FramingError, match="3 in this run, name one of 'a0', 'a1', 'a2'"):
        trajectory.trajectory_data(run)
    with pytest.raises(FramingError, match="article 'zz': not in this run"):
        heatmap.heatmap_data(run, "zz")
    with pytest.raises(FramingError, match="instrument 'zz': no codebook"):
        frames.frames_data(run, instrument="zz")


# The heat map


def test_each_cell_has_its_rate_and_the_darkest_is_the_highest_sound_one(plain):
    """Security has 4, 2, 0, 10 (thin), 1, 0 hits per 100 words: 4 is the darkest, the thin cell has no shade."""
    data = heatmap.heatmap_data(plain)
    _, panels = drawn(heatmap, data, plain)
    panel = panels["paragraphs"]
    cells = {
        (item.get_position()[0] - 0.5, round(item.get_position()[1] - 0.52)): item.get_text()
        for item in panel.texts
    }
    assert [cells[0, row] for row in range(6)] == ["4.0", "2.0", "0", "10.0", "1.0", "0"]
    assert [cells[1, row] for row in range(6)] == ["0", "1.0", "3.0", "0", "0", "0"]
    shaded, hollow = panel.collections
    light = shaded.get_facecolor()[:, :3].mean(axis=1)
    assert len(light) == 10
    assert light.argmin() == 0
    assert len(hollow.get_paths()) == 2


def test_rows_are_labelled_with_first_words(plain):
    figure, _ = drawn(heatmap, heatmap.heatmap_data(plain), plain)
    assert {"First words", "Second", "Third", "Thin", "whole text"} <= set(words(figure))


def test_the_ramp_gets_darker_all_the_way():
    """Grey print keeps the order: more is darker."""
    run = run_of({"a": [text(security=n) for n in range(1, 12)]})
    _, panels = drawn(heatmap, heatmap.heatmap_data(run), run)
    light = panels["paragraphs"].collections[0].get_facecolor()[::2, :3] @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(light) < 0).all()


# Frames and tone by article


def test_dots_lie_at_the_rates_highest_first():
    """Articles of 600 words; a0 has 2, 3, 2, 3, 2, 3 hits (2.5), a1 1.5, a2 0.5; see `many`."""
    run = many(3)
    data = frames.frames_data(run)
    figure, panels = drawn(frames, data, run)
    dots = [line for line in panels["frames_security_rate"].lines if line.get_marker() == "o"]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in dots] == [
        (3.5, 0.5),
        (2.5, 1.5),
        (1.5, 2.5),
    ]
    names = [word for word in words(figure) if word.startswith("Title")]
    assert names == ["Title 0", "Title 1", "Title 2"]
    limits = {panel.get_xlim() for panel in panels.values()}
    assert len(limits) == 1
    assert next(iter(limits))[0] == 0


def test_figures_from_little_text_are_hollow():
    """a0 has 100 words, under 150."""
    run = run_of({"a0": [text(security=9)], "a1": [text(security=6)] * 3})
    _, panels = drawn(frames, frames.frames_data(run), run)
    faces = [
        line.get_markerfacecolor()
        for line in panels["frames_security_rate"].lines
        if line.get_marker() == "o"
    ]
    assert faces == ["white", "#0072B2"]


def test_one_article_has_its_frames_as_rows_the_highest_first(plain):
    figure, panels = drawn(frames, frames.frames_data(plain), plain)
    assert list(panels) == ["rate"]
    names = [word for word in words(figure) if word in ("S security", "E economic")]
    assert names == ["S security", "E economic"]
    assert figure.get_figwidth() == SINGLE


def test_of_many_articles_thirty_are_drawn_and_the_data_has_all():
    run = many(200)
    data = frames.frames_data(run)
    assert data["group"].nunique() == 200
    assert data.loc[data["drawn"], "group"].nunique() == MOST_ROWS
    figure, panels = drawn(frames, data, run)
    assert "… 170 between them …" in words(figure)
    dots = [line for line in panels["frames_security_rate"].lines if line.get_marker() == "o"]
    values = [line.get_xdata()[0] for line in dots]
    everyone = sorted(data.loc[data["measure"] == "frames_security_rate", "value"], reverse=True)
    assert values == [*everyone[:15], *everyone[-15:]]


def test_instruments_of_opposite_sign_are_marked():
    """a0: +0.2 against −0.3; a1: both positive."""
    run = run_of({"a0": [text(tone=0.2, vader=-0.3)] * 2, "a1": [text(tone=0.1, vader=0.3)] * 2})
    figure, panels = drawn(tone, tone.tone_data(run), run)
    assert words(figure).count("≠") == 1
    assert {"+0.20", "−0.30", "+0.10", "+0.30"} <= set(words(figure))
    for panel in panels.values():
        low, high = panel.get_xlim()
        assert low == -high


def test_tone_net_of_frames_is_an_open_diamond(plain):
    _, panels = drawn(tone, tone.tone_data(plain), plain)
    diamonds = [line for line in panels["tone"].lines if line.get_marker() == "D"]
    assert len(diamonds) == 2
    assert {line.get_markerfacecolor() for line in diamonds} == {"white"}


def test_colour_of_tone_says_what_the_interval_says():
    assert clear_colour(0.1, 0.3) != clear_colour(-0.3, -0.1)
    assert clear_colour(-0.1, 0.3) == clear_colour(NAN, NAN)
    assert tone_colour(0.2) == clear_colour(0.1, 0.3)
    assert tone_colour(0.0) == tone_colour(NAN) == clear_colour(NAN, NAN)


# Actors


def test_actors_stand_by_mentions_with_the_rates_of_their_sentences(plain):
    """China: 3 mentions, sentences of 300 words with 4 + 2 + 1 hits of security: 2.3 per 100; Pakistan: 1, 2.0."""
    data = actors.actors_data(plain)
    figure, panels = drawn(actors, data, plain)
    assert [word for word in words(figure) if word in ("China", "Pakistan")] == ["China", "Pakistan"]
    assert [item.get_text() for item in panels["frames"].texts] == ["2.3", "0.3", "2.0", "1.0"]


def test_the_twenty_actors_named_most_are_drawn():
    run = many(25)
    data = actors.actors_data(run)
    assert data["actor"].nunique() == 25
    assert data.loc[data["drawn"], "actor"].nunique() == 20


def test_of_forty_frames_those_with_most_hits_are_drawn_and_numbers_stay_in_their_cells():
    labels = [f"topic number {number}" for number in range(40)]
    hits = {label: 1 + 17 * (number % 5 == 0) for number, label in enumerate(labels)}
    run = run_of({"a": [text(actors=("China",), tone=0.1, vader=0.2, **hits)]}, frames=labels)
    data = actors.actors_data(run)
    figure, panels = drawn(actors, data, run)
    shown = data.loc[data["drawn"] & (data["kind_of_measure"] == "frame"), "category"].tolist()
    assert shown == labels[::5]  # the eight of 18 hits
    cell = panels["frames"].get_window_extent().width / 8
    numbers = [box for item, box in texts(figure) if item.get_text() == "18.0"]
    assert len(numbers) == 8
    assert max(box.width for box in numbers) < cell
    assert "Drawn are the 8 of 40 frames with most hits" in caption("actors", run, data)


def test_an_axis_without_a_score_has_a_dash_and_no_number():
    run = run_of({"a": [text(actors=("China",), security=1)]})
    data = actors.actors_data(run)
    figure, panels = drawn(actors, data, run)
    assert "A dash: no word with a tone was found." in caption("actors", run, data)
    for name in ("textblob_tone", "vader_tone"):
        assert [item.get_text() for item in panels[name].texts] == ["–"]
        assert not len(panels[name].get_xticks())
    assert not any("0.0" in word for word in words(figure))


@pytest.mark.parametrize("module", [frames, tone])
def test_names_that_would_be_cut_alike_show_where_they_differ(module):
    titles = [
        f"The Long Name of a Weekly of the Quite Far Provinces of the Whole {end}"
        for end in ("North", "South")
    ]
    run = many(2, titles=titles)
    figure, _ = drawn(module, ALL[module.__name__.rpartition(".")[2]][1](run), run)
    ends = sorted(word.rpartition("…")[2] for word in words(figure) if word.startswith("The Long"))
    assert ends == ["North", "South"]


# All figures


@pytest.mark.parametrize("kind", ALL)
def test_a_given_axes_is_drawn_in_and_returned(plain, kind):
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(16, 8))
    try:
        assert getattr(fr, f"plot_{kind}")(plain, ax=right) is right
        assert right.child_axes
        assert not left.child_axes
        area = right.get_window_extent()
        for panel in right.child_axes:
            place = panel.get_window_extent()
            assert area.x0 - 1 <= place.x0 <= place.x1 <= area.x1 + 1
            assert area.y0 - 1 <= place.y0 <= place.y1 <= area.y1 + 1
    finally:
        plt.close(figure)


@pytest.mark.parametrize("kind", ALL)
def test_a_small_axes_is_no_error(seed_run, kind):
    """What does not fit is crowded, not refused: the reader can make the Axes larger."""
    figure = mpl.figure.Figure(figsize=(1.2, 0.8))
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    assert getattr(fr, f"plot_{kind}")(seed_run, ax=ax) is ax
    FigureCanvasAgg(figure).draw()


@pytest.mark.parametrize("kind", ALL)
def test_without_an_axes_pyplot_gets_a_figure_of_a_journals_width(plain, kind):
    from matplotlib import pyplot as plt

    before = plt.get_fignums()
    ax = getattr(fr, f"plot_{kind}")(plain)
    try:
        assert len(plt.get_fignums()) == len(before) + 1
        assert ax.figure.get_figwidth() in (SINGLE, DOUBLE)
        assert ax.figure.get_figheight() <= TALLEST + 1e-9
    finally:
        plt.close(ax.figure)


def fits(figure, *, apart=True):
    """No text leaves the sheet, is under 6.5 pt, or (within a pixel and a half) lies on another."""
    found = texts(figure)
    sheet = figure.bbox
    for item, box in found:
        assert item.get_fontsize() >= SMALLEST
        assert sheet.x0 - 1 <= box.x0, item
        assert box.x1 <= sheet.x1 + 1, item
        assert sheet.y0 - 1 <= box.y0, item
        assert box.y1 <= sheet.y1 + 1, item
    for (one, first), (other, second) in combinations(found if apart else [], 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert min(across, down) <= 1.5 + 0.2 * min(first.height, second.height), (one, other)


@pytest.mark.parametrize("kind", ALL)
def test_on_the_seed_every_text_fits_and_none_lies_on_another(seed_run, kind):
    module, data = ALL[kind]
    fits(drawn(module, data(seed_run), seed_run)[0])


@pytest.mark.parametrize("kind", ["frames", "tone", "actors"])
def test_on_six_articles_every_text_fits_and_none_lies_on_another(op_ed_run, kind):
    module, data = ALL[kind]
    fits(drawn(module, data(op_ed_run), op_ed_run)[0])


@pytest.mark.parametrize("kind", ["trajectory", "heatmap"])
def test_each_of_six_articles_fits(op_ed_run, kind):
    module, data = ALL[kind]
    for article in op_ed_run.articles["article"]:
        fits(drawn(module, data(op_ed_run, article), op_ed_run)[0])


@pytest.mark.parametrize("kind", ["frames", "tone", "actors"])
@pytest.mark.parametrize("labels", [NINE[:1], NINE], ids=["one frame", "nine frames"])
def test_titles_and_labels_of_any_kind_fit(kind, labels):
    """No warning of a missing glyph, no mathematics read into a $, nothing outside the sheet."""
    run = many(len(HOSTILE), labels, titles=list(HOSTILE))
    module, data = ALL[kind]
    fits(drawn(module, data(run), run)[0])


@pytest.mark.parametrize("kind", ["trajectory", "heatmap", "actors"])
@pytest.mark.parametrize("labels", [NINE[:1], NINE], ids=["one frame", "nine frames"])
def test_texts_of_any_kind_fit(kind, labels):
    hits = dict.fromkeys(labels, 2)
    kinds = ["heading" if n % 4 == 2 else "body" for n in range(len(HOSTILE))]
    parts = [
        (each, [sentence(50, tone=0.1, vader=-0.9, actors=(HOSTILE[n],), **hits)])
        for n, each in enumerate(kinds)
    ]
    run = run_of({"a": parts}, frames=labels)
    run = dataclasses.replace(run, paragraphs=run.paragraphs.assign(text=list(HOSTILE)))
    module, data = ALL[kind]
    fits(drawn(module, data(run), run)[0])


@pytest.mark.parametrize("kind", ["trajectory", "heatmap"])
def test_long_articles_stay_on_one_page(kind):
    run = run_of({"a": [text(security=n % 5, tone=0.1, vader=0.2) for n in range(300)]})
    module, data = ALL[kind]
    figure, _ = drawn(module, data(run), run)
    assert figure.get_figheight() <= TALLEST + 1e-9
    fits(figure)


@pytest.mark.parametrize(
    "outlets", [["P", "Q"], ["The Harbour Ledger", "Continental Courier"], ["x" * 40, "Y"]]
)
def test_the_key_of_tone_stands_beside_the_panels_titles(outlets):
    """It stands at the left of the panels, in one line or two, and over none of their titles."""
    parts = [("body", [sentence(80, tone=0.2, vader=-0.3)])] * 5
    run = run_of(dict.fromkeys("abcd", parts), columns={"outlet": [*outlets, *outlets]})
    run = dataclasses.replace(run, by_voice=run.by_voice.assign(textblob_tone_net=0.1))
    data = tone.tone_data(run, "outlet")
    figure, _ = drawn(tone, data, run)
    boxes = {item.get_text(): box for item, box in texts(figure)}
    keys = [box for text, box in boxes.items() if text in ("net of frames", "≠ opposite signs")]
    titles = [box for text, box in boxes.items() if text.endswith(" tone")]
    assert keys
    assert titles
    assert not any(key.overlaps(title) for key in keys for title in titles)
    assert not any(one.overlaps(other) for one, other in combinations(keys, 2))


def empty_runs():
    yield "only a title", run_of({"a": [("title", [sentence(5, security=1, tone=0.5)])]})
    yield "nothing hit or scored", run_of({"a": [text()], "b": [text()]})
    yield "no words", run_of({"a": [("body", [sentence(0)])]})
    bare = run_of({"a": [text(tone=0.2)]})
    measures = bare.measures
    yield "no frames", dataclasses.replace(bare, measures=measures.loc[measures["kind"] != "frame"])
    yield "no tone", dataclasses.replace(bare, measures=measures.loc[measures["kind"] != "tone"])
    yield "nothing", dataclasses.replace(bare, measures=measures.iloc[:0], actors=bare.actors.iloc[:0])


@pytest.mark.parametrize(("why", "run"), list(empty_runs()), ids=[why for why, _ in empty_runs()])
def test_a_run_with_little_in_it_has_figures_of_what_there_is(why, run, tmp_path):
    """Figures that would be empty are not written; drawn in a notebook, they say so and do not break."""
    figures = save_figures(run, tmp_path)
    there = {
        "no frames": {"trajectory", "tone"},
        "nothing hit or scored": {"trajectory", "heatmap", "frames"},
    }
    there["no tone"] = there["nothing hit or scored"]
    assert {figure.kind for figure in figures} == there.get(why, set())
    for kind, (module, data) in ALL.items():
        named = ["a"] if kind in ("trajectory", "heatmap") else []
        drawn(module, data(run, *named), run)
    assert all(figure.caption and figure.alt for figure in figures)
    assert len(list((tmp_path / "figures").iterdir())) == 4 * len(figures)


# Files


def test_the_seed_has_five_figures_in_three_formats_with_their_data(seed_run, tmp_path):
    from matplotlib import pyplot as plt

    before = plt.get_fignums()
    figures = save_figures(seed_run, tmp_path)
    assert [figure.name for figure in figures] == ["trajectory", "heatmap", "frames", "tone", "actors"]
    for figure in figures:
        for suffix in ("pdf", "svg", "png", "csv"):
            assert (tmp_path / "figures" / f"{figure.name}.{suffix}").stat().st_size > 200
        table = read_csv(tmp_path / "figures" / f"{figure.name}.csv")
        assert list(table.columns) == list(figure.data.columns)
        assert len(table) == len(figure.data)
    assert plt.get_fignums() == before


def test_several_articles_and_outlets_have_their_own_figures(op_ed_run, tmp_path):
    names = {figure.name for figure in save_figures(op_ed_run, tmp_path)}
    assert {"frames", "tone", "actors", "frames-by-outlet", "tone-by-outlet"} <= names
    assert sum(name.startswith("trajectory-") for name in names) == 6
    assert "trajectory" not in names


@pytest.mark.parametrize("kind", ALL)
def test_the_same_figure_gives_the_same_bytes_whatever_the_readers_settings(plain, kind):
    """A user's matplotlibrc, the clock and the order of drawing leave no trace."""
    data = ALL[kind][1](plain)
    first = render(kind, data, plain)
    with mpl.rc_context({"svg.hashsalt": None, "font.family": "serif", "savefig.bbox": "tight", "axes.grid": True,
                         "figure.dpi": 60, "text.parse_math": True, "axes.formatter.use_locale": True}):  # fmt: skip
        again = render(kind, data, plain)
    assert first == again
    assert not any(stamp in first["pdf"] for stamp in (b"CreationDate", b"ModDate"))
    assert b"<dc:date>" not in first["svg"]


def test_pdf_embeds_truetype_and_png_is_a_column_wide_at_300_dpi(seed_run):
    made = render("trajectory", trajectory.trajectory_data(seed_run), seed_run)
    assert b"/FontFile2" in made["pdf"]
    assert b"/Type3" not in made["pdf"]
    assert b"<text" not in made["svg"]
    picture = Image.open(io.BytesIO(made["png"]))
    assert picture.width == int(183 / 25.4 * 300)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_figure_changes_nothing_of_the_run(plain):
    kept = {
        name: getattr(plain, name).copy()
        for name in ("articles", "paragraphs", "by_voice", "sentences", "measures")
    }
    for kind, (_, data) in ALL.items():
        made = data(plain)
        before = made.copy()
        render(kind, made, plain, ["svg"])
        assert made.equals(before)
    assert all(getattr(plain, name).equals(table) for name, table in kept.items())


@given(st.lists(st.text(max_size=40), unique=True, max_size=20))
def test_file_names_are_plain_and_differ(names):
    slugs = file_slugs(names)
    assert list(slugs) == names
    assert len(set(slugs.values())) == len(names)
    for slug in slugs.values():
        assert slug
        assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_second_codebook_has_its_name_behind_its_figures(plain, tmp_path):
    other = plain.measures.loc[plain.measures["kind"] == "frame"].assign(instrument="mine")
    other = other.assign(column="mine_" + other["column"])
    renamed = {
        name: "mine_" + name for name in plain.measures.loc[plain.measures["kind"] == "frame", "column"]
    }

    def doubled(table):
        return table.assign(**{new: table[old] for old, new in renamed.items()})

    import pandas as pd

    run = dataclasses.replace(
        plain,
        measures=pd.concat([plain.measures, other], ignore_index=True),
        by_voice=doubled(plain.by_voice),
        sentences=doubled(plain.sentences),
    )
    names = [figure.name for figure in save_figures(run, tmp_path)]
    assert names[-4:] == ["trajectory-mine", "heatmap-mine", "frames-mine", "actors-mine"]


# Lettering and looks


@given(st.text(max_size=60))
def test_legible_text_has_only_letters_of_the_font(value):
    """Drawn with warnings as errors; a line break or a control character never gets through."""
    line = legible(value, "otherwise")
    assert line.isprintable()
    assert width(line, 8) >= 0
    assert legible(line, "otherwise") == line or LACKING in line


@given(st.text(st.characters(max_codepoint=0x17F), max_size=120), st.floats(0.3, 3))
def test_shortened_text_is_no_wider_than_its_room(value, room):
    line = legible(value)
    assert width(shorten(line, room, 7), 7) <= room + 1e-9
    for part in broken(line, room, 7, 3):
        assert width(part, 7) <= room + 1e-9


def test_text_that_fits_is_kept_and_cuts_fall_between_words():
    assert shorten("short", 3, 7) == "short"
    assert shorten("several words that are cut", 1.1, 7) == "several words that…"
    assert broken("one two three four", 0.4, 7, 2) == ["one two", "three…"]


def test_frames_that_are_known_keep_their_colours_and_twenty_others_differ():
    """Security, economic and diplomatic as look.md has them; no two labels look the same."""
    names = ["economic", "Security", "diplomatic", *(f"label {n}" for n in range(20))]
    made = looks([(name, name[0]) for name in names])
    assert [made[name].colour for name in names[:3]] == ["#E69F00", "#0072B2", "#009E73"]
    assert len({(look.colour, look.hatch, look.marker) for look in made.values()}) == len(names)


@given(st.floats(-1, 1))
def test_a_tone_always_shows_its_sign(value):
    """Beside 0.00, which has none; minus is U+2212."""
    shown = signed(value)
    assert shown[0] in "+−" or shown == "0.00"
    if shown != "0.00":
        assert math.copysign(1, value) == (1 if shown[0] == "+" else -1)


def test_rows_left_out_leave_a_gap_in_the_middle():
    """Four groups of nine: two, the gap, two."""
    rows = Rows(("a", "b", "y", "z"), 5)
    assert rows.places() == [0.5, 1.5, 3.5, 4.5]
    assert (rows.gap, rows.count) == (2.5, 5)


def test_a_sheet_is_measured_in_inches_of_its_axes():
    figure = mpl.figure.Figure(figsize=(10, 4))
    sheet = Sheet(figure.add_axes((0.5, 0, 0.5, 1)))
    assert (sheet.width, sheet.height) == (pytest.approx(5), pytest.approx(4))
    assert pytest.approx(3.5039, abs=1e-4) == 89 * MM


# ---------------------------------------------------------------- long texts


def long_run(n):
    """A text of n paragraphs of two sentences: hits 0, 1, 2, 0 …, tone 0.1 and 0.3; a heading stands in it."""
    parts = [("body", [sentence(6, tone=0.1, security=k % 3), sentence(4, tone=0.3)]) for k in range(n)]
    return run_of({"a": [*parts[:10], ("heading", [sentence(3)]), *parts[10:]]}, columns={"title": ["Long"]})


def body_of(data):
    return data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]


def test_a_hundred_paragraphs_have_a_step_each():
    data = trajectory.trajectory_data(long_run(100))
    assert binned(data) is data


@pytest.mark.parametrize(("n", "several", "steps"), [(101, 2, 51), (200, 2, 100), (201, 3, 67)])
def test_of_more_paragraphs_several_share_a_step_and_the_data_has_all(n, several, steps):
    for made in (trajectory.trajectory_data(long_run(n)), heatmap.heatmap_data(long_run(n))):
        assert body_of(made)["paragraph"].nunique() == n
        assert body_of(binned(made))["paragraph"].nunique() == steps
        assert paragraphs_a_step(made) == several


def test_a_step_has_the_hits_words_and_sentences_of_its_paragraphs():
    """201 paragraphs in steps of three: 0 + 1 + 2 hits in 30 words are 10 per 100; six sentences of mean 0.2."""
    data = trajectory.trajectory_data(long_run(201))
    drawn = body_of(binned(data))
    security = drawn.loc[drawn["category"] == "security"]
    assert security["n"].tolist() == [3] * 67
    assert security["n_words"].tolist() == [30] * 67
    assert security["value"].tolist() == [10.0] * 67
    assert not security["thin"].any()
    assert body_of(data)["thin"].all()
    tone_rows = drawn.loc[drawn["instrument"] == "textblob"]
    assert tone_rows["value"].tolist() == pytest.approx([0.2] * 67)
    assert drawn.loc[drawn["instrument"] == "vader", "value"].isna().all()
    # ten paragraphs stand before the heading, which is paragraph 10: the fourth step holds 9, 11 and 12
    assert security["paragraph"].tolist()[:6] == [0, 3, 6, 9, 13, 16]
    whole = data["unit"] == "article"
    assert (
        binned(data).loc[lambda table: table["unit"] == "article", "value"].equals(data.loc[whole, "value"])
    )
    assert binned(binned(data)).equals(binned(data))


@pytest.mark.parametrize("kind", ["trajectory", "heatmap"])
def test_the_caption_of_a_long_text_says_how_many_paragraphs_share_a_step(kind):
    run = long_run(201)
    data = {"trajectory": trajectory.trajectory_data, "heatmap": heatmap.heatmap_data}[kind](run)
    said = caption(kind, run, data)
    assert "is 3 consecutive paragraphs, numbered by the first of them; the CSV has every one." in said
    assert "of under 20 words" not in said
    assert "201 paragraphs" in said
    assert render(kind, data, run, ["svg"])["svg"]


def test_figures_without_data_are_not_written(tmp_path):
    """A title alone has nothing to measure: no picture says so."""
    run = run_of({"a": [("title", [sentence(4)])]})
    assert save_figures(run, tmp_path) == []
    assert list((tmp_path / "figures").iterdir()) == []


@pytest.mark.parametrize(
    ("instruments", "kinds"),
    [
        (["textblob"], {"trajectory", "tone", "actors"}),
        (["frames"], {"trajectory", "heatmap", "frames", "actors"}),
        (["actors"], set()),
    ],
)
def test_only_what_was_measured_has_figures(seed_articles, instruments, kinds, tmp_path):
    made = save_figures(fr.score(seed_articles, instruments=instruments), tmp_path)
    assert {figure.kind for figure in made} == kinds
    subjects = {figure.kind: figure.caption.split(" along")[0] for figure in made}
    assert subjects.get("trajectory", "Tone") == ("Frames" if "frames" in instruments else "Tone")
