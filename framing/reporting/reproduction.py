"""`reproduce.sh`: the commands that make a run and its report again, with the versions and inputs that it needs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.reporting.wordless import shows_text

if TYPE_CHECKING:
    from pathlib import Path

    from framing.reporting.style import Style
    from framing.run import Run
    from framing.statistics.evaluation import Evaluation

#: What is named in the script; the manifest has every version.
_NAMED = ("nltk", "textblob", "vadersentiment", "scikit-learn", "numpy", "pandas", "matplotlib")
_MOST_INPUTS = 20


def write_reproduction(
    run: Run, folder: Path, *, style: Style = "paper", evaluation: Evaluation | None = None
) -> None:
    """Write `reproduce.sh` into a report's folder; nothing where the run does not say which files it was read from."""
    if not run.manifest.get("reading"):
        return
    script = folder / "reproduce.sh"
    text = reproduction(run, style=style, evaluation=evaluation)
    script.write_text(text, encoding="utf-8", newline="\n")
    script.chmod(0o755)


def reproduction(run: Run, *, style: Style = "paper", evaluation: Evaluation | None = None) -> str:
    """The script, for a POSIX shell."""
    manifest = run.manifest
    packages = manifest.get("packages", {})
    versions = [f"{name}=={packages[name]}" for name in _NAMED if name in packages]
    inputs = manifest.get("inputs", {})
    listed = [f"#   {digest}  {_line(name)}" for name, digest in list(inputs.items())[:_MOST_INPUTS]]
    more = len(inputs) - len(listed)
    listed += [f"#   and {more:,} more, see manifest.json of the run"] if more > 0 else []
    coded = evaluation.facts if evaluation is not None and evaluation.facts["sha256"] else None
    commands = list(_commands(run, style, coded=coded is not None))
    return "\n".join(
        [
            "#!/bin/sh",
            f"# Makes this run and its report again: sh reproduce.sh INPUTS NEW{' CODED' if coded else ''}",
            "#   INPUTS  the folder that holds what was read: "
            + _line(", ".join(manifest["reading"]["paths"])),
            f"#   NEW     the folder to write{'' if len(commands) == 1 else '; the run goes to NEW-run'}",
            *([f"#   CODED   {_line(coded['coded'])}, sha256 {coded['sha256']}"] if coded else []),
            f"# Needs framing=={manifest.get('framing', '')} under Python {manifest.get('python', '')}, made with",
            f"#   {' '.join(versions)}",
            "# (every version stands in manifest.json of the run). Inputs by their sha256:",
            *listed,
            "# With the run beside this script, `framing verify run --inputs INPUTS` says whether bytes are the same.",
            "set -eu",
            "inputs=${1:-.}",
            "new=${2:-again}",
            *([f"coded=${{3:-{shlex.quote(coded['coded'])}}}"] if coded else []),
            *commands,
            "",
        ]
    )


def _commands(run: Run, style: Style, *, coded: bool) -> Iterator[str]:
    """One command, or two where `framing analyze` lacks a choice; every choice written out."""
    shown = [f"--style {style}", *([] if shows_text(run) else ["--no-text"])]
    bare = run.manifest["settings"].get("evidence") == "none"
    if not bare and not coded:
        yield _command("analyze", *_arguments(run.manifest, '"$new"'), *shown)
        return
    yield _command("score", *_arguments(run.manifest, '"$new"-run'), *(["--evidence none"] if bare else []))
    yield _command("report", '"$new"-run', '-o "$new"', *(['--coded "$coded"'] if coded else []), *shown)


def _command(name: str, *arguments: str) -> str:
    return " \\\n  ".join([f"framing {name}", *arguments])


def _arguments(manifest: Mapping[str, Any], output: str) -> Iterator[str]:
    """Arguments that say what was read, and how it was scored."""
    reading, settings = manifest["reading"], manifest["settings"]
    yield from (f'"$inputs"/{shlex.quote(path)}' for path in reading["paths"])
    yield f"-o {output}"
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
