"""Sentences and words hold everything that is not white space, in place, for any string."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from nltk.tokenize import NLTKWordTokenizer
from nltk.tokenize.punkt import PunktSentenceTokenizer

from framing.preprocessing import tokens
from framing.preprocessing.prepare import prepare
from framing.preprocessing.punkt import punkt
from framing.preprocessing.tokens import Token, count_words, is_word, sentence_spans, tokenize, word_spans

SENTENCES = Path(__file__).parent / "data" / "sentences.jsonl"
#: What the tokenisers' regular expressions turn on.
MARKS = st.text(st.sampled_from("abA .,'\"`-()[]?!:;nt$s%&@“”’‘«»…\n\t 1€*#<>{}"), max_size=40)
ANY = st.one_of(st.text(max_size=60), MARKS)


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


def words(text):
    return [token.text for token in tokenize(text)]


def test_sentences_agree_with_a_hand_split_list():
    """At least 97 % of the tricky sentences come out exactly as a reader splits them."""
    items = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    assert len(items) >= 120
    right = [
        sentences(prepare(item["text"]).text) == [prepare(each).text for each in item["sentences"]]
        for item in items
    ]
    assert sum(right) / len(right) >= 0.97


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n ", []),
        ("It ended.  Then it began.", ["It ended.", "Then it began."]),
        ('He said "no." He left.', ['He said "no."', "He left."]),
        ("(It did.) So did we.", ["(It did.)", "So did we."]),
        ('He said. "', ['He said. "']),
        ('"Why?" he asked. Nobody knew.', ['"Why?" he asked.', "Nobody knew."]),
        ("Wait! ... Now.", ["Wait! ...", "Now."]),
        ("We did. We won! :)", ["We did.", "We won! :)"]),
        ("Gen. Will Hart met Dr. A. Q. Khan on Jan. 5.", ["Gen. Will Hart met Dr. A. Q. Khan on Jan. 5."]),
        ("The answer is no. Pakistan agreed.", ["The answer is no.", "Pakistan agreed."]),
        ("It is No. 5 of 7.", ["It is No. 5 of 7."]),
    ],
)
def test_where_sentences_end(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It can't stop.", ["It", "ca", "n't", "stop", "."]),
        ("Pakistan's economy, 3.5 %", ["Pakistan", "'s", "economy", ",", "3.5", "%"]),
        ('He said "security."', ["He", "said", '"', "security", ".", '"']),
        ("Security. Peace.", ["Security", ".", "Peace", "."]),
        ("''So'' he said", ["''", "So", "''", "he", "said"]),
        ("counter-terrorism in the U.S. now", ["counter-terrorism", "in", "the", "U.S.", "now"]),
    ],
)
def test_where_words_end(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "n_words"),
    [
        ("", 0),
        ("... !", 0),
        ("Pakistan's economy isn't 5 % bigger.", 5),  # Pakistan, economy, is, 5, bigger
        ("Joint patrols – and more.", 4),
        ("It's the CPEC's SPUs", 4),  # It, the, CPEC, SPUs
    ],
)
def test_how_many_words(text, n_words):
    assert count_words(text) == n_words


def test_a_clitic_is_no_word_of_its_own():
    assert not is_word(Token(0, 2, "'S"))
    assert not is_word(Token(0, 3, "n't"))
    assert is_word(Token(0, 2, "s'"))
    assert not is_word(Token(0, 1, "…"))


@given(ANY)
def test_sentences_hold_all_that_is_not_white_space(text):
    end = 0
    for start, stop in sentence_spans(text):
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


@given(ANY)
@examples(500)
def test_words_hold_all_that_is_not_white_space(text):
    end = 0
    for start, stop in word_spans(text):
        assert end <= start < stop
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


@given(ANY)
def test_a_token_is_the_text_at_its_place(text):
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text


@given(MARKS)
def test_words_are_nltks(text):
    assert word_spans(text) == list(NLTKWordTokenizer().span_tokenize(text))


@given(MARKS)
def test_sentences_are_punkts_but_for_those_joined(text):
    """Every boundary is one that Punkt sets with the same parameters."""
    library = PunktSentenceTokenizer(punkt()._params)
    starts = {
        start + len(text[start:end]) - len(text[start:end].lstrip())
        for start, end in library.span_tokenize(text)
    }
    assert {start for start, _ in sentence_spans(text)} <= starts


def test_a_string_that_nltk_gives_up_on_is_cut_at_white_space(monkeypatch):
    class Refusing:
        def span_tokenize(self, sentence):
            raise ValueError(sentence)

    monkeypatch.setattr(tokens, "_words", Refusing)
    assert word_spans(' a "b. ') == [(1, 2), (3, 6)]


def test_a_monstrous_sentence_is_cut_between_words(monkeypatch):
    """Blocks of at most 10 code points: the words stay those of the whole."""
    text = "one two three four five six"
    whole = word_spans(text)
    monkeypatch.setattr(tokens, "_LONGEST_SENTENCE", 10)
    assert word_spans(text) == whole


def test_a_word_longer_than_a_block_is_cut(monkeypatch):
    monkeypatch.setattr(tokens, "_LONGEST_SENTENCE", 4)
    assert word_spans("abcdefghij") == [(0, 4), (4, 8), (8, 10)]


def test_a_text_full_of_stops_is_no_matter_of_time():
    """NLTK 3.10 gives up after five seconds; what a text's sentences are must not hang on the machine."""
    assert len(sentence_spans("Go on. " * 20_000)) == 20_000
