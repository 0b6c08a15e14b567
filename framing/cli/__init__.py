"""The command line: each command parses, makes one call, and prints.

framing analyze PATH… -o DIR      read, score, figures, report: the main job in one command
framing check PATH…               what would be read, before anything is scored
framing score PATH… -o RUN        read and score
framing report RUN -o DIR         figures, tables and the page of a run
framing show RUN [ARTICLE]        marked text, or a term in its contexts
framing train CODED -o MODEL      an instrument from hand-coded texts, and how well it does
framing evaluate RUN CODED        a run's instruments against hand-coded texts
framing compare RUN --by COLUMN   by how much groups of articles differ, and how sure that is
framing robustness RUN --by …     the same question asked in every way that makes sense
framing verify RUN                the run made again: the same bytes, or what differs
framing lexicons [NAME]           what ships with framing, and what a codebook holds
framing lexicons audit NAME       can its terms be trusted on the texts of a run
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import sys
from typing import Annotated, Any

import typer

from framing.errors import FramingError, Stopped

#: Exit code after Ctrl-C: 128 + SIGINT.
_INTERRUPTED = 130
#: How typer begins what it says of a value, and pydantic inside it.
_INVALID = re.compile(r"^Invalid value for '([^']+)': (?:Value error, )?")

app = typer.Typer(
    name="framing",
    help="How op-eds frame an issue, in what tone, and how sure one can be.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:  # typer calls it so
    if wanted:
        from importlib.metadata import version

        typer.echo(f"framing {version('framing')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,  # a flag
) -> None:
    pass


def main() -> None:
    """Run the command line; a user's mistake is one line on stderr and exit code 2."""
    from framing.cli import analyze, check, compare, evaluate, lexicons, robustness, show, train, verify  # noqa: F401 # each adds its commands to `app`

    _forgive_letters()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what is half done is taken away
    try:
        code = app(prog_name="framing", standalone_mode=False)
        sys.stdout.flush()
    except Stopped as error:
        typer.echo(f"framing: {error}", err=True)
        sys.exit(_INTERRUPTED)
    except FramingError as error:
        typer.echo(f"framing: {error}", err=True)
        sys.exit(2)
    except typer.Abort:  # what older versions of typer make of Ctrl-C
        code = _INTERRUPTED
    except OSError as error:
        _leave_stdout()
        typer.echo(f"framing: {error.filename or 'standard output'}: {error.strerror}{_written()}", err=True)
        sys.exit(2)
    except Exception as error:
        if not hasattr(error, "format_message"):  # not a mistake in how the command was written
            raise
        _tell_usage(error)
        sys.exit(2)
    if code == _INTERRUPTED:
        typer.echo(f"framing: stopped{_written() or '; nothing was written'}", err=True)
    if code:
        sys.exit(code)


def _forgive_letters() -> None:
    """Let a terminal that lacks a letter show ?, and the work be done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _written() -> str:
    """What stands on the disk although the command did not end well."""
    from framing.output import WRITTEN

    return f"; {', '.join(map(str, WRITTEN))}: written whole" if WRITTEN else ""


def _leave_stdout() -> None:
    """Keep Python from a second try, at its end, at what standard output did not take."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_usage(error: Any) -> None:
    """Say in one line what is wrong with an option or argument; typer and click take four for it.

    Their class of such errors has no public name that all versions of typer share.
    """
    message = error.format_message()
    if "\n" in message:  # no argument at all: the whole help
        error.show()
        return
    line = _INVALID.sub(r"\1: ", message).rstrip(".")
    where = getattr(getattr(error, "ctx", None), "command_path", "framing")
    typer.echo(f"framing: {line}; see {where} --help", err=True)
