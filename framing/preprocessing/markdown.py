"""Markdown → plain lines: emphasis, links and quotes become their text, `#` lines known headings.

Front matter (`---` above the text) is read as `Key: value` lines; there is no YAML in it beyond that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.preprocessing.cleaning import one_line
from framing.preprocessing.header import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_ENTRY = re.compile(r"([^\s:#-][^:]{0,60}?)\s*:(?:\s+(.*))?")
_SILENT = ("script", "style", "template")
_BLOCKS = frozenset(
    ["p", "div", "br", "li", "tr", "blockquote", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6"]
)
#: An ordered list that begins with such a number is a paragraph that begins with a year.
_YEAR = 1000


def front_matter(text: str) -> tuple[Metadata, str]:
    """Read what the front matter says; return it and the text under it.

    `key: value` lines are read, quotes around a value taken away; items of a list are joined by `; `, and
    comments left out. Unlike keys in a header, all keys are kept: known ones as fields, the rest as extra.

    Raises
    ------
    InputError
        if front matter is opened and never closed, or says one thing twice.
    """
    metadata = Metadata()
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or len(lines) == 1 or not _ENTRY.fullmatch(lines[1].rstrip()):
        return metadata, text
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "...")), None)
    if end is None:
        raise InputError("line 1: front matter opens with '---' and has no '---' at its end")
    entries: list[tuple[str, list[str]]] = []
    for line in lines[1:end]:
        if match := _ENTRY.fullmatch(line.rstrip()):
            entries.append((match[1], [match[2] or ""]))
        elif entries and not line.lstrip().startswith("#"):
            entries[-1][1].append(line.strip().removeprefix("- "))
    for key, values in entries:
        metadata.add(key, "; ".join(filter(None, map(_scalar, values))))
    return metadata, "\n".join(lines[end + 1 :])


def _scalar(value: str) -> str:
    value = value.strip()
    if value in ("|", ">", "|-", ">-", "null", "~"):
        return ""
    if value.startswith("[") and value.endswith("]"):
        return "; ".join(filter(None, map(_scalar, value[1:-1].split(","))))
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def plain_text(text: str) -> tuple[list[str], frozenset[int]]:
    """Lines of a Markdown text without its markup, and the numbers of those that are headings.

    Blank lines stand between blocks; line ends inside a paragraph stay, so that `layout` can tell lines that
    are paragraphs from wrapped ones.
    Pictures and comments are left out; code is kept as it stands; the cells of a row are one line.
    """
    lines: list[str] = []
    headings: set[int] = set()
    for block, heading in _blocks(text):
        block_lines = [line for line in map(one_line, block.split("\n")) if line]
        # a line of dashes under a header makes one heading of all of it: several lines are none
        if heading and len(block_lines) == 1:
            headings.add(len(lines))
        lines += [*block_lines, ""]
    return lines, frozenset(headings)


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Text of each block in reading order, and whether it is a heading."""
    from markdown_it import MarkdownIt

    # indented paragraphs are common in texts that were never meant as code
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    heading, year = False, ""
    cells: list[str] | None = None
    for token in parser.parse(text):
        if token.type == "list_item_open":
            year = f"{token.info}. " if token.info.isdigit() and int(token.info) >= _YEAR else ""
        elif token.type in ("heading_open", "heading_close"):
            heading = token.nesting == 1
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield " | ".join(cells), False
            cells = None
        elif content := _content(token):
            if cells is None:
                yield year + content, heading
                year = ""
            else:
                cells.append(content)


def _content(token: Token) -> str:
    if token.type == "inline":
        return _inline(token)
    if token.type == "fence":
        return token.content
    return _text_of_html(token.content) if token.type == "html_block" else ""


def _inline(token: Token) -> str:
    pieces = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
    return "".join(pieces)


def _text_of_html(html: str) -> str:
    """Text that a reader sees of a piece of HTML between Markdown, a line for each block."""
    from lxml import etree
    from lxml.html import fromstring

    try:
        tree = fromstring(f"<div>{html}</div>")
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(tree, *_SILENT, etree.Comment, etree.PI, with_tail=False)
    pieces = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        text = element.text if event == "start" else element.tail
        pieces.append(("\n" if element.tag in _BLOCKS else "") + (text or ""))
    return "".join(pieces)
