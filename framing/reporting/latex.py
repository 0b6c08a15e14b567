r"""Text and tables as LaTeX: everything escaped, rules of booktabs, notes under the table.

A table needs ``\usepackage{array,booktabs,longtable}``. pdfLaTeX sets the letters of western and central Europe;
where a table holds others (Arabic, Chinese, emoji), its first lines say so: such a file needs LuaLaTeX or XeLaTeX with
a font that has them. Nothing is replaced or left out but control characters and those that turn the direction of what
follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.reporting.words import straight

#: What LaTeX takes for itself, and marks that look otherwise in its fonts. `"` is active in babel's German; <, > and |
#: are other letters in the old font encoding; two hyphens would join to a dash.
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "^": r"\textasciicircum{}",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "[": "{[}",  # after \\ a bracket would be read as a length
    "]": "{]}",
    "-": "-{}",
    "\u00a0": "~",
    "–": r"\textendash{}",
    "—": r"\textemdash{}",
    "‘": r"\textquoteleft{}",
    "’": r"\textquoteright{}",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "…": r"\textellipsis{}",
    "−": r"\ensuremath{-}",
    "×": r"\ensuremath{\times}",
    "≠": r"\ensuremath{\neq}",
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
}
#: Letters beyond Latin Extended-A, and these in it, are not set up in pdfLaTeX.
_LAST_LATIN, _UNKNOWN_LATIN = 0x17F, frozenset("ĦħĸŁłŉŊŋŦŧſ¦­") - frozenset("Łł")
#: More rows than this run over pages.
_LONG = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and how it is set: `l`, `r`, or a width such as `3cm` for text that breaks."""

    head: str
    align: str = "r"


def escape(text: str) -> str:
    r"""Text as LaTeX sets it, letter for letter.

    Examples
    --------
    >>> print(escape("50% of $1_000 & \\more"))
    50\% of \$1\_000 \& \textbackslash{}more
    """
    kept = (
        " " if char.isspace() and char != "\u00a0" else char
        for char in unicodedata.normalize("NFC", straight(text))
    )
    return "".join(_ESCAPED.get(char, char) for char in kept if unicodedata.category(char) != "Cc")


def needs_unicode_engine(text: str) -> bool:
    """Whether pdfLaTeX lacks letters of the text (as it stands before escaping)."""
    return any(
        char not in _ESCAPED and (ord(char) > _LAST_LATIN or char in _UNKNOWN_LATIN)
        for char in unicodedata.normalize("NFC", text)
    )


def booktabs(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    label: str,
    notes: Sequence[str],
    parts: Mapping[int, str],
) -> str:
    """Set rows of plain text as a table with a caption, a label and notes.

    `parts` gives the rows before which a line of its own names what follows.
    """
    plain = [caption, *notes, *parts.values(), *(cell for row in rows for cell in row)]
    head = " & ".join(escape(column.head) for column in columns) + r" \\"
    align = "".join(_align(column) for column in columns)
    body: list[str] = []
    for number, row in enumerate(rows):
        if number in parts:
            body += [r"\addlinespace"] if number else []
            body.append(rf"\multicolumn{{{len(columns)}}}{{l}}{{\textit{{{escape(parts[number])}}}}} \\")
        body.append(" & ".join(map(escape, row)) + r" \\")
    lines = ["% needs \\usepackage{array,booktabs,longtable}"]
    if any(needs_unicode_engine(text) for text in plain):
        lines.append(
            "% holds letters that pdfLaTeX lacks: compile with LuaLaTeX or XeLaTeX and a font that has them"
        )
    title = rf"\caption{{{escape(caption)}}}\label{{{label}}}"
    under = [rf"{{\footnotesize {_cite(note)}\par}}" for note in notes if note]
    if len(rows) > _LONG:
        again = [r"\toprule", head, r"\midrule"]
        return "\n".join(
            [
                *lines,
                r"{\small",
                rf"\begin{{longtable}}{{{align}}}",
                title + r"\\",
                *again,
                r"\endfirsthead",
                *again,
                r"\endhead",
                r"\bottomrule",
                r"\endlastfoot",
                *body,
                r"\end{longtable}",
                *under,
                "}\n",
            ]
        )
    return "\n".join(
        [
            *lines,
            r"\begin{table}[htbp]",
            r"\centering\small",
            title,
            rf"\begin{{tabular}}{{{align}}}",
            r"\toprule",
            head,
            r"\midrule",
            *body,
            r"\bottomrule",
            r"\end{tabular}",
            r"\par\medskip",
            r"\begin{minipage}{\linewidth}",
            *under,
            r"\end{minipage}",
            "\\end{table}\n",
        ]
    )


def _align(column: Column) -> str:
    if column.align in ("l", "r"):
        return column.align
    return rf">{{\raggedright\arraybackslash}}p{{{column.align}}}"


def _cite(note: str) -> str:
    """A note, its citation keys (`[@key]` in Pandoc's form) as commands."""
    parts = re.split(r"\[@([A-Za-z0-9-]+)\]", note)
    return "".join(rf"\cite{{{part}}}" if number % 2 else escape(part) for number, part in enumerate(parts))
