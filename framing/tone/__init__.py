"""Tone: how favourable a text's words are.

One file an instrument. The numbers of `textblob` and `vader` are the libraries' to the last digit; what is added is
silence and the words that made the number. `textblob_batch` and `vader_batch` ask the libraries once for each thing
that is new and add up in arrays. `oped` is trained on readers' ratings of opinion pieces; its words and contexts,
tables and scores are `oped_features`, `oped_model` and `oped_batch`. `hits` turns evidence into columns and back.
Masking for voice or net tone is scoring's business.
"""

from __future__ import annotations

from framing.tone.oped import OpedTone
from framing.tone.textblob import TextBlobTone
from framing.tone.vader import VaderTone

__all__ = ["OpedTone", "TextBlobTone", "VaderTone"]
