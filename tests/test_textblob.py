"""TextBlobTone: TextBlob's own numbers, silence, and evidence with its place in the text."""

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.errors import LimitError
from framing.tone import TextBlobTone

INSTRUMENT = TextBlobTone()

# TextBlob's lexicon (0.20.1): good 0.7, subjectivity 0.6; bad -0.7, 2/3; very 0.2, 0.3, intensity 1.3.
GOOD, BAD, VERY = 0.7, -0.7, 1.3

PIECES = (
    "good bad very really not no never n't isn't can't political more a the of extremely ! !! (!) ( ! ) ... "
    "..... . : ) :) x D <3 ' \" Mr. U.S. , ; great hardly END-OF-SENTENCE İ ﬁne"
)
JOINED = st.lists(
    st.tuples(st.sampled_from(PIECES.split(" ")), st.sampled_from(["", " ", " ", "\n\n"])), max_size=25
).map(lambda pairs: "".join(word + gap for word, gap in pairs))


def read(text):
    (reading,) = INSTRUMENT.read([text])
    return reading


def evidence(text):
    return [(hit.term, text[hit.start : hit.end]) for hit in read(text).hits]


@examples(300)
@given(text=st.one_of(JOINED, st.text(max_size=60)))
def test_numbers_are_textblobs_own(text):
    """Polarity and subjectivity equal TextBlob's to the last digit; where silent, TextBlob says 0 and 0."""
    from textblob import TextBlob

    blob = TextBlob(text)
    values = read(text).values
    if math.isnan(values["textblob_polarity"]):
        assert math.isnan(values["textblob_subjectivity"])
        assert tuple(blob.sentiment) == (0.0, 0.0)
        assert blob.sentiment_assessments.assessments == []
    else:
        assert (values["textblob_polarity"], values["textblob_subjectivity"]) == tuple(blob.sentiment)
    assert values["textblob_n_tone_words"] == len(blob.sentiment_assessments.assessments)


@examples(300)
@given(text=JOINED.filter(lambda text: "END-OF" not in text))
def test_evidence_holds_its_words(text):
    """The text of a hit holds every word of its term, closed up and lower-cased."""
    for hit in read(text).hits:
        found = "".join(text[hit.start : hit.end].lower().split())
        assert all(word in found for word in hit.term.split())
        assert all(edge not in " \n" for edge in (text[hit.start], text[hit.end - 1]))


def test_mean_over_chunks_by_hand():
    """Polarity is the mean over the chunks; each contributes its own divided by their number."""
    text = "A good plan and a bad, bad road."
    reading = read(text)
    assert reading.values["textblob_polarity"] == pytest.approx((GOOD + BAD + BAD) / 3)
    assert reading.values["textblob_subjectivity"] == pytest.approx((0.6 + 2 / 3 + 2 / 3) / 3)
    assert reading.values["textblob_n_tone_words"] == 3
    assert [hit.contribution for hit in reading.hits] == pytest.approx([GOOD / 3, BAD / 3, BAD / 3])
    assert [(hit.start, hit.end) for hit in reading.hits] == [(2, 6), (18, 21), (23, 26)]
    assert {hit.category for hit in reading.hits} == {"polarity"}


def test_modifier_multiplies():
    """An adverb multiplies the word after it, within ±1."""
    assert read("very good").values["textblob_polarity"] == pytest.approx(GOOD * VERY)
    assert read("very very very good").values["textblob_polarity"] == pytest.approx(GOOD * VERY)
    assert read("very excellent").values["textblob_polarity"] == 1.0


def test_negation_halves_and_turns():
    """A negation multiplies by -0.5, and divides by the intensity of an adverb that it negates."""
    (hit,) = read("not good").hits
    assert (hit.weight, hit.negated) == (pytest.approx(GOOD * -0.5), True)
    (hit,) = read("not very good").hits
    assert (hit.weight, hit.negated) == (pytest.approx(GOOD / VERY * -0.5), True)
    (hit,) = read("good").hits
    assert not hit.negated


def test_exclamation_marks_belong_to_the_chunk():
    """Each exclamation mark multiplies the last chunk by 1.25 and is part of it, however far it stands."""
    text = "Good, they say! No way."
    (hit,) = read(text).hits
    assert (hit.term, text[hit.start : hit.end]) == ("good !", "Good, they say!")
    assert hit.weight == pytest.approx(GOOD * 1.25)
    assert evidence("Halt! A bad deal, good!!") == [("bad", "bad"), ("good ! !", "good!!")]


def test_hit_spans_negation_and_modifier():
    """A hit reaches from the first to the last of its words, over what stands between."""
    assert evidence("It is NOT a very Good idea.") == [("not very good", "NOT a very Good")]
    assert evidence("She is really not that good.") == [("really not", "really not"), ("good", "good")]
    assert evidence("It was really not good.") == [("really not good", "really not good")]


