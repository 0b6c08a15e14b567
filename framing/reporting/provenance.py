"""Where a run's numbers come from: settings, codebooks, instruments, measures and inputs, as tables of the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from framing.reporting.bibliography import cited_sources
from framing.reporting.listing import Cell, Listing, listing, number
from framing.reporting.style import codebooks, frame_letters
from framing.reporting.wordless import shows_text
from framing.reporting.words import called, overlap_rule

if TYPE_CHECKING:
    from framing.reporting.sheet import Legend
    from framing.run import Run

#: Digits of a sha256 that are shown; the whole stands in the run's manifest.
_SHORT = 12
#: Inputs listed before the rest is only counted.
MOST_INPUTS = 100


class Provenance:
    """Tables that say how a run was made."""

    def __init__(self, run: Run, legend: Legend) -> None:
        self.run, self.legend, self.letters = run, legend, frame_letters(run)

    def settings(self) -> Listing:
        """Versions and settings."""
        manifest = self.run.manifest
        rows = [[Cell(key), Cell(_plain(value))] for key, value in manifest.get("settings", {}).items()]
        made = [
            ("framing", manifest.get("framing")),
            ("Python", manifest.get("python")),
            ("system", manifest.get("platform")),
        ]
        rows = [[Cell(key), Cell(_plain(value))] for key, value in made if value] + rows
        packages = manifest.get("packages", {})
        if packages:
            rows.append(
                [
                    Cell("libraries"),
                    Cell(", ".join(f"{name} {version}" for name, version in packages.items())),
                ]
            )
        return listing("settings", "Versions and settings", ["setting", "value"], rows)

    def codebook(self, name: str) -> Listing:
        """Frames of one codebook: definition, and what is usual."""
        book = self.run.manifest.get("codebooks", {}).get(name, {})
        base = book.get("baseline", {})
        rows = []
        for label in book.get("labels", []):
            key = name, label["name"]
            usual = base.get(label["name"])
            rows.append(
                [
                    Cell(
                        called(label["name"]),
                        style=self.legend.styles.get(key, ""),
                        letter=self.letters.get(key, label["letter"]),
                    ),
                    Cell(label["definition"]),
                    number(f"{100 * usual['n'] / usual['n_words']:.2f}" if usual else "–"),
                ]
            )
        source = cited_sources(self.run).get(name, {})
        parts = [
            f"{book.get('n_patterns', 0):,} patterns, version {source.get('version', '')}",
            _joined(source.get("citation", "")).rstrip("."),
            overlap_rule(book).rstrip("."),
        ]
        usually = "; ".join(dict.fromkeys(str(each["source"]) for each in base.values()))
        parts.append(f"What is usual: {usually}" if usually else "It has no baseline")
        note = "".join(f"{part}. " for part in parts if part).rstrip()
        caption = f"Codebook {name}: {book.get('title', '')}"
        return listing(
            f"codebook {name}", caption, ["frame", "definition", "usual per 100 words"], rows, note
        )

    def instruments(self) -> Listing:
        """Instruments with version, citation, licence and settings."""
        rows = [
            [
                Cell(name),
                Cell(row["title"]),
                Cell(row["version"]),
                Cell(_joined(row["citation"])),
                Cell(row["licence"]),
                Cell(row["settings"]),
            ]
            for name, row in cited_sources(self.run).items()
        ]
        return listing(
            "instruments",
            "Instruments",
            ["name", "title", "version", "citation", "licence", "settings"],
            rows,
        )

    def measures(self) -> Listing:
        """What each column of the run means."""
        rows = [
            [
                Cell(row["column"]),
                Cell(row["meaning"]),
                Cell(row["unit"]),
                number(_range(row["low"], row["high"])),
            ]
            for row in self.run.measures.to_dict("records")
        ]
        return listing(
            "measures", "Measures: the columns of the run", ["column", "meaning", "unit", "range"], rows
        )

    def inputs(self) -> Listing:
        """Files that were read, with the beginning of their sha256."""
        files = list(self.run.manifest.get("inputs", {}).items())
        rows = [[Cell(name), Cell(digest[:_SHORT])] for name, digest in files[:MOST_INPUTS]]
        more = len(files) - len(rows)
        more_files = f"{more:,} more files" if more > 0 else ""
        whole = "The whole sums stand in run/manifest.json" if shows_text(self.run) else ""
        note = ", and ".join(filter(None, (whole, more_files)))
        note += "." if note else ""
        return listing("inputs", "Files read", ["file", "sha256"], rows, note)

    def listings(self) -> Iterator[Listing]:
        """All of them that have rows."""
        made = [self.codebook(name) for name in codebooks(self.run)]
        for table in (*made, self.instruments(), self.settings(), self.measures(), self.inputs()):
            if table.rows:
                yield table


def _range(low: float, high: float) -> str:
    return f"{_bound(low)} to {_bound(high)}"


def _bound(value: float) -> str:
    if value == float("inf"):
        return "any"
    return f"{value:g}".replace("-", "−")


def _joined(citation: str) -> str:
    """A citation of several parts, without the full stop that ended each before they were joined."""
    return citation.replace(".; ", "; ")


def _plain(value: Any) -> str:
    if value in (None, "", [], ()):
        return "none"
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)
