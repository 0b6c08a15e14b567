"""Tone: how favourable a text's words are.

One file an instrument. `textblob` and `vader` only run the libraries, say when those are silent, and find the
words that made the number; rules, lexicons and mistakes are the libraries' to the last digit. `oped` is trained
on readers' ratings of opinion pieces; its words and contexts, tables and fast scores are `oped_features`,
`oped_model` and `oped_batch`. `overlap` says how much of a tone stands in words that are frame words too.
Masking for voice or net tone is scoring's business.
"""

from __future__ import annotations

from framing.tone.oped import OpedTone
from framing.tone.overlap import frame_share
from framing.tone.textblob import TextBlobTone
from framing.tone.vader import VaderTone

__all__ = ["OpedTone", "TextBlobTone", "VaderTone", "frame_share"]
