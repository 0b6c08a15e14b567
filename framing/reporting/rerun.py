"""Command lines that score a run's articles again in another way."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from framing.preprocessing.silenced import is_word

if TYPE_CHECKING:
    from framing.run import Run

#: What `framing analyze` measures with when no instrument is named; a test holds it against the catalogue.
USUAL = ("frames", "actors", "oped", "vader", "textblob")


def command_without(run: Run, word: str) -> str:
    """Give the command that reads the articles again, as the run did, but without a word for tone.

    PATH stands for the articles, DIR for the new folder: a run does not say where it was read. Empty for what
    `--without-tone-word` does not take, such as an emoticon or a phrase.
    """
    if not is_word(word):
        return ""
    settings = run.manifest.get("settings", {})
    chosen = tuple(map(str, settings.get("instruments", USUAL)))
    parts = ["framing", "analyze", "PATH", "-o", "DIR"]
    if chosen != USUAL:
        parts += [part for name in chosen for part in ("-i", name)]
    if settings.get("names", "actors") != "actors":
        parts += ["--names", str(settings["names"])]
    if settings.get("net_of", "frames") != "frames":
        parts += ["--net-of", str(settings["net_of"] or "")]
    if settings.get("languages", "english") != "english":
        parts += ["--any-language"]
    for each in dict.fromkeys((*settings.get("without_tone_words", ()), word)):
        parts += ["--without-tone-word", str(each)]
    return shlex.join(parts)
