"""What is joined of sentences and quotations is what is read of whole paragraphs, to the last bit.

The texts are made here, of pieces that reach over the ends of sentences and quotations.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.lexicon.instrument import frame_instrument
from framing.model import Article
from framing.scoring.batch import Batch, passages
from framing.scoring.counting import find
from framing.scoring.joining import ByStretch
from framing.scoring.reading import Plans, _ByUnit
from framing.tone import TextBlobTone

#: Ends in a negation, a modifier, an exclamation mark or half an emoticon, and what these may reach.
REACHING = (
    "It was not.",
    "This is very",
    "hardly.",
    "was so",
    "extremely.",
    "Really!",
    "( !",
    ":",
    "No.",
    "Is it not?",
)
REACHED = (
    "Good",
    "bad deal.",
    "! )",
    ")",
    "!",
    "a",
    "great!",
    "Excellent:",
    "The",
    "I",
    "8",
    "—",
    ".",
    "x",
    "It is",
)
QUOTED = (
    '"Not',
    'bad!"',
    '"Never," she said.',
    '"Peace was great. War was bad," he said.',
    '"!"',
    "'very good'",
)
QUOTED += ('"We won."', '"Very"', "He said: “Terrible! Not good.”")
GLUED = ("end.Start", "not.Good", "good?:bad", "not!(good", "is not?;Good deal")
FRAMED = ("the army attacked", "trade", "the terrible war")
PIECES = (*REACHING, *REACHED, *QUOTED, *GLUED, *FRAMED)
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join)
TEXTBLOB = TextBlobTone()
FRAMES = frame_instrument("frames")


def columns(hits):
    """Evidence as lists."""
    names = ("text", "start", "end", "category", "term", "weight", "negated", "contribution")
    return {name: list(getattr(hits, name)) for name in names}


def check_same(made, expected):
    for name, values in expected.items():
        np.testing.assert_array_equal(made[name], values, err_msg=name)


@examples(400)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_what_is_joined_is_what_is_read_whole(texts):
    article = Article(id="a", text="\n".join(["Seen", *texts]))
    batch = Batch([article], [passages(article)])
    plans = Plans(batch, ("good",), find(FRAMES, batch))
    stretches, whole = (plans.plan(is_tone=True, by_sentence=each) for each in (True, False))
    joined, read = ByStretch(TEXTBLOB, batch, stretches), _ByUnit(TEXTBLOB, batch, whole)
    for mine, theirs in ((stretches.plain, whole.plain), (stretches.net, whole.net)):
        for made, expected in zip(joined.values(mine), read.values(theirs), strict=True):
            check_same(made, expected)
    for share, wanted in zip(joined.shares(plans.frames), read.shares(plans.frames), strict=True):
        np.testing.assert_array_equal(share, wanted)
    assert columns(joined.evidence()) == columns(read.evidence())
