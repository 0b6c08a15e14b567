r"""Text and tables as LaTeX: everything escaped, rules of booktabs, notes under the table.

A table needs ``\usepackage{array,booktabs,longtable}``. pdfLaTeX sets the letters of western and central Europe;
where a table holds others (Arabic, Chinese, emoji), its first lines say so: such a file needs LuaLaTeX or XeLaTeX with
a font that has them. Nothing is replaced or left out but control characters and those that turn the direction of what
follows.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from framing.reporting.words import straight

#: Signs and Greek letters as formulas set them; Greek letters that look like Latin ones have no command.
_SIGNS = {
    "−": "-",
    "×": r"\times",
    "≠": r"\neq",
    "≤": r"\leq",
    "≥": r"\geq",
    "≈": r"\approx",
    "←": r"\leftarrow",
    "↑": r"\uparrow",
    "→": r"\rightarrow",
    "↓": r"\downarrow",
    "√": r"\surd",
    "∞": r"\infty",
    "∑": r"\sum",
    "Λ": r"\Lambda",  # which Unicode calls lamda
    "λ": r"\lambda",
    "ε": r"\varepsilon",
    "ς": r"\varsigma",
    "φ": r"\varphi",
}
_GREEK = {
    letter: rf"\{unicodedata.name(letter).rpartition(' ')[2].lower()}" for letter in "αβγδζηθικμνξπρστυχψω"
} | {letter: rf"\{unicodedata.name(letter).rpartition(' ')[2].title()}" for letter in "ΓΔΘΞΠΣΥΦΨΩ"}
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
    "Ŀ": r"L\textperiodcentered{}",
    "ŀ": r"l\textperiodcentered{}",
    "Ș": r"\textcommabelow{S}",
    "ș": r"\textcommabelow{s}",
    "Ț": r"\textcommabelow{T}",
    "ț": r"\textcommabelow{t}",
    "•": r"\textbullet{}",
    "†": r"\textdagger{}",
    "‡": r"\textdaggerdbl{}",
    "‰": r"\textperthousand{}",
    "€": r"\texteuro{}",
    "™": r"\texttrademark{}",
    **{sign: rf"\ensuremath{{{command}}}" for sign, command in (_SIGNS | _GREEK).items()},
}
_BRACKETS = re.compile(r"\[[^\]]*\]")
#: Letters beyond Latin Extended-A, and these in it, are not set up in pdfLaTeX.
_LAST_LATIN, _UNKNOWN_LATIN = 0x17F, frozenset("ĦħĸŁłŉŊŋŦŧſ¦­") - frozenset("Łł")
#: More lines than this, notes and all, run over pages; a page of letters of 12 pt has so many.
_LONG, _NOTE = 36, 95
#: Width of a letter and of a digit or sign of an interval, about, in em.
_LETTER, _DIGIT = 0.5, 0.46
#: A line that names a part and has more letters than this breaks where the page ends.
_WIDE_PART = 40
#: What the first lines of a file say whose letters pdfLaTeX lacks.
UNICODE = "% holds letters that pdfLaTeX lacks: compile with LuaLaTeX or XeLaTeX and a font that has them"
Size = Literal["small", "footnotesize"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and how it is set.

    Attributes
    ----------
    head
        what stands over it
    align
        `l`, `r`, or a width such as `3cm` for text that breaks
    width
        where a column of figures (`r`) breaks, too: its width, such as `5em`
    """

    head: str
    align: str = "r"
    width: str = ""


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
    """Whether pdfLaTeX lacks letters of the text, before it is escaped or after."""
    return any(
        char not in _ESCAPED and (ord(char) > _LAST_LATIN or char in _UNKNOWN_LATIN)
        for char in unicodedata.normalize("NFC", text)
    )


def engine(*texts: str) -> list[str]:
    """The line that says which engine texts need, if it is not any."""
    return [UNICODE] if any(map(needs_unicode_engine, texts)) else []


def booktabs(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    label: str,
    notes: Sequence[str],
    parts: Mapping[int, str],
    size: Size = "small",
) -> str:
    """Set rows of plain text as a table with a caption, a label and notes, over pages if it is long.

    `parts` gives the rows before which a line of its own names what follows.
    """
    plain = [caption, *notes, *parts.values(), *(cell for row in rows for cell in row)]
    head = " & ".join(escape(column.head) for column in columns) + r" \\"
    align = f"@{{}}{''.join(_align(column) for column in columns)}@{{}}"
    body: list[str] = []
    for number, row in enumerate(rows):
        if number in parts:
            body += [r"\addlinespace"] if number else []
            body.append(_part(parts[number], len(columns)))
        body.append(" & ".join(map(_cell, row, columns)) + r" \\")
    lines = ["% needs \\usepackage{array,booktabs,longtable}", *engine(*plain)]
    title = rf"\caption{{{escape(caption)}}}\label{{{label}}}"
    under = [rf"{{\footnotesize\raggedright {cite(note)}\par}}" for note in notes if note]
    lines_of_notes = sum(math.ceil(len(note) / _NOTE) for note in notes)
    if sum(_lines(row, columns) for row in rows) + len(parts) + lines_of_notes > _LONG:
        again = [r"\toprule", head, r"\midrule"]
        return "\n".join(
            [
                *lines,
                rf"{{\{size}",
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
            rf"\centering\{size}",
            title + r"\par\smallskip",
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
    if column.width:
        return rf">{{\raggedleft\arraybackslash}}p{{{column.width}}}"
    if column.align in ("l", "r"):
        return column.align
    return rf">{{\raggedright\arraybackslash}}p{{{column.align}}}"


def _cell(text: str, column: Column) -> str:
    """A cell; one that may break does so between a figure and its interval, not inside it, and after a colon."""
    if column.width:
        room = _em(column.width) / _DIGIT
        text = _BRACKETS.sub(
            lambda found: found[0].replace(" ", "\u00a0") if len(found[0]) <= room else found[0], text
        ).replace(" : ", "\u00a0: ")
    return escape(text)


def _em(width: str) -> float:
    """A width in em, without end where it is in another unit."""
    return float(width.removesuffix("em")) if width.endswith("em") else math.inf


def _lines(row: Sequence[str], columns: Sequence[Column]) -> int:
    """Lines that a row takes, about; only widths in em say."""
    widths = (_em(column.width or column.align) for column in columns)
    return max(
        max(1, math.ceil(len(text) * _LETTER / width)) for text, width in zip(row, widths, strict=True)
    )


def _part(name: str, columns: int) -> str:
    """A line across all columns; as wide as the page where it could be wider than the table."""
    wide = len(name) > _WIDE_PART
    align, ragged = (r"p{.96\linewidth}", r"\raggedright") if wide else ("l", "")
    return rf"\multicolumn{{{columns}}}{{@{{}}{align}@{{}}}}{{{ragged}\textit{{{escape(name)}}}}} \\"


def cite(note: str, keys: Collection[str] | None = None) -> str:
    """Plain text as LaTeX sets it, its citation keys (`[@key]` in Pandoc's form) as commands.

    Where `keys` are given no other becomes one: a title may look like a citation.
    """
    parts = re.split(r"\[@([A-Za-z0-9-]+)\]", note)
    return "".join(
        (rf"\cite{{{part}}}" if keys is None or part in keys else escape(f"[@{part}]"))
        if number % 2
        else escape(part)
        for number, part in enumerate(parts)
    )
