r"""Everything of a report as one document: ``supplement.tex`` with ``figures.tex``, and `captions.csv` for pasting.

The line that it begins with makes a PDF of methods, figures, tables, codebook and references: with pdfLaTeX, or with
LuaLaTeX where a part holds letters that pdfLaTeX lacks. Each part can be taken out of it with ``\input``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from framing.output import write_csv
from framing.reporting.latex import UNICODE, cite, engine
from framing.reporting.words import straight

if TYPE_CHECKING:
    from pathlib import Path

    from framing.reporting.files import SavedFigure

#: A page has room for so much of a figure beside its caption (mm); the rest of its height is scaled away.
_ROOM = 190
#: Floats that LaTeX is given before it must have placed them.
_FLOATS = 4
_COMPILE = "% {0} supplement; bibtex supplement; {0} supplement; {0} supplement"
_HEAD = r"""\documentclass[11pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
  \usepackage{textcomp}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{\IfFileExists{mathptmx.sty}{\usepackage{mathptmx,courier}}{}}
\else % another font? name it here: \setmainfont{...}; a letter that the font lacks is an error
  \usepackage{fontspec}
  \tracinglostchars=3
  \IfFontExistsTF{FreeSerif.otf}{
    \setmainfont{FreeSerif}[Extension=.otf,BoldFont=*Bold,ItalicFont=*Italic,BoldItalicFont=*BoldItalic]
    \setmonofont{FreeMono}[Extension=.otf,Scale=.9]
  }{\IfFontExistsTF{DejaVuSerif.ttf}{
    \setmainfont{DejaVuSerif}[
      Extension=.ttf,Scale=.85,BoldFont=*-Bold,ItalicFont=*-Italic,BoldItalicFont=*-BoldItalic]
    \setmonofont{DejaVuSansMono}[Extension=.ttf,Scale=.8]
  }{}}
\fi
\usepackage[textwidth=165mm,textheight=245mm]{geometry}
\usepackage{array,booktabs,longtable,graphicx,multicol,url}
\usepackage[numbers,sort&compress]{natbib}
\emergencystretch=5em
\raggedbottom
\title{Supplement: methods, figures, tables, codebook}
\author{}
\date{}
\begin{document}
\maketitle"""


def write_supplement(folder: Path, figures: Sequence[SavedFigure]) -> None:
    """Write the files into a report's folder, which has its methods, tables and codebook already."""
    import pandas as pd

    tables = sorted(path.stem for path in (folder / "tables").glob("*.tex"))
    parts = [r"\input{methods}"]
    if figures:
        keys = re.findall(
            r"^@\w+\{([^,]+),", (folder / "references.bib").read_text(encoding="utf-8"), re.MULTILINE
        )
        (folder / "figures.tex").write_text(_figures(figures, keys), encoding="utf-8", newline="\n")
        parts += [r"\clearpage", r"\section{Figures}", r"\input{figures}"]
    if tables:
        parts += [r"\clearpage", r"\section{Tables}"]
        for number, name in enumerate(tables, 1):
            parts.append(rf"\input{{tables/{name}}}")
            parts += [r"\clearpage"] if number % _FLOATS == 0 else []
    if (folder / "codebook.tex").is_file():
        parts += [r"\clearpage", r"\appendix", r"\input{codebook}"]
    parts += [r"\bibliographystyle{plainnat}", r"\bibliography{references}", r"\end{document}", ""]
    (folder / "supplement.tex").write_text(
        "\n".join([*_head(folder), *parts]), encoding="utf-8", newline="\n"
    )
    rows = [(each.name, each.caption, each.alt) for each in figures]
    write_csv(pd.DataFrame(rows, columns=["figure", "caption", "alt"]).astype("str"), folder / "captions.csv")


def _head(folder: Path) -> list[str]:
    """The preamble, and before it what the parts need: they say so themselves."""
    made = (*folder.glob("*.tex"), *folder.glob("tables/*.tex"))
    known = engine((folder / "references.bib").read_text(encoding="utf-8"))
    if known or any(UNICODE in path.read_text(encoding="utf-8") for path in made):
        return [_COMPILE.format("lualatex"), UNICODE, _HEAD]
    return [_COMPILE.format("pdflatex"), _HEAD]


def _figures(figures: Sequence[SavedFigure], keys: Collection[str]) -> str:
    lines = [
        "% \\input this file; needs \\usepackage{graphicx}; each figure's alternative text stands above it",
        *engine(*(each.caption for each in figures)),
    ]
    for number, each in enumerate(figures, 1):
        lines += ["", *_float(each, keys)]
        lines += [r"\clearpage"] if number % _FLOATS == 0 else []
    return "\n".join(lines) + "\n"


def _float(figure: SavedFigure, keys: Collection[str]) -> list[str]:
    """A figure at its own size, centred though it may be wider than the text."""
    height = f"[height={_ROOM}mm]" if figure.height > _ROOM else ""
    return [
        f"% alt: {' '.join(straight(figure.alt).split())}",
        r"\begin{figure}[htbp]",
        rf"\makebox[\linewidth][c]{{\includegraphics{height}{{figures/{figure.name}.pdf}}}}",
        rf"\caption{{{cite(figure.caption, keys)}}}\label{{fig:{figure.name}}}",
        r"\end{figure}",
    ]
