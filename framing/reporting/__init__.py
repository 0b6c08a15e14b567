"""What people read of a run: figures, tables, methods and the page. Reads a run and its statistics, nothing else.

page         report.html, from templates/; shell: what all pages share
overview     the run in words
sheet        one article: its header in words, its marked text, its scores
blocks       what is shown of it
marks        a paragraph's text cut where evidence begins and ends; markup: as HTML
lookup       rows of the run's tables, an article's at a time
words        figures as sentences
wordless     a run as it is shown without its articles' words
listing      tables of the page
provenance   settings, codebooks, instruments, inputs
rerun        command lines that score the articles again
vector       figures inside the page
methods      methods.md and, with prose, methods.tex
models       trained models in it: data, validation, how they decide; validity: figures against coded texts
bibliography references.bib; papers has its entries, citations reads those that resources want
appendix     the codebook as an appendix; reproduction: reproduce.sh; supplement: all of it as one document
evaluation   an evaluation against hand-coded texts, on disk
training     figures and methods beside a trained model
notebook     an article with its marks, a comparison as it is printed, for Jupyter
figures      one figure a file; files saves them, captions gives each its sentence, alternatives its text for the blind
tables       tables/NAME.{csv,tex}; latex escapes and sets them
comparison   tables, figures and page of a comparison: comparison_page, comparison_files, comparison_captions,
             comparison_alternatives, comparison_tables, regression_table, robustness_table, and equivalence
robustness   specification curves on disk; audit: of a codebook
printed      a table as a paper has it: LaTeX, Markdown, and with spreadsheet Excel; cells are its numbers and names
findings     the statistics that all of them share
style        colours, letters, lines, type
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import OutputError

if TYPE_CHECKING:
    from framing.reporting.style import Style
    from framing.run import Run
    from framing.statistics.evaluation import Evaluation


def write_report(
    run: Run,
    path: str | Path,
    *,
    evaluation: Evaluation | None = None,
    style: Style = "paper",
    text: bool = True,
) -> Path:
    """Write figures, tables, methods and `report.html` of a run into a folder, whole or not at all.

    Parameters
    ----------
    run
        a run, as `score` or `load` gives it
    path
        a folder: absent, empty, or an earlier output of framing, which is replaced
    evaluation
        what `evaluate` said of the run; its figures then stand in the methods
    style
        of the figures: "paper", "single", "double" or "screen", as in `figure_style`
    text
        False leaves out the articles' words but for single terms, to share a report where the articles may not be
        shared: no title, no sentence, no address; figures name paragraphs by number

    Returns
    -------
    Path
        the page

    Raises
    ------
    OutputError
        if the folder holds other files or is itself a run, or cannot be written; what stood there is then
        untouched. A folder `run` inside an earlier report is kept.
    """
    from framing.output import replacing
    from framing.statistics.parts import check_run

    check_run(run)
    place = Path(path)
    if not text and (place / "run").is_dir():
        raise OutputError(f"{place}: holds a run with the articles' words; name another folder")
    if (place / "manifest.json").is_file():
        raise OutputError(f"{place}: is a run, and a report there would replace it; name another folder")
    with replacing(place, keep=["run"]) as folder:
        write_report_into(run, folder, evaluation=evaluation, style=style, text=text)
    return place / "report.html"


def write_report_into(
    run: Run,
    folder: Path,
    *,
    evaluation: Evaluation | None = None,
    style: Style = "paper",
    text: bool = True,
) -> None:
    """Write a report into an existing folder that holds nothing of one yet; choices as in `write_report`."""
    from framing.memory import give_back
    from framing.reporting.appendix import write_codebooks
    from framing.reporting.comparison_report import compare_in_report
    from framing.reporting.files import save_figures
    from framing.reporting.findings import Findings
    from framing.reporting.methods import write_methods
    from framing.reporting.page import write_pages
    from framing.reporting.reproduction import write_reproduction
    from framing.reporting.style import figure_style
    from framing.reporting.supplement import write_supplement
    from framing.reporting.tables import save_tables
    from framing.reporting.wordless import wordless

    run = run if text else wordless(run)
    findings = Findings(run)
    give_back()
    with figure_style(style):
        figures = save_figures(run, folder, findings=findings)
    give_back()
    save_tables(run, folder, findings=findings)
    write_methods(run, folder, findings, evaluation=evaluation)
    with figure_style(style):
        comparison = compare_in_report(run, folder)  # adds its part to the methods
    give_back()
    write_codebooks(run, folder)
    write_reproduction(run, folder, style=style, evaluation=evaluation)
    write_pages(run, folder, figures, findings, comparison=comparison.sections if comparison else None)
    write_supplement(folder, [*figures, *(comparison.figures if comparison else ())])
