"""A table as it is printed: cells of plain text, which LaTeX, Markdown and a spreadsheet set each in their way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from framing.reporting.latex import Column, booktabs
from framing.reporting.words import straight

#: Half the room between two columns.
_BETWEEN = "3pt"
#: Height of a row, 1 being LaTeX's.
_STRETCH = "1.15"
#: What Markdown, and HTML inside it, would act on.
_ACTIVE = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&^=:@'\"])")
#: Of these only what can act inside a cell.
_QUIET = frozenset("().-+!:'\"=#{}")


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it is printed.

    Attributes
    ----------
    columns
        heads, and how each is set
    rows
        cells of plain text
    caption, notes
        what stands over and under it; notes may cite `[@key]`
    parts
        for rows before which a line of its own names what follows, that line
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    caption: str
    notes: Sequence[str] = ()
    parts: Mapping[int, str] = field(default_factory=dict)

    def latex(self, label: str) -> str:
        """Set with the rules of booktabs; needs array, booktabs and longtable.

        Seven columns of 34.6 em together fit a page of LaTeX's own class `article`, at 10, 11 and 12 pt.
        """
        made = booktabs(
            self.columns,
            self.rows,
            caption=self.caption,
            label=label,
            notes=self.notes,
            parts=self.parts,
            size="footnotesize",
        )
        # seven columns of figures need the room that LaTeX leaves between them, and rows of two lines some above
        room = f"\\setlength{{\\tabcolsep}}{{{_BETWEEN}}}\\renewcommand{{\\arraystretch}}{{{_STRETCH}}}"
        return f"{{{room}%\n{made}}}\n"

    def markdown(self) -> str:
        """Set as a pipe table, which Pandoc and GitHub read, its caption above and its notes beneath."""
        heads = [escape_markdown(column.head) or " " for column in self.columns]
        rules = ["---:" if column.align == "r" else ":---" for column in self.columns]
        lines = [f"**{escape_markdown(self.caption)}**", "", _line(heads), _line(rules)]
        for number, row in enumerate(self.rows):
            if number in self.parts:
                named = f"*{escape_markdown(self.parts[number])}*"
                lines.append(_line([named, *[""] * (len(heads) - 1)]))
            lines.append(_line([escape_markdown(cell) for cell in row]))
        notes = [_cite(note) for note in self.notes if note]
        return "\n".join([*lines, *(part for note in notes for part in ("", note))]) + "\n"


def escape_markdown(text: str) -> str:
    r"""Text as Markdown shows it, letter for letter, in one line.

    Examples
    --------
    >>> print(escape_markdown("a|b *c* <d> $e_1$"))
    a\|b \*c\* \<d\> \$e\_1\$
    """
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", straight(text)))
    line = "".join(char for char in kept if unicodedata.category(char) != "Cc")
    return _ACTIVE.sub(
        lambda found: found[0] if found[0] in _QUIET else f"\\{found[0]}", " ".join(line.split())
    )


def _cite(note: str) -> str:
    """A note with its citations left to Pandoc."""
    parts = re.split(r"(\[@[A-Za-z0-9-]+\])", note)
    return "".join(part if number % 2 else escape_markdown_spaced(part) for number, part in enumerate(parts))


def escape_markdown_spaced(text: str) -> str:
    """As `escape_markdown`, its outer spaces kept."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before and ' '}{escape_markdown(text)}{after and ' '}" if text.strip() else " " * bool(text)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
