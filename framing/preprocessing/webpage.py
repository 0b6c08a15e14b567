"""A saved web page → a draft: its article without navigation, advertisements and comments (trafilatura).

Nothing is fetched. The date is one that the page declares in its markup: trafilatura 2.3 reads 03/04/2024 as
3 April without a word and fills a date's missing day with today's.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from framing.errors import InputError, LimitError
from framing.preprocessing.cleaning import one_line
from framing.preprocessing.dates import read_date
from framing.preprocessing.draft import Draft, Options
from framing.preprocessing.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

#: trafilatura takes minutes for half a million elements; pages of news have some thousands.
_MAX_ELEMENTS = 50_000
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_INLINE = frozenset({"hi", "ref", "del", "ab"})
_META_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
)


def read_page(data: bytes, options: Options) -> tuple[Draft, str | None]:
    """Draft of the article in a page, and the page's encoding where it had to be guessed.

    Raises
    ------
    InputError
        if there is no article in it, or its date cannot be read.
    """
    declared = _DECLARED.search(data[:4096])
    decoded = decode(
        data, options.encoding, declared=declared[1].decode("ascii").lower() if declared else None
    )
    return _draft(decoded.text, options), decoded.guessed


def _draft(text: str, options: Options) -> Draft:
    import trafilatura
    from lxml.etree import LxmlError
    from trafilatura.settings import Document

    try:
        tree = trafilatura.load_html(text)
        if tree is None:
            raise InputError("no article found in the page")
        _check_elements(tree)
        date = _date(tree, options)  # before the extraction, which takes the tree apart
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True)
    except (LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise InputError(f"cannot be read as HTML: {type(error).__name__}") from error
    if not isinstance(found, Document) or found.body is None:
        raise InputError("no article found in the page")
    title = one_line(found.title or "") or None
    blocks = [block for block in _blocks(found.body) if block[0]]
    if blocks and title and blocks[0][0].casefold() == title.casefold():
        del blocks[0]
    return Draft(
        tuple(block for block, _ in blocks),
        "line",
        {"title": title, "outlet": found.sitename, "author": found.author, "date": date, "url": found.url},
        marked=frozenset(index for index, (_, heading) in enumerate(blocks) if heading),
        place="page, {}",
    )


def _check_elements(tree: Any) -> None:
    count = sum(1 for _ in tree.iter())
    if count > _MAX_ELEMENTS:
        raise LimitError(
            f"a page of {count:,} elements, over the limit of {_MAX_ELEMENTS:,}; save its text as .txt"
        )


def _blocks(body: Any) -> Iterator[tuple[str, bool]]:
    """Text of each block of trafilatura's tree in reading order, and whether it is a heading."""
    from lxml import etree

    pieces: list[str] = []
    heading = False
    for event, element in etree.iterwalk(body, events=("start", "end")):
        block = element.tag not in _INLINE
        if block:
            yield one_line("".join(pieces)), heading
            pieces = []
            heading = element.tag == "head" and event == "start"
        pieces.append((element.text if event == "start" else element.tail) or "")
    yield one_line("".join(pieces)), heading


def _date(tree: Any, options: Options) -> str | None:
    """First date the page declares that can be read.

    Raises
    ------
    InputError
        if it declares some and none can be read.
    """
    refused: InputError | None = None
    for value in _declared_dates(tree):
        try:
            if date := read_date(value, order=options.date_order):
                return date
        except InputError as error:
            refused = refused or error
    if refused:
        raise InputError(f"page, date: {refused}")
    return None


def _declared_dates(tree: Any) -> Iterator[str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            metas.setdefault((meta.get(attribute) or "").lower(), meta.get("content") or "")
    yield from (metas[name] for name in _META_DATES if metas.get(name))
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            yield from _linked_dates(script.text or "")
    times = {one.get("datetime") for one in tree.iter("time") if one.get("datetime")}
    marked = [
        one.get("datetime") for one in tree.iter("time") if "datePublished" in (one.get("itemprop") or "")
    ]
    yield from filter(None, marked)
    if len(times) == 1:  # several: of comments, or of other articles
        yield from times


def _linked_dates(text: str) -> Iterator[str]:
    """`datePublished` of the articles in a page's JSON-LD."""
    try:
        stack = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += reversed(value)
        elif isinstance(value, dict):
            kinds = str(value.get("@type"))
            if ("Article" in kinds or "Posting" in kinds) and isinstance(value.get("datePublished"), str):
                yield value["datePublished"]
            stack += [value[key] for key in ("@graph", "mainEntity") if key in value]
