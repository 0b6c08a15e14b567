r"""The codebook as an appendix: ``codebook.{md,tex,csv}``, each label with its definition and every pattern.

The CSV has the patterns of every codebook that the run was read with, the one of names too; Markdown and LaTeX have the
codebooks of frames, since a list of thousands of names is no reading. LaTeX needs ``\usepackage{multicol}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.output import write_csv
from framing.reporting.bibliography import cited_sources
from framing.reporting.captions import citation_key
from framing.reporting.latex import engine, escape
from framing.reporting.prose import latex_prose
from framing.reporting.style import codebooks, frame_letters
from framing.reporting.words import called, counted, overlap_rule, plain

if TYPE_CHECKING:
    from pathlib import Path

    from framing.run import Run

Row = Mapping[Any, Any]
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with its patterns, in the codebook's order."""

    name: str
    letter: str
    definition: str
    terms: tuple[Row, ...]


def write_codebooks(run: Run, folder: Path) -> None:
    """Write the files into a report's folder; none where no codebook was read with, or the run holds no patterns."""
    if run.terms.empty:
        return
    write_csv(run.terms, folder / "codebook.csv")
    books = [name for name in codebooks(run) if name in set(run.terms["codebook"])]
    if not books:
        return
    for file, text in (("codebook.md", appendix(run, books)), ("codebook.tex", latex_appendix(run, books))):
        (folder / file).write_text(text, encoding="utf-8", newline="\n")


def appendix(run: Run, books: list[str]) -> str:
    """The codebooks of frames in Markdown: a table of patterns under each label."""
    parts = ["# Codebook"]
    for name in books:
        parts += _head(run, name)
        for label in _labels(run, name):
            parts += _label_head(label)
            rows = [
                f"| {_cell(row['pattern'])} | {row['weight']:g} | {_cell(_remark(row))} |"
                for row in label.terms
            ]
            parts.append("\n".join(["| pattern | weight | note |", "|---|---:|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def latex_appendix(run: Run, books: list[str]) -> str:
    """The same in LaTeX, patterns in three columns that run over pages."""
    parts = [latex_prose("# Codebook")]
    for name in books:
        parts += [_body(text) for text in _head(run, name)]
        for label in _labels(run, name):
            parts += [_body(text) for text in _label_head(label)]
            parts.append(_patterns(label))
    text = "\n".join(parts)
    return "\n".join(["% \\input this file; needs \\usepackage{multicol}", *engine(text), text]) + "\n"


def _body(text: str) -> str:
    """A block of text without the file's head, which stands once."""
    return latex_prose(text).partition("\n\n")[2]


def _head(run: Run, name: str) -> list[str]:
    source = cited_sources(run)[name]
    n = int((run.terms["codebook"] == name).sum())
    made = run.manifest.get("lexicons", {}).get(name, {})
    book = run.manifest.get("codebooks", {}).get(name, {})
    facts = [f"{counted(n, 'pattern')}, listed without spelling variants"]
    facts += [f"licence: {plain(source['licence'])}"] if source["licence"] else []
    facts += [f"sha256 `{made['sha256'][:12]}…`"] if made.get("sha256") else []
    rules = (
        "An asterisk stands for any letters, a question mark for one, a space parts the words of a phrase. Patterns "
        "weigh 1 unless another weight stands behind them; *exact* ones match only as written."
    )
    cited = f"{plain(source['title'])}, version {plain(source['version'])} [@{citation_key(name)}]"
    head = f"{cited}; {'; '.join(facts)}. {rules} {overlap_rule(book)}".rstrip()
    return [f"## {plain(called(name))}", head]


def _labels(run: Run, name: str) -> Iterator[_Label]:
    terms = run.terms.loc[run.terms["codebook"] == name].fillna({"note": ""})
    letters = frame_letters(run)
    for label in run.manifest.get("codebooks", {}).get(name, {}).get("labels", []):
        rows = terms.loc[terms["label"] == label["name"]].to_dict("records")
        letter = letters.get((name, label["name"]), label["letter"])
        yield _Label(label["name"], letter, label["definition"], tuple(rows))


def _label_head(label: _Label) -> list[str]:
    head = f"### {plain(called(label.name))} ({plain(label.letter)})"
    n = f"{counted(len(label.terms), 'pattern')}."
    return [head, f"{plain(label.definition)} {n}" if label.definition else n]


def _remark(row: Row) -> str:
    return ", ".join(filter(None, ("exact" if row["exact"] else "", str(row["note"]))))


def _cell(text: str) -> str:
    return plain(text) if text else ""


def _patterns(label: _Label) -> str:
    lines = [_pattern(row) for row in label.terms]
    return "\n".join(
        [
            rf"\begin{{multicols}}{{{_COLUMNS}}}\footnotesize\raggedright",
            # a hair that shrinks: multicol sets the last columns up to a line too high for their page
            r"\setlength{\parindent}{0pt}\setlength{\parskip}{0pt minus 0.2pt}",
            *lines,
            r"\end{multicols}",
        ]
    )


def _pattern(row: Row) -> str:
    r"""One pattern: a paragraph whose further lines hang; long words may break anywhere."""
    weight = rf" \ensuremath{{\times}}{row['weight']:g}" if row["weight"] != 1 else ""
    told = re.sub(r"`([^`]*)`", r"‘\1’", _remark(row))  # words of the pattern's own kind, quoted
    remark = rf" \emph{{({escape(told)})}}" if told else ""
    return rf"\hangindent=1em\relax {_breaking(row['pattern'])}{weight}{remark}\par"


def _breaking(pattern: str) -> str:
    """A pattern's words; one that is wider than a column may break after any letter."""
    words = pattern.split(" ")
    longest = 24
    return " ".join(
        escape(word) if len(word) <= longest else r"\allowbreak ".join(escape(letter) for letter in word)
        for word in words
    )
