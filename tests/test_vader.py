"""VaderTone: vaderSentiment's own compounds, their mean over sentences, silence, evidence that adds up."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from framing.errors import LimitError
from framing.tone import VaderTone

INSTRUMENT = VaderTone()
ORACLE = SentimentIntensityAnalyzer()

# vaderSentiment's lexicon (3.3.2) and its constants.
GOOD, BAD, NO, PEACE = 1.9, -2.5, -1.2, 2.5
NEGATED, BOOST, CAPITALS = -0.74, 0.293, 0.733

# Sentences of our own: 6 × 12 × 8 = 576.
OPENINGS = [
    "The treaty is",
    "Nobody in the port said it was",
    "No, the pact isn't",
    "WITHOUT DOUBT it is",
    "🙂 They",
    "But",
]
MIDDLES = [
    "good",
    "not very good",
    "kind of good but very dangerous",
    "GREAT and hardly a threat",
    "the least bad peace",
    "at least no war",
    "good, but good, but bad",
    "never so happy",
    "a kiss of death for trade",
    "signed on Monday",
    "sort of sad 😢and :( lonely",
    "no no good (bad!)",
]
ENDINGS = [".", "!", "!!", "!!!!!", "?", "??", "????", "!? 🆙"]
SENTENCES = [f"{a} {b}{c}" for a, b, c in itertools.product(OPENINGS, MIDDLES, ENDINGS)]

PIECES = (
    "good Bad GREAT peace war no not never isn't n't without doubt least at very most kind of sort but "
    "BUT the shit kiss of death ! ? !! ???? . 😊 🆙 © ❤️ :) :( x-x day \x1c \x85"
)
JOINED = st.lists(
    st.tuples(st.sampled_from(PIECES.split(" ")), st.sampled_from(["", " ", " ", "  "])), max_size=25
).map(lambda pairs: "".join(word + gap for word, gap in pairs))


def read(text):
    (reading,) = INSTRUMENT.read([text])
    return reading


def read_sentence(sentence):
    (reading,) = INSTRUMENT.read_sentences([sentence])
    return reading


def weights(sentence):
    return [(hit.term, pytest.approx(hit.weight)) for hit in read_sentence(sentence).hits]


def compound(total):
    return round(total / math.sqrt(total**2 + 15), 4)


def check_against_library(sentence):
    """Assert that a sentence's compound is the library's and that its evidence is all there is to it."""
    expected = ORACLE.polarity_scores(sentence)["compound"]
    reading = read_sentence(sentence)
    found = reading.values["vader_compound"]
    assert expected == 0 if math.isnan(found) else found == expected
    total = sum(hit.contribution for hit in reading.hits)
    assert math.isnan(found) or abs(total - found) <= 5e-5


def test_compounds_are_the_librarys_on_our_sentences():
    """The compound of every sentence is polarity_scores' to the last digit."""
    assert len(set(SENTENCES)) == 576
    for sentence in SENTENCES:
        check_against_library(sentence)


@examples(400)
@given(sentence=st.one_of(JOINED, st.text(max_size=60)))
def test_compounds_are_the_librarys_on_any_string(sentence):
    """The same on any string."""
    check_against_library(sentence)


@examples(300)
@given(sentence=JOINED)
def test_evidence_is_the_word_itself(sentence):
    """The text of a hit is its term, or an emoji whose description holds it, or marks."""
    for hit in read_sentence(sentence).hits:
        text = sentence[hit.start : hit.end]
        if any(character in ORACLE.emojis for character in text):
            continue
        if hit.category == "punctuation":
            assert set(text) <= set("!?")
        else:
            assert text.lower() == hit.term


def test_mean_over_all_sentences():
    """A text's compound is the mean over its sentences, silent ones counting 0; so are contributions."""
    text = "The deal is good. It was signed on Monday. The road is bad. A train left."
    reading = read(text)
    assert reading.values["vader_compound"] == pytest.approx((compound(GOOD) + compound(BAD)) / 4)
    assert reading.values["vader_n_tone_words"] == 2
    assert reading.values["vader_n_sentences_with_tone"] == 2
    good, bad = reading.hits
    assert (text[good.start : good.end], text[bad.start : bad.end]) == ("good", "bad")
    assert good.contribution == pytest.approx(GOOD / math.sqrt(GOOD**2 + 15) / 4)
    assert bad.contribution == pytest.approx(BAD / math.sqrt(BAD**2 + 15) / 4)


