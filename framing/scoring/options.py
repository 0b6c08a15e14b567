"""How a run is scored: every choice that changes a number, with its default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from framing.deadline import MAX_SECONDS
from framing.model import Instrument
from framing.scoring.catalogue import DEFAULT

Languages = Literal["english", "any"]
Evidence = Literal["hits", "none"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is scored; every field stands in the manifest.

    Attributes
    ----------
    instruments
        names (see `framing lexicons`), paths of codebooks, or instruments of your own
    names
        the codebook of actors, whose hits are names: a frame's hit inside a name is evidence of the name first;
        "actors" among the instruments stands for it
    net_of
        the codebook whose words are masked for tone net of frames; None leaves those columns out
    languages
        "english" rejects articles of 50 words or more that are not English, "any" scores them all
    max_seconds
        time that one article may take; 0 is no limit
    without_tone_words
        words (globs may stand in them) that instruments of tone do not read: each occurrence is masked for them, and
        for them alone; frames and actors count it still
    """

    instruments: Sequence[str | Instrument] = DEFAULT
    names: str = "actors"
    net_of: str | None = "frames"
    languages: Languages = "english"
    max_seconds: float = MAX_SECONDS
    without_tone_words: Sequence[str] = ()
    evidence: Evidence = "hits"

    def settings(self) -> dict[str, Any]:
        """The options as plain JSON values."""
        return {
            "instruments": [each if isinstance(each, str) else each.name for each in self.instruments],
            "names": self.names,
            "net_of": self.net_of,
            "languages": self.languages,
            "max_seconds": self.max_seconds,
            "without_tone_words": list(self.without_tone_words),
            "evidence": self.evidence,
        }
