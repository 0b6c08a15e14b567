"""`framing show`: an article's marked text in the terminal, or a term in its contexts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import app, options
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd
    from rich.text import Text

    from framing.run import Run

#: Terminal styles of the first frames, in the order of the codebook; the letter stands behind each mark anyway.
_STYLES = ("bold blue", "bold yellow", "bold green", "bold magenta", "bold cyan", "bold red")


@app.command()
def show(
    run: options.RunFolder,
    article: Annotated[str | None, typer.Argument(help="Id of an article.", show_default=False)] = None,
    term: Annotated[
        str | None, typer.Option("--term", "-t", help="Show a word, phrase or glob in its contexts instead.")
    ] = None,
    window: Annotated[int, typer.Option(help="Words of context either side.", min=1)] = 5,
) -> None:
    """Show an article with its hits marked, or every context of a term (KWIC)."""
    loaded = options.load_run(run)
    if article is not None and article not in set(loaded.articles["article"]):
        some = ", ".join(loaded.articles["article"].iloc[:5])
        raise FramingError(
            f"{run}: no article '{article}'; there are {len(loaded.articles):,}, such as {some}"
        )
    if term is not None:
        _contexts(loaded, article, term, window)
        return
    for each in [article] if article is not None else loaded.articles["article"]:
        _marked(loaded, each)


def _contexts(run: Run, article: str | None, term: str, window: int) -> None:
    from rich.text import Text

    from framing.lexicon.kwic import kwic

    paragraphs = run.paragraphs if article is None else run.paragraphs[run.paragraphs["article"] == article]
    found = kwic(paragraphs["text"].tolist(), term, window=window)
    width = 34
    for place in found:
        row = paragraphs.iloc[place.text]
        line = Text(f"{row['article']} ¶{row['paragraph']}\n  {place.before[-width:]:>{width}} ")
        line.append(place.keyword, style="bold").append(f" {place.after[:width]}")
        _print(line)
    _print(Text(f"{len(found):,} context{'' if len(found) == 1 else 's'} of '{term}'"))


def _marked(run: Run, article: str) -> None:
    from rich.text import Text

    run.check_evidence("marked text")
    row = run.articles.set_index("article").loc[article]
    head = " · ".join(str(value) for value in (row["outlet"], row["date"]) if isinstance(value, str))
    _print(Text(f"{article}" + (f"   {head}" if head else ""), style="bold"))
    letters = _letters(run)
    evidence = run.evidence[
        (run.evidence["article"] == article) & run.evidence["instrument"].isin(_books(letters))
    ]
    for paragraph in run.paragraphs[run.paragraphs["article"] == article].itertuples():
        hits = evidence[evidence["paragraph"] == paragraph.paragraph]
        line = Text(f"\n¶{paragraph.paragraph} ", style="dim")
        style = "bold" if paragraph.kind != "body" else ""
        _print(line.append_text(_mark(str(paragraph.text), hits, letters, style)))
    _print(Text("\n" + "   ".join(f"{letter} {label}" for (_, label), (letter, _) in letters.items()) + "\n"))


def _mark(text: str, hits: pd.DataFrame, letters: dict[tuple[str, str], tuple[str, str]], style: str) -> Text:
    from rich.text import Text

    made, position = Text(style=style), 0
    for hit in hits.sort_values(["start", "end"]).to_dict("records"):
        letter, colour = letters[hit["instrument"], hit["category"]]
        start, end = max(position, int(hit["start"])), int(hit["end"])
        made.append(text[position:start]).append(text[start:end], style=f"{colour} underline")
        made.append(f"[{letter}{'-' if hit['negated'] else ''}{'*' if hit['in_name'] else ''}]", style="dim")
        position = max(position, end)
    return made.append(text[position:])


def _letters(run: Run) -> dict[tuple[str, str], tuple[str, str]]:
    """Letter and style of each frame: (codebook, label) → (letter, style)."""
    from framing.reporting.style import codebooks, frame_letters

    books = codebooks(run)
    letters = [(key, letter) for key, letter in frame_letters(run).items() if key[0] in books]
    return {key: (letter, _STYLES[index % len(_STYLES)]) for index, (key, letter) in enumerate(letters)}


def _books(letters: dict[tuple[str, str], tuple[str, str]]) -> set[str]:
    return {name for name, _ in letters}


def _print(text: Text) -> None:
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 80, highlight=False).print(text)