def test_rules_by_hand():
    """Weights are valences after negation, boosters, capitals and but."""
    assert weights("The deal isn't good") == [("good", GOOD * NEGATED)]
    assert weights("The deal is very good") == [("good", GOOD + BOOST)]
    assert weights("The deal is GOOD") == [("good", GOOD + CAPITALS)]
    assert weights("A good deal but a bad road") == [("good", GOOD * 0.5), ("bad", BAD * 1.5)]


def test_negated_is_a_turned_sign():
    """A hit is negated if the rules turned the sign that its word has in the lexicon."""
    assert [
        hit.negated for hit in read_sentence("It is not bad; everyone there says so, it is good").hits
    ] == [True, False]
    assert [hit.negated for hit in read_sentence("It is hardly good").hits] == [False]
    # An idiom turns the sign as well: kiss is +1.8, "kiss of death" -1.5 for each of its words.
    assert weights("It was a kiss of death") == [("kiss", -1.5), ("death", -1.5)]
    assert [hit.negated for hit in read_sentence("It was a kiss of death").hits] == [True, False]


def test_silence_is_no_valence():
    """No word with a valence is missing; valences that cancel are a 0."""
    silent = read("The envoy left at noon!")
    assert math.isnan(silent.values["vader_compound"])
    assert silent.values["vader_n_tone_words"] == silent.values["vader_n_sentences_with_tone"] == 0
    assert silent.hits == ()
    cancelled = read("A bad peace!")  # -2.5 + 2.5; marks strengthen a sign, and there is none
    assert cancelled.values["vader_compound"] == 0.0
    assert cancelled.values["vader_n_tone_words"] == 2
    assert [hit.weight for hit in cancelled.hits] == [BAD, PEACE]


def test_valence_that_a_rule_takes_away_is_silent():
    """A word of the lexicon whose valence is 0 after the rules is no evidence."""
    assert "bus stop" not in ORACLE.lexicon
    assert ORACLE.lexicon["stop"] < 0
    assert math.isnan(read("They met at the bus stop").values["vader_compound"])


@pytest.mark.parametrize(
    ("marks", "term", "amount"),
    [
        ("!", "!", 0.292),
        ("!!", "!", 2 * 0.292),
        ("!!!!!!", "!", 4 * 0.292),
        ("??", "?", 2 * 0.18),
        ("????", "?", 0.96),
        ("?!", "!", 0.292),
        ("?!?", "!?", 0.292 + 2 * 0.18),
    ],
)
def test_marks_are_a_hit_of_their_own(marks, term, amount):
    """The emphasis of marks has the sentence's sign and stands at the first run of marks that count."""
    sentence = f"The road is bad{marks}"
    bad, emphasis = read_sentence(sentence).hits
    assert bad.weight == BAD
    assert (emphasis.category, emphasis.term) == ("punctuation", term)
    assert emphasis.weight == pytest.approx(-amount)
    assert sentence[emphasis.start : emphasis.end] == marks
    assert emphasis.contribution == pytest.approx(-amount / math.sqrt((BAD - amount) ** 2 + 15))


def test_one_question_mark_is_no_emphasis():
    """A question is not emphasis."""
    assert weights("Is the road bad?") == [("bad", BAD)]
    sentence = "Bad? He said (stop the war!) and left."
    (mark,) = (hit for hit in read_sentence(sentence).hits if hit.category == "punctuation")
    assert (mark.start, mark.end) == (sentence.index("!"), sentence.index("!") + 1)


def test_emoji_are_evidence_in_their_place():
    """An emoji's description is read for it; its words are hits where the emoji stands."""
    sentence = "So 😢 at the border"
    assert ORACLE.emojis["😢"] == "crying face"
    (hit,) = read_sentence(sentence).hits
    assert (hit.term, sentence[hit.start : hit.end]) == ("crying", "😢")


def test_vader_glues_a_description_to_the_next_word():
    """Surprise of vaderSentiment 3.3.2: no space is put after a description, so the next word is lost."""
    assert weights("🚆good") == []
    assert weights("🚆 good") == [("good", GOOD)]


