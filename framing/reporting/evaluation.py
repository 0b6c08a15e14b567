"""An evaluation on disk: figures/, tables as CSV, methods.md, references.bib and a manifest: what was compared."""

from __future__ import annotations

import math
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from framing.arithmetic.resampling import DRAWS
from framing.output import write_csv, write_json
from framing.reporting.bibliography import software, write_bibliography
from framing.reporting.figures.evaluation import evaluation_data
from framing.reporting.files import file_slugs, render
from framing.reporting.papers import BLAND, COOK, HANLEY, HAYES, HESTERBERG
from framing.reporting.style import signed
from framing.reporting.words import counted, plain
from framing.statistics.tone_validity import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from framing.reporting.papers import Reference
    from framing.statistics.evaluation import Evaluation

_LIMIT = 1.96


def write_evaluation_into(evaluation: Evaluation, folder: Path) -> None:
    """Write an evaluation into an existing, empty folder.

    `figures.csv`, `differences.csv`, `confusion.csv`, `texts.csv` and `unmatched.csv` are the tables of the evaluation;
    ``figures/`` has for each measure of tone `evaluation-<measure>` as PDF, SVG, PNG and CSV; `methods.md` the
    sentences for the paper, `references.bib` what they cite.
    """
    figures = folder / "figures"
    for name in ("figures", "differences", "confusion", "texts", "unmatched"):
        write_csv(getattr(evaluation, name), folder / f"{name}.csv")
    captions = []
    slugs = file_slugs(list(evaluation.facts["tone"]))
    if slugs:
        figures.mkdir()
    for measure, slug in slugs.items():
        data = evaluation_data(evaluation, measure)
        for suffix, content in render("evaluation", data, None).items():
            (figures / f"evaluation-{slug}.{suffix}").write_bytes(content)
        write_csv(data, figures / f"evaluation-{slug}.csv")
        captions.append(f"**evaluation-{slug}.** {evaluation_caption(evaluation, data)}")
    lines = ["# Evaluation against hand-coded texts", *methods_sentences(evaluation), *captions]
    (folder / "methods.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    write_bibliography(evaluation_references(evaluation), folder / "references.bib")
    facts = {
        "framing": version("framing"),
        "evaluation": dict(evaluation.facts),
        "warnings": list(evaluation.warnings),
        "notes": list(evaluation.notes),
    }
    write_json(facts, folder / "manifest.json")


def methods_sentences(evaluation: Evaluation) -> Iterator[str]:
    """What a paper has to say of how the figures were made, a paragraph each."""
    facts, kinds = evaluation.facts, set(evaluation.figures["kind"])
    sha256 = f", sha256 {facts['sha256'][:12]}…" if facts["sha256"] else ""
    yield (
        f"{facts['n_matched']:,} of {facts['n_rows']:,} coded rows ({facts['coded']}{sha256}) were matched to "
        f"{len(evaluation.texts):,} {facts['unit']}s of the run; those that were not stand in unmatched.csv. "
        "Intervals are 95 % intervals of a cluster bootstrap over articles "
        f"({DRAWS:,} draws, seed {facts['seed']}, expanded percentiles [@hesterberg2015]); fewer than five articles "
        f"give none. Software: framing {version('framing')} [@framing]."
    )
    if evaluation.warnings:
        yield "Trained on the texts: " + "; ".join(map(plain, evaluation.warnings)) + "."
    if "frame" in kinds:
        rules = evaluation.figures.loc[evaluation.figures["kind"] == "frame", "rule"].drop_duplicates()
        yield (
            f"Frames: an instrument says a label by the rule beside each figure ({'; '.join(rules)}). AUC "
            "[@hanley1982] and average precision rank texts by the rate of hits or the probability. α is "
            "Krippendorff's [@hayes2007], nominal, of instrument and people."
        )
    if "tone" in kinds:
        scale = facts["scale"]
        ends = (
            ""
            if scale is None
            else f"laid linearly from {scale[0]:g} … {scale[1]:g} on the instrument's scale"
        )
        sizes = (
            f"In the three classes scores and codes less than {facts['band']:g} from neutral (scale −1 … 1) are "
            "neutral. The slope is that of codes on scores. Limits of agreement [@bland1986] and "
        )
        yield (
            f"Tone: codes were {ends or 'taken as they are'}; nothing was stretched to fit. Silent scores count as "
            "neutral, and figures are told once more for texts on which no instrument is silent. "
            f"{sizes if _is_on_scale(evaluation) else ''}Cook's distances [@cook1977] stand in the figures."
        )
    if "coders" in kinds:
        yield "Agreement of the coders with one another is Krippendorff's α [@hayes2007]."
    if evaluation.notes:
        yield "Notes: " + "; ".join(map(plain, evaluation.notes)) + "."


def evaluation_references(evaluation: Evaluation) -> list[Reference]:
    """List what `methods_sentences` cites."""
    kinds = set(evaluation.figures["kind"])
    entries = [HESTERBERG, software(version("framing"))]
    entries += [HANLEY] if "frame" in kinds else []
    entries += [HAYES] if kinds & {"frame", "coders"} else []
    entries += [BLAND] if _is_on_scale(evaluation) else []
    return entries + ([COOK] if "tone" in kinds else [])


def _is_on_scale(evaluation: Evaluation) -> bool:
    """Whether scores were compared with codes in size; without a common scale only r and ρ are told."""
    return bool(evaluation.figures.loc[evaluation.figures["statistic"] == "mae", "value"].notna().any())


def evaluation_caption(evaluation: Evaluation, data: pd.DataFrame) -> str:
    """Give the sentences for the paper under the figure of one measure."""
    measure, name = str(data["measure"].iloc[0]), str(data["called"].iloc[0])
    figures = evaluation.figures
    mine = figures.loc[(figures["measure"] == measure) & (figures["rows"] == ALL)].set_index("statistic")
    silent = int(data["silent"].sum())
    words = [
        (
            f"{name} against people's codes of {len(data):,} {evaluation.facts['unit']}s of "
            f"{int(mine['n_articles'].iloc[0]):,} articles: r = {_with_interval(mine.loc['r'].to_dict())}, "
            f"ρ = {_with_interval(mine.loc['rho'].to_dict())}."
        )
    ]
    if data["on_scale"].iloc[0]:
        spread = _LIMIT * float(data["difference"].std(ddof=1))
        middle = float(data["difference"].mean())
        words.append(
            f"Scores lie {signed(middle)} from the codes on average, limits of agreement {signed(middle - spread)} "
            f"to {signed(middle + spread)} (1.96 SD); the slope of codes on scores is "
            f"{_with_interval(mine.loc['slope'].to_dict())}."
        )
    if seen := int(mine["n_seen"].fillna(0).max()):
        words.append(f"The instrument was trained on {seen:,} of these texts: the figure flatters it.")
    count = f"{counted(silent, 'silent score')} {'counts' if silent == 1 else 'count'}"
    words.append(f"{count} as neutral (hollow)." if silent else "No score is silent.")
    influential = int((data["cook"] > 4 / len(data)).sum())
    words.append(
        f"{counted(influential, 'text')} {'has' if influential == 1 else 'have'} a Cook's distance above 4/n. "
        f"Intervals: {mine['interval'].iloc[0]}."
    )
    return " ".join(words)


def _with_interval(row: Mapping[Any, Any]) -> str:
    ends = "" if math.isnan(row["low"]) else f" [{signed(row['low'])}, {signed(row['high'])}]"
    return signed(row["value"]) + ends
