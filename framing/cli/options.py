"""The options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from framing.preprocessing.readers import Articles
    from framing.run import Run
    from framing.scoring import Options

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, patterns: .txt .md .html .csv .tsv .jsonl .parquet, packed .gz .zst",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("--output", "-o", help="Folder to write; an earlier output is replaced.")]
RunFolder = Annotated[
    Path,
    typer.Argument(help="Folder of a run, or of a report with its run inside.", show_default=False),
]
DateOrder = Annotated[
    Literal["refuse", "day", "month"],
    typer.Option(
        help="What comes first in a date such as 03/04/2024; 'refuse' rejects dates that can be read both ways."
    ),
]
Layout = Annotated[
    Literal["auto", "line", "blank"],
    typer.Option(help="What ends a paragraph in plain text: each line, a blank line, or find out."),
]
Encoding = Annotated[str | None, typer.Option(help="Encoding of the files; found by itself if not given.")]
Column = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=NAME",
        help="Which column holds a field (id, text, title, outlet, author, date, url), e.g. text=full_text.",
    ),
]
MaxCharacters = Annotated[int, typer.Option(help="Longer texts are rejected.", min=1)]
Instruments = Annotated[
    list[str] | None,
    typer.Option(
        "--instrument",
        "-i",
        help="Instrument, codebook or model; repeat it. Default: frames actors oped vader textblob.",
    ),
]
Codebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--codebook", "-c", help="Codebook to add to the default instruments (name or path); repeat it."
    ),
]
Names = Annotated[
    str, typer.Option(help="Codebook of actors (name or path); a frame's hit inside a name is not counted.")
]
NetOf = Annotated[
    str, typer.Option(help="Codebook whose words are masked for tone net of frames; '' for none.")
]
AnyLanguage = Annotated[bool, typer.Option("--any-language", help="Score articles that are not English too.")]
FigureStyle = Annotated[
    Literal["paper", "single", "double", "screen"],
    typer.Option(
        "--style",
        help="Figures as wide as each needs, all one column (89 mm), all two (183 mm), or with titles for slides.",
    ),
]
MaxSeconds = Annotated[float, typer.Option(help="Time that one article may take; 0 is no limit.", min=0)]

NoText = Annotated[
    bool,
    typer.Option(
        "--no-text",
        help="Leave out the articles' words but for single terms (no titles, no run): for sharing under copyright.",
    ),
]
WithoutToneWords = Annotated[
    list[str] | None,
    typer.Option(
        "--without-tone-word",
        metavar="WORD",
        help="Word that tone does not read (frames still count it), * and ? allowed; repeat it.",
    ),
]


def read(  # one argument an option
    paths: list[str],
    *,
    dates: Literal["refuse", "day", "month"],
    layout: Literal["auto", "line", "blank"],
    encoding: str | None,
    column: list[str] | None,
    max_characters: int,
    max_seconds: float = 60.0,
) -> Articles:
    """Read what the command line names."""
    from framing.preprocessing.readers import read_articles

    return read_articles(
        paths,
        date_order=dates,
        layout=layout,
        encoding=encoding,
        columns=columns(column or []),
        max_characters=max_characters,
        max_seconds=max_seconds,
    )


def run_folder(path: Path) -> Path:
    """Where the run stands: the folder itself, or `run` inside a report."""
    inside = path / "run"
    return inside if not (path / "manifest.json").is_file() and inside.is_dir() else path


def load_run(path: Path) -> Run:
    """Load a run from its folder or from the report that holds it."""
    from framing.run import load

    return load(run_folder(path))


def columns(pairs: list[str]) -> dict[str, str]:
    """Which column holds which field, from `FIELD=NAME` on the command line."""
    from framing.errors import FramingError

    named: dict[str, str] = {}
    for pair in pairs:
        name, mark, column = pair.partition("=")
        if not mark or not name or not column:
            raise FramingError(f"--column {pair}: write FIELD=NAME, e.g. text=full_text")
        if named.setdefault(name, column) != column:
            raise FramingError(f"--column {pair}: {name} is column '{named[name]}' already; name one")
    return named


def scoring(
    *,
    instruments: list[str] | None,
    codebooks: list[str] | None,
    names: str,
    net_of: str,
    any_language: bool,
    max_seconds: float,
    without_tone_words: Sequence[str] = (),
) -> Options:
    """The scoring options of the command line."""
    from framing.scoring import Options
    from framing.scoring.catalogue import DEFAULT

    changes: dict[str, Any] = {"instruments": (*(instruments or DEFAULT), *(codebooks or []))}
    return Options(
        **changes,
        names=names,
        net_of=net_of or None,
        languages="any" if any_language else "english",
        max_seconds=max_seconds,
        without_tone_words=tuple(without_tone_words),
    )