def test_vader_reads_marks_in_descriptions():
    """Surprise of vaderSentiment 3.3.2: 🆙 is read as "UP! button", and its mark counts."""
    sentence = "a good day 🆙"
    _good, mark = read_sentence(sentence).hits
    assert (mark.category, sentence[mark.start : mark.end]) == ("punctuation", "🆙")
    assert mark.weight == pytest.approx(0.292)


def test_vader_but_rule_takes_the_first_equal_valence():
    """Surprise of vaderSentiment 3.3.2: the but-rule finds a valence by its value, maybe another word's."""
    # brightest 3.0 is halved to 1.5; the rule then looks for the 1.5 of advantages, finds brightest,
    # and halves it again.
    assert ORACLE.lexicon["brightest"] == 3.0
    assert ORACLE.lexicon["advantages"] == 1.5
    assert weights("brightest but advantages") == [("brightest", 0.75), ("advantages", 1.5)]


def test_vader_no_rule():
    """A "no" before a word of the lexicon has no valence and turns that word; alone it is negative."""
    assert weights("He said no today") == [("no", NO)]
    assert weights("It is no good") == [("good", GOOD * NEGATED)]


def test_vader_negation_reaches_over_but():
    """Surprise of vaderSentiment 3.3.2: a negation turns the three words after it, over a "but" too."""
    assert weights("It is not bad but good") == [("bad", BAD * NEGATED * 0.5), ("good", GOOD * NEGATED * 1.5)]


def test_vader_idioms_need_three_words_before():
    """Surprise of vaderSentiment 3.3.2: an idiom is only seen from the fourth word of a sentence on."""
    assert weights("a kiss of death")[0] == ("kiss", 1.8)
    assert weights("it was a kiss of death")[0] == ("kiss", -1.5)


def test_vader_needs_straight_apostrophes():
    """Surprise of vaderSentiment 3.3.2: a curly apostrophe hides the negation; texts are prepared before."""
    assert read_sentence("It isn\N{RIGHT SINGLE QUOTATION MARK}t good").hits[0].weight == GOOD
    assert read_sentence("It isn't good").hits[0].weight == GOOD * NEGATED


def test_sentences_are_taken_as_given():
    """`read_sentences` does not split its strings."""
    (reading,) = INSTRUMENT.read_sentences(["A good day. A bad night."])
    assert reading.values["vader_compound"] == compound(GOOD + BAD)
    assert reading.values["vader_n_sentences_with_tone"] == 1


def test_combine_of_nothing_is_silent():
    """No sentence: counts 0, compound missing, no evidence."""
    reading = INSTRUMENT.combine([], [])
    assert math.isnan(reading.values["vader_compound"])
    assert reading.values["vader_n_tone_words"] == 0
    assert reading.hits == ()


def test_combine_needs_a_start_for_each_reading():
    """Readings and starts belong together one to one."""
    with pytest.raises(ValueError, match="0 starts"):
        INSTRUMENT.combine(INSTRUMENT.read_sentences(["good"]), [])


def test_long_sentence_is_limited():
    """A sentence beyond the limit is refused in one line that names both lengths; at the limit it is read."""
    short = VaderTone(max_sentence_words=6)
    assert short.read(["good but good but good but"])[0].hits
    with pytest.raises(LimitError, match=r"^a sentence of 7 words, from 'good but .*; .* at most 6$"):
        short.read(["good but good but good but good"])


def test_default_limit():
    """2,000 words in a sentence are read by default, one more is not; other sentences may follow."""
    assert INSTRUMENT.read(["good but " * 1_000])[0].values["vader_n_tone_words"] == 1_000
    assert INSTRUMENT.read(["It was calm. " * 500])[0].hits
    with pytest.raises(LimitError, match="2,001 words"):
        INSTRUMENT.read(["good but " * 1_000 + "good"])


def test_words_of_descriptions_count():
    """What is limited is what vaderSentiment reads: an emoji without spaces is several words."""
    with pytest.raises(LimitError, match=r"from 'smiling face with smiling eyes"):
        INSTRUMENT.read(["😊" * 500])
