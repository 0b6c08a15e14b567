"""From an article to its paragraphs: which lines are title, heading and body.

Readers have already resolved the line structure: each non-empty line of `article.text` is one paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from framing.model import Article, Kind, Paragraph
from framing.preprocessing.prepare import prepare

HEADING_WORDS = 15
HEADINGS_IN_A_ROW = 2

_FINAL = frozenset(".!?…:;,。！？")
_CLOSERS = "\"'”’»›)]}*_ "
_BULLETS = frozenset("-–—‒―•·▪◦‣*+")


def paragraphs(article: Article) -> list[Paragraph]:
    r"""Paragraphs of `article` in reading order, each with its kind.

    The first line is the title if it is the article's title. A line is a heading if the source's markup said
    so (`article.headings`) or if it looks like one (`looks_like_heading`) and has a text below it: one or two
    such lines, then a line that does not look like one. Three or more in a row are a list, a poem or a text
    without punctuation, and so is what follows a line that ends in a colon: all body. Hence the last line is
    never a heading by look, and a text whose every line lacks punctuation has no heading at all.

    A line without any visible character is none.

    Examples
    --------
    >>> article = Article("a", "War\n\nThe cost\n\nIt was high.", title="War")
    >>> [(paragraph.kind, paragraph.text) for paragraph in paragraphs(article)]
    [('title', 'War'), ('heading', 'The cost'), ('body', 'It was high.')]
    """
    lines = _lines(article.text)
    kinds = _kinds(article, lines)
    name = article.id
    return [
        Paragraph(name, index, kind, start, text)
        for index, ((start, text), kind) in enumerate(zip(lines, kinds, strict=True))
    ]


def looks_like_heading(line: str) -> bool:
    """Whether a line, by itself, could be a heading.

    It has at most 15 words, its first letter or digit is no lower-case letter, it ends (closing quotation
    marks and brackets apart) without `. ! ? … : ; ,`, it is not a whole quotation, and no bullet or dash
    opens it.

    Examples
    --------
    >>> looks_like_heading("The price of silence"), looks_like_heading("No.")
    (True, False)
    """
    line = line.strip()
    if line[-1:] in _FINAL or line.rstrip(_CLOSERS)[-1:] in _FINAL:  # as most paragraphs
        return False
    first = next(filter(str.isalnum, line), "")
    if not first or first.islower() or line[0] in _BULLETS or len(line.split()) > HEADING_WORDS:
        return False
    return not (line[0] in "\"'“‘«„" and line[-1] in "\"'”’»“")


def _lines(text: str) -> list[tuple[int, str]]:
    """Where each visible line starts, and the line, without white space around it."""
    found: list[tuple[int, str]] = []
    place = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare and (bare[0].isalnum() or _is_visible(bare)):
            before = 0 if bare is line else len(line) - len(line.lstrip())
            found.append((place + before, bare))
        place += len(line) + 1
    return found


def _is_visible(line: str) -> bool:
    return any(map(str.isalnum, line)) or bool(prepare(line).text.strip())


def _kinds(article: Article, lines: Sequence[tuple[int, str]]) -> list[Kind]:
    marked = frozenset(article.headings)
    kinds: list[Kind] = ["heading" if start in marked else "body" for start, _ in lines]
    open_to_rule = [
        kind == "body" and looks_like_heading(text) for kind, (_, text) in zip(kinds, lines, strict=True)
    ]
    if lines and article.title is not None and lines[0][1] == article.title.strip():
        kinds[0], open_to_rule[0] = "title", False
    if True not in open_to_rule:
        return kinds
    for looks, group in groupby(range(len(lines)), key=open_to_rule.__getitem__):
        run = list(group)
        last = run[-1] + 1 == len(lines)
        listed = run[0] > 0 and kinds[run[0] - 1] == "body" and lines[run[0] - 1][1].endswith(":")
        if looks and len(run) <= HEADINGS_IN_A_ROW and not last and not listed:
            kinds[run[0] : run[-1] + 1] = ["heading"] * len(run)
    return kinds
