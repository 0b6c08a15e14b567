r"""Running text written once and set twice: Markdown of a small kind, as it stands or as LaTeX.

What is understood: headings, lists with `-`, `*emphasis*`, `` `code` ``, citations in Pandoc's form
(``[@one; @two]``), and a backslash before any character that is meant as it is, which `words.plain` writes. All else is
plain text: nothing that a title or a name holds can become a command.
"""

from __future__ import annotations

import re

from framing.reporting.latex import engine, escape

_INLINE = re.compile(
    r"\\(?P<plain>.)"
    r"|`(?P<code>[^`]*)`"
    r"|\*(?P<emphasis>(?:\\.|[^*\\])+)\*"
    r"|\[(?P<cited>@[A-Za-z0-9-]+(?:; @[A-Za-z0-9-]+)*)\]",
    re.DOTALL,
)
_SECTIONS = {"# ": "section", "## ": "subsection", "### ": "subsubsection"}
#: What the file needs, and `\citep` for those who cite without natbib.
_NEEDS = "% \\input this file; with natbib it cites in the way of its options"
_CITEP = "\\providecommand{\\citep}{\\cite}"


def latex_prose(markdown: str) -> str:
    r"""Set text in Markdown, as `methods` writes it, in LaTeX.

    Examples
    --------
    >>> print(latex_prose("## Tone\n\nIt is *5* \\% of `a_b` [@one; @two]."), end="")
    % \input this file; with natbib it cites in the way of its options
    \providecommand{\citep}{\cite}
    <BLANKLINE>
    \subsection{Tone}
    <BLANKLINE>
    It is \emph{5}~\% of \texttt{a\_\allowbreak{}b} \citep{one,two}.
    """
    blocks = [_block(block) for block in re.split(r"\n{2,}", markdown.strip("\n"))]
    head = "\n".join([_NEEDS, *engine(markdown), _CITEP])
    return "\n\n".join([head, *blocks]) + "\n"


def plain_prose(markdown: str) -> str:
    r"""Text in Markdown without its marks, for readers and for tests.

    Examples
    --------
    >>> plain_prose("*Frames* of a\\_b [@one].")
    'Frames of a_b [one].'
    """
    return _INLINE.sub(_bare, markdown)


def _bare(found: re.Match[str]) -> str:
    if found["cited"] is not None:
        return f"[{found['cited'].replace('@', '')}]"
    if found["emphasis"] is not None:
        return plain_prose(found["emphasis"])
    return found["plain"] if found["plain"] is not None else found["code"]


def _block(block: str) -> str:
    for mark, command in _SECTIONS.items():
        if block.startswith(mark):
            return rf"\{command}{{{_inline(block.removeprefix(mark))}}}"
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = [rf"  \item {_inline(line.removeprefix('- '))}" for line in lines]
        return "\n".join([r"\begin{itemize}", *items, r"\end{itemize}"])
    return _inline(block)


def _inline(text: str) -> str:
    parts: list[str] = []
    position = 0
    plain: list[str] = []
    for found in _INLINE.finditer(text):
        plain.append(text[position : found.start()])
        position = found.end()
        if found["plain"] is not None:
            plain.append(found["plain"])
            continue
        parts += [_set("".join(plain)), _marked(found)]
        plain = []
    return "".join([*parts, _set("".join(plain) + text[position:])])


def _marked(found: re.Match[str]) -> str:
    if found["cited"] is not None:
        return rf"\citep{{{','.join(key.strip('@ ') for key in found['cited'].split(';'))}}}"
    if found["emphasis"] is not None:
        return rf"\emph{{{_inline(found['emphasis'])}}}"
    return r"\texttt{" + escape(found["code"]).replace(r"\_", r"\_\allowbreak{}") + "}"


def _set(text: str) -> str:
    """Plain text; a straight apostrophe is a printed one, and a percent sign stays with its number."""
    return escape(text.replace("'", "’")).replace(r" \%", r"~\%")
