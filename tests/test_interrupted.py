"""Work that is ended between any two steps leaves nothing half made behind: what comes after is as if it had not been.

The texts are written for these tests.
"""

import gc
import random
import sys
from contextlib import suppress
from pathlib import Path
from weakref import ref

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import TimeLimitError
from framing.preprocessing.texts import Texts
from framing.preprocessing.vocabulary import forget, vocabulary
from framing.scoring.options import Options
from framing.scoring.scorer import Scorer
from framing.tone import OpedTone, TextBlobTone, VaderTone

PACKAGE = Path(fr.__file__).parent
#: Where words are numbered and remembered.
REMEMBERING = {
    str(path)
    for pattern in (
        *(f"preprocessing/{name}.py" for name in ("cuts", "numbering", "texts", "vocabulary")),
        *("lexicon/trie.py", "lexicon/matcher.py", "tone/*.py"),
    )
    for path in PACKAGE.glob(pattern)
}
KNOWN = (
    "The war threatens trade, isn't very good and costs jobs. “Talks failed!” said Ms. Adeel of the ministry. "
    "It is a so-called deal; at the end of the day the security risk remains :-)"
)
#: Words that no text before had, so that all of them must be entered.
NEW = (
    "The w{0}x-war isn't warlike{0} or badly{0}; “terrorist{0} deals!!” said Mr. K{0} in the U.S.A{0} not so good{0}. "
    "A security risk{0} is not a good{0} thing (v{0}a's, v{0}b)."
)


class Ended:
    """Raises at one of the lines that are run where words are remembered, and counts them."""

    def __init__(self, at, error):
        self.at, self.error, self.seen = at, error, 0

    def __enter__(self):
        self.before = sys.gettrace()
        sys.settrace(self._enter)
        return self

    def __exit__(self, *_):
        sys.settrace(self.before)

    def _enter(self, frame, _event, _argument):
        return self._line if frame.f_code.co_filename in REMEMBERING else None

    def _line(self, _frame, event, _argument):
        if event == "line":
            self.seen += 1
            if self.seen == self.at:
                raise self.error
        return self._line


def article(text, name):
    return fr.read_text(text, id=name)


def told(scorer, scored):
    """The tables of what was scored."""
    run = scorer.run(scored, inputs={}, command=None)
    return {
        name: getattr(run, name) for name in ("articles", "by_voice", "sentences", "evidence", "quotations")
    }


def reasons_of(scorer, new):
    """Why an article was rejected; None if the work on it was ended."""
    try:
        return [each.reason for each in scorer.score([new]).rejected]
    except (KeyboardInterrupt, MemoryError):
        return None


@pytest.fixture(scope="module")
def scorer():
    return Scorer(Options(instruments=("frames", "textblob", "vader", "oped")))


@pytest.mark.parametrize("instrument", [TextBlobTone, VaderTone, OpedTone])
def test_texts_whose_reading_was_ended_can_be_read_again(instrument):
    """What had been found of them belongs to a vocabulary that was given up."""
    places = random.Random(5)  # noqa: S311 # the same lines in every run
    sentences = [KNOWN, NEW.format("again")]
    expected = instrument().read_columns(Texts(sentences)).values  # noqa: PD011 # of readings
    for _ in range(40):
        forget()
        texts, tone = Texts(sentences), instrument()
        with Ended(places.randrange(1, 600), KeyboardInterrupt()) as ended, suppress(KeyboardInterrupt):
            tone.read_columns(texts)
        assert ended.seen >= ended.at
        for name, values in tone.read_columns(texts).values.items():  # noqa: PD011 # likewise
            np.testing.assert_array_equal(values, expected[name])


def test_a_vocabulary_goes_with_all_that_is_known_of_its_words():
    """Its memory is free before the tables of a corpus are written."""
    forget()
    everything = Scorer(Options(instruments=("frames", "actors", "textblob", "vader", "oped")))
    everything.score([article(KNOWN, "known")])
    gone = ref(vocabulary())
    gc.disable()  # at once, not when somebody looks for circles
    try:
        forget()
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("error", [TimeLimitError("took longer"), KeyboardInterrupt(), MemoryError()])
def test_work_may_end_at_any_line(scorer, error):
    expected = told(scorer, scorer.score([article(KNOWN, "known")]))
    with Ended(0, error) as whole:
        scorer.score([article(NEW.format("all"), "new")])
    assert whole.seen > 1_000
    places = random.Random(11)  # noqa: S311 # the same lines in every run
    n_ended = attempt = 0
    while n_ended < 40:
        attempt += 1
        assert attempt < 80
        new = article(NEW.format(f"{type(error).__name__}{attempt}"), "new")
        with Ended(places.randrange(1, whole.seen), error) as ended:
            reasons = reasons_of(scorer, new)
        if ended.seen < ended.at:  # these words took fewer lines
            assert reasons == []
            continue
        n_ended += 1
        assert reasons == (["took longer"] if isinstance(error, TimeLimitError) else None)
        found = told(scorer, scorer.score([article(KNOWN, "known")]))
        for name, table in expected.items():
            pd.testing.assert_frame_equal(found[name], table, obj=name)
