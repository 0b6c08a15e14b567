"""`framing check`: what would be read, before anything is scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from framing.cli import app, options

if TYPE_CHECKING:
    from framing.model import Article
    from framing.preprocessing.readers import Articles


@app.command()
def check(  # one argument an option
    paths: options.Paths,
    dates: options.DateOrder = "refuse",
    paragraphs: options.Layout = "auto",
    encoding: options.Encoding = None,
    column: options.Column = None,
    max_characters: options.MaxCharacters = 1_000_000,
) -> None:
    """Show what would be read: title, date, outlet, paragraphs, headings, quotations, language of every text."""
    articles = options.read(
        paths, dates=dates, layout=paragraphs, encoding=encoding, column=column, max_characters=max_characters
    )
    for article in articles:
        for line in _lines(article, articles):
            typer.echo(line)
        typer.echo("")
    for item in articles.rejected:
        row = "" if item.row is None else f", row {item.row}"
        typer.echo(f"rejected: {item.input}{row}: {item.reason}", err=True)
    plural = "" if len(articles) == 1 else "s"
    typer.echo(f"{len(articles):,} article{plural}, {len(articles.rejected):,} rejected")


def _lines(article: Article, articles: Articles) -> list[str]:
    from framing.lexicon.abbreviations import abbreviation_pairs
    from framing.preprocessing.language import check_language
    from framing.preprocessing.tokens import count_words, sentence_spans
    from framing.reporting.words import counted
    from framing.scoring.batch import passages

    parts = passages(article)
    structure, encoding = articles.structures.get(article.id, ""), articles.encodings.get(article.input)
    body = [part.prepared.text for part in parts if part.paragraph.kind == "body"]
    headings = [part.paragraph.text for part in parts if part.paragraph.kind == "heading"]
    quotes = [(part, quote) for part in parts for quote in part.quotes]
    language = check_language(article.text)
    pairs = [
        f"{pair.long} ({pair.short})" for part in parts for pair in abbreviation_pairs(part.prepared.text)
    ]
    where = article.input + ("" if article.row is None else f", row {article.row}")
    lines = [
        article.id + ("" if where in {article.id, ""} else f"   ({where})"),
        f"  title       {article.title or '(none)'}",
        f"  date        {article.date or '(none)'}",
        f"  outlet      {article.outlet or '(none)'}",
        f"  author      {article.author or '(none)'}",
        f"  text        {counted(len(body), 'paragraph')}, {counted(sum(map(count_words, body)), 'word')}, "
        + counted(sum(len(sentence_spans(text)) for text in body), "sentence")
        + (f"; lines read as: {structure}" if structure else ""),
        f"  headings    {len(headings)}" + "".join(f"\n              {heading}" for heading in headings),
        f"  quotations  {len(quotes)}"
        + "".join(
            f"\n              ¶{part.paragraph.index} {quote.speaker or '(speaker not named)'}: "
            f"“{_short(part.prepared.text[quote.start : quote.end])}”"
            for part, quote in quotes
        ),
        f"  language    {language.verdict} ({100 * language.share:.0f} % function words)",
    ]
    if encoding:
        lines.append(f"  encoding    {encoding}, guessed; --encoding names another")
    if pairs:
        lines.append(f"  short forms {', '.join(dict.fromkeys(pairs))}")
    if article.extra:
        lines.append(
            "  also        " + ", ".join(f"{name}: {value}" for name, value in article.extra.items())
        )
    return lines


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 # fits a line of 80
