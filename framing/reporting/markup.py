"""The marked text and the evidence lists as HTML: the two parts of a page that are written ten thousand times.

Templates write everything else; for these they are too slow. Every text goes through `_escaped` here, and what stands
in attributes and lists through `straight` too, as it does in templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from framing.reporting.words import straight

if TYPE_CHECKING:
    from markupsafe import Markup

    from framing.reporting.blocks import Evidence, Told
    from framing.reporting.marks import Mark, Segment


def marked(parts: Iterable[Segment]) -> Markup:
    """Write a text with its marks; the tags taken away, it is the source to the last character."""
    from markupsafe import Markup

    return Markup("".join(map(_segment, parts)))  # noqa: S704 # each part is escaped


def evidence_list(evidence: Iterable[Evidence]) -> Markup:
    """Write a paragraph's hits by category, as the page's script reads them.

    What HTML lets out, closing tags and quotation marks, is left out.
    """
    from markupsafe import Markup

    return Markup("\n".join("".join(_group(each)) for each in evidence))  # noqa: S704 # each part is escaped


def _segment(part: Segment) -> str:
    text = _escaped(part.text)
    if not part.marks and not part.quoted:
        return text
    attributes = f' data-hits="{part.numbers}"' if part.marks else ""
    if part.sign_ending:
        attributes += f' data-sign="{part.sign_ending}" data-tone="{part.tones}"'
    frames = part.frames
    opened = "".join(_opened(each, ends=each in part.ending) for each in frames)
    return f'<span class="{part.classes}"{attributes}>{opened}{text}{"</mark>" * len(frames)}</span>'


def _opened(mark: Mark, *, ends: bool) -> str:
    letter = ""
    if ends:
        written = _escaped(("¬" if mark.negated else "") + mark.letter)
        letter = f' data-letter="{f"({written})" if mark.in_name else written}"'
    return f'<mark class="{mark.style} lane{mark.lane}{" inname" if mark.in_name else ""}"{letter}>'


def _group(group: Evidence) -> Iterator[str]:
    actor = f' data-actor="{_plain(group.actor)}"' if group.actor else ""
    yield f'<dt data-by="{_plain(group.instrument)}"{actor}>{_plain(group.what)}'
    yield from map(_told, group.hits)
    if group.slight:
        what = "slight more" if group.hits else "slight hit" if group.slight == 1 else "slight hits"
        yield f'<dd class="slight">{group.slight} {what}: {group.slight_adds} in all'


def _told(row: Told) -> str:
    voice = f' data-voice="{_plain(row.voice)}"' if row.voice else ""
    note = f' data-note="{_plain(row.note)}"' if row.note else ""
    pattern = f" <q>{_plain(row.pattern)}</q>" if row.pattern else ""
    numbers = " ".join(filter(None, (row.weight, row.adds)))
    weight = f" <i>{_plain(numbers)}</i>" if numbers else ""
    return f"<dd data-hit={row.number}{voice}{note}>{_escaped(row.text)}{pattern}{weight}"


def _plain(text: str) -> str:
    return _escaped(straight(text))


def _escaped(text: str) -> str:
    """Escape as markupsafe does, which makes an object of every piece."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )
