"""`reproduce.sh`: the command that makes a run and its report again, with the versions and inputs that it needs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from framing.reporting.style import Style
    from framing.run import Run

#: What is named in the script; the manifest has every version.
_NAMED = ("nltk", "textblob", "vadersentiment", "scikit-learn", "numpy", "pandas", "matplotlib")
_MOST_INPUTS = 20


def write_reproduction(run: Run, folder: Path, *, style: Style = "paper") -> None:
    """Write `reproduce.sh` into a report's folder; nothing where the run does not say which files it was read from."""
    if not run.manifest.get("reading"):
        return
    script = folder / "reproduce.sh"
    script.write_text(reproduction(run, style=style), encoding="utf-8", newline="\n")
    script.chmod(0o755)


def reproduction(run: Run, *, style: Style = "paper") -> str:
    """The script, for a POSIX shell."""
    manifest = run.manifest
    packages = manifest.get("packages", {})
    versions = [f"{name}=={packages[name]}" for name in _NAMED if name in packages]
    inputs = manifest.get("inputs", {})
    listed = [f"#   {digest}  {_line(name)}" for name, digest in list(inputs.items())[:_MOST_INPUTS]]
    more = len(inputs) - len(listed)
    listed += [f"#   and {more:,} more, see manifest.json of the run"] if more > 0 else []
    command = " \\\n  ".join(["framing analyze", *_arguments(manifest), f"--style {style}"])
    return "\n".join(
        [
            "#!/bin/sh",
            "# Makes this run and its report again: sh reproduce.sh INPUTS NEW",
            "#   INPUTS  the folder that holds what was read: "
            + _line(", ".join(manifest["reading"]["paths"])),
            "#   NEW     the folder to write",
            f"# Needs framing=={manifest.get('framing', '')} under Python {manifest.get('python', '')}, made with",
            f"#   {' '.join(versions)}",
            "# (every version stands in manifest.json of the run). Inputs by their sha256:",
            *listed,
            "# With the run beside this script, `framing verify run --inputs INPUTS` says whether bytes are the same.",
            "set -eu",
            "inputs=${1:-.}",
            "new=${2:-again}",
            command,
            "",
        ]
    )


def _arguments(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Arguments of `framing analyze`, every choice written out."""
    reading, settings = manifest["reading"], manifest["settings"]
    yield from (f'"$inputs"/{shlex.quote(path)}' for path in reading["paths"])
    yield '-o "$new"'
    yield f"--dates {reading['date_order']} --paragraphs {reading['layout']}"
    if reading["encoding"] is not None:
        yield f"--encoding {shlex.quote(reading['encoding'])}"
    yield from (
        f"--column {shlex.quote(f'{field}={name}')}" for field, name in sorted(reading["columns"].items())
    )
    yield f"--max-characters {reading['max_characters']} --max-seconds {settings['max_seconds']:g}"
    yield " ".join(f"-i {shlex.quote(name)}" for name in settings["instruments"])
    yield f"--names {shlex.quote(settings['names'])} --net-of {shlex.quote(settings['net_of'] or '')}"
    words = settings.get("without_tone_words", [])
    if words:
        yield " ".join(f"--without-tone-word {shlex.quote(word)}" for word in words)
    if settings["languages"] == "any":
        yield "--any-language"


def _line(text: str) -> str:
    """Text that stays in its line of comment."""
    return " ".join("".join(char for char in text if char.isprintable() or char == " ").split())
