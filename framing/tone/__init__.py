"""Tone: how favourable a text's words are, by instruments that other people wrote and cite.

One file an instrument: `textblob`, `vader`. They only run the libraries, say when those are silent, and find
the words that made the number; rules, lexicons and mistakes are the libraries' to the last digit. `overlap`
says how much of a tone stands in words that are frame words too. Masking for voice or net tone is scoring's
business.
"""

from __future__ import annotations

from framing.tone.overlap import frame_share
from framing.tone.textblob import TextBlobTone
from framing.tone.vader import VaderTone

__all__ = ["TextBlobTone", "VaderTone", "frame_share"]
