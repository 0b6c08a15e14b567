"""Articles in `.txt` and `.md` files: header, lines, Markdown's markup."""

from __future__ import annotations

from framing.preprocessing.cleaning import clean
from framing.preprocessing.draft import Draft, Options, check_length
from framing.preprocessing.header import Metadata, read_head
from framing.preprocessing.layout import resolve
from framing.preprocessing.markdown import front_matter, plain_text


def read_plain(text: str, options: Options) -> Draft:
    """Draft of a plain-text article: title, metadata, paragraphs.

    Raises
    ------
    InputError
        if the header contradicts itself, or the text is too long.
    """
    check_length(text, options)
    return _draft(clean(text).split("\n"), frozenset(), Metadata(), options)


def read_markdown(text: str, options: Options) -> Draft:
    """Draft of an article in Markdown: like plain text, its markup read and taken away.

    Raises
    ------
    InputError
        if the header contradicts itself, or the text is too long.
    """
    check_length(text, options)
    metadata, body = front_matter(clean(text))
    lines, marked = plain_text(body)
    return _draft(lines, marked, metadata, options)


def _draft(lines: list[str], marked: frozenset[int], metadata: Metadata, options: Options) -> Draft:
    head = read_head(lines, marked=marked, layout=options.layout)
    for store in (head.metadata.fields, head.metadata.extra):
        for key, value in store.items():
            metadata.add(key, value)
    found = resolve("\n".join(lines[head.body :]), options.layout)
    numbered = list(zip(found.blocks, (number + head.body in marked for number in found.lines), strict=True))
    title = metadata.fields.get("title", head.title)
    if head.title and head.title != title:
        numbered.insert(
            0, (head.title, True)
        )  # front matter names another title: the first line is a heading
    elif numbered and numbered[0][0] == title:
        del numbered[0]  # a title given as metadata and written above the text again
    return Draft(
        tuple(block for block, _ in numbered),
        found.structure,
        {**metadata.fields, "title": title},
        metadata.extra,
        frozenset(index for index, (_, heading) in enumerate(numbered) if heading),
    )
