"""Styles of figures: their widths, letters that editors can edit, titles on slides only, and grey print."""

import shutil
import struct
import subprocess
from itertools import combinations

import matplotlib as mpl
import pytest

import framing as fr
from framing.errors import FramingError
from framing.reporting.comparison_files import render_comparison
from framing.reporting.figures import cells
from framing.reporting.figures.differences import comparison_data
from framing.reporting.files import _figures, render, save_figures
from framing.reporting.findings import Findings
from framing.reporting.style import NEGATIVE, POSITIVE, figure_style, looks, signed, style_now

#: Millimetres of each figure of several op-eds in each style.
WIDTHS = {
    "paper": {"frames": 183, "tone": 183, "trajectory": 183, "heatmap": 183, "actors": 183},
    "single": {"frames": 89, "tone": 89, "trajectory": 89, "heatmap": 89, "actors": 183},
    "double": {"frames": 183, "tone": 183, "trajectory": 183, "heatmap": 183, "actors": 183},
    "screen": {"frames": 183, "tone": 183, "trajectory": 183, "heatmap": 183, "actors": 183},
}
DPI = 300


def size(png):
    return struct.unpack(">II", png[16:24])


@pytest.fixture(scope="module")
def figures(op_ed_run):
    """The first figure of each kind, with its data."""
    made = {}
    for figure in _figures(op_ed_run, Findings(op_ed_run)):
        made.setdefault(figure.kind, figure)
    return made


@pytest.mark.parametrize("style", sorted(WIDTHS))
def test_a_figure_is_as_wide_as_its_style_says(style, figures, op_ed_run):
    with figure_style(style):
        for kind, width in WIDTHS[style].items():
            png = render(kind, figures[kind].data, op_ed_run, ["png"])["png"]
            assert size(png)[0] == pytest.approx(width / 25.4 * DPI, abs=1), kind


def test_only_slides_have_titles(figures, op_ed_run):
    def height(style):
        with figure_style(style):
            return size(
                render("frames", figures["frames"].data, op_ed_run, ["png"], said=figures["frames"])["png"]
            )[1]

    assert height("paper") == height("double")
    assert height("screen") == pytest.approx(
        height("paper") + 0.24 * DPI, abs=1
    )  # a line, and half a line of room


def test_every_style_embeds_letters_as_truetype(figures, op_ed_run, tmp_path):
    pdffonts = shutil.which("pdffonts")
    if pdffonts is None:
        pytest.skip("pdffonts is not installed")
    compared = comparison_data(
        fr.compare(op_ed_run, by="outlet", permutations=100, draws=100), target="these texts", run=op_ed_run
    )
    for style in ("single", "screen"):
        with figure_style(style):
            files = {
                kind: render(kind, each.data, op_ed_run, ["pdf"], said=each)["pdf"]
                for kind, each in figures.items()
            }
            files["comparison"] = render_comparison("comparison", compared, op_ed_run, ["pdf"])["pdf"]
        for kind, content in files.items():
            path = tmp_path / f"{style}-{kind}.pdf"
            path.write_bytes(content)
            listed = subprocess.run([pdffonts, str(path)], capture_output=True, text=True, check=True).stdout
            fonts = listed.splitlines()[2:]
            assert fonts
            assert all("TrueType" in font and "Type 3" not in font for font in fonts), kind


def test_a_style_holds_inside_and_ends_with_it():
    with figure_style("single"):
        assert style_now() == "single"
        with figure_style():
            assert style_now() == "single"
        with figure_style("screen"):
            assert style_now() == "screen"
    assert style_now() == "paper"
    with (
        pytest.raises(FramingError, match="style 'poster': unknown; there are paper, single, double, screen"),
        figure_style("poster"),
    ):  # type: ignore[arg-type]
        pass
    assert style_now() == "paper"


def test_what_a_backend_turns_on_inside_stays_on():
    before = mpl.is_interactive()
    try:
        mpl.interactive(False)
        with figure_style():
            mpl.interactive(True)  # as a notebook's backend does when it is loaded
        assert mpl.is_interactive()
    finally:
        mpl.interactive(before)


def test_frames_are_told_apart_without_colour():
    """Three fixed frames and 24 more: no two share line, marker and hatch."""
    labels = [(name, name[0].upper()) for name in ("security", "economic", "diplomatic")]
    made = list(looks([*labels, *((f"frame {n}", "F") for n in range(24))]).values())
    for one, two in combinations(made, 2):
        assert (one.line, one.marker, one.hatch) != (two.line, two.marker, two.hatch)


def test_tone_is_told_apart_without_colour(figures, op_ed_run):
    """Red and blue are about one grey, so every score stands beside its dot with its sign, in every style."""
    assert abs(luminance(NEGATIVE) - luminance(POSITIVE)) < 0.1
    from matplotlib import pyplot as plt

    for style in ("paper", "single"):
        with figure_style(style):
            host = fr.plot_tone(op_ed_run)
        written = [text.get_text() for text in host.texts]
        data = figures["tone"].data
        for value in data.loc[data["drawn"], "value"].dropna():
            assert signed(float(value)) in written
        plt.close("all")


def luminance(colour):
    """Relative luminance (WCAG 2)."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_cells_grow_darker_with_their_value():
    ramp = [cells._LIGHT + step / 10 * (cells._DARK - cells._LIGHT) for step in range(11)]
    greys = [luminance(mpl.colors.to_hex(colour)) for colour in ramp]
    assert greys == sorted(greys, reverse=True)
    assert greys[0] - greys[-1] > 0.5


def test_a_report_in_a_style_says_so_in_its_script(tmp_path, op_eds):
    run = fr.score(fr.read_articles(op_eds / "courier-port.txt"), instruments=["frames"], net_of=None)
    fr.write_report(run, tmp_path / "report", style="single")
    assert "--style single" in (tmp_path / "report" / "reproduce.sh").read_text(encoding="utf-8")
    width, _ = size((tmp_path / "report" / "figures" / "trajectory.png").read_bytes())
    assert width == pytest.approx(89 / 25.4 * DPI, abs=1)
    with figure_style("single"):
        made = save_figures(run, tmp_path)
    for figure in made:
        again = (tmp_path / "figures" / f"{figure.name}.pdf").read_bytes()
        assert again == (tmp_path / "report" / "figures" / f"{figure.name}.pdf").read_bytes()