def test_tokens_that_textblob_changes_keep_their_place():
    """Evidence is found after what TextBlob drops, closes up or splits."""
    assert evidence("wait....... good") == [("good", "good")]
    assert evidence("so : ) it was bad ( ! )")[0] == (":)", ": )")
    assert evidence("so : ) it was bad ( ! )")[-1] == ("(!)", "( ! )")
    assert evidence("İİ\n\n“Good”—bad") == [("good", "Good")]
    assert evidence("a END-OF-SENTENCE good") == [("good", "good")]


def test_silence_is_no_assessment():
    """Nothing assessed is missing; an assessment of polarity 0 is a 0."""
    silent = read("The envoy came at noon.")
    assert math.isnan(silent.values["textblob_polarity"])
    assert math.isnan(silent.values["textblob_subjectivity"])
    assert silent.values["textblob_n_tone_words"] == 0
    assert silent.hits == ()
    zero = read("A political matter.")
    assert zero.values["textblob_polarity"] == 0.0
    assert zero.values["textblob_subjectivity"] == pytest.approx(0.1)
    assert [hit.contribution for hit in zero.hits] == [0.0]


def test_negated_zero_has_no_sign():
    """A word of polarity 0 stays 0 when it is negated, never -0."""
    (hit,) = read("It is not only a port.").hits
    assert (hit.term, hit.negated) == ("not only", True)
    assert math.copysign(1, hit.weight) == math.copysign(1, hit.contribution) == 1


def test_textblob_misses_contracted_negations():
    """Surprise of TextBlob 0.20.1: n't is split up before it is looked for, so "isn't good" is good."""
    (hit,) = read("The deal isn't good.").hits
    assert (hit.weight, hit.negated) == (GOOD, False)
    (hit,) = read("The deal is not good.").hits
    assert hit.negated


def test_textblob_reads_order_and_quantity_as_praise():
    """Surprise of TextBlob 0.20.1: words of number, order and degree are positive by themselves."""
    assert read("more troops").values["textblob_polarity"] == 0.5
    assert read("first strike").values["textblob_polarity"] == 0.25
    assert read("a very port").values["textblob_polarity"] == pytest.approx(0.2)


def test_textblob_negations_are_not_in_its_lexicon():
    """What the flag `negated` rests on: a negation is in a chunk only because it negates it."""
    from textblob.en import sentiment

    assert [word for word in sentiment.negations if word in sentiment] == []


def test_marks_in_a_row_are_limited():
    """A row of marks beyond the limit is refused in one line that names both numbers; at the limit it is read."""
    text = "good " + "!" * 50
    assert TextBlobTone(max_marks=50).read([text])[0].hits
    with pytest.raises(LimitError, match=r"^51 marks in a row; textblob reads at most 50$"):
        TextBlobTone(max_marks=50).read([text + "!"])
    with pytest.raises(LimitError, match=r"20,001 .* 20,000"):
        INSTRUMENT.read(["a good " + "-" * 20_001 + "b"])


def test_the_limit_knows_every_mark_that_textblob_peels():
    """What is peeled one by one counts, and what is cut at once does not."""
    from textblob._text import PUNCTUATION

    for mark in set(PUNCTUATION) - set("'\"."):
        with pytest.raises(LimitError):
            TextBlobTone(max_marks=5).read([mark * 6])
    assert TextBlobTone(max_marks=5).read(["'\".'\".'\"." * 9, "." * 60])


@pytest.mark.parametrize(
    "word",
    [
        "long" * 25_000,
        "a-" * 50_000,
        "a." * 50_000,
        "no," * 30_000,
        "." * 100_000,
        "good!" * 20_000,
        "ع" * 100_000,
    ],
)
def test_a_word_may_be_as_long_as_it_likes(word):
    """A word of 100 kB is read, and the numbers are TextBlob's own."""
    from textblob import TextBlob

    text = f"A good {word} and a bad day"
    values = read(text).values
    assert (values["textblob_polarity"], values["textblob_subjectivity"]) == tuple(TextBlob(text).sentiment)


def test_no_corpora_are_looked_for(monkeypatch):
    """TextBlob's sentiment needs no nltk_data."""
    import nltk

    def refuse(*_arguments, **_options):
        raise AssertionError("nltk_data was looked for")

    monkeypatch.setattr(nltk.data, "find", refuse)
    monkeypatch.setattr(nltk.data, "load", refuse)
    assert TextBlobTone().read(["A good day, isn't it?"])[0].hits


def test_heavy_libraries_load_late():
    """Importing the tone room loads none of the libraries that its constructors need."""
    code = (
        "import sys, framing.tone; "
        "print(sorted({'nltk', 'textblob', 'vaderSentiment', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
