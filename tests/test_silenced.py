"""Words left out of tone are silent for tone alone: frames, actors, words and offsets stay as they were."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.preprocessing.silenced import checked_words, without_words

TEXT = "Talks\n\nA critical attack on the port is bad for trade. Critics of self-critical men were happy."
LISTED = ["actors", "frames", "textblob", "vader", "oped"]


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("critical",), "A xxxxxxxx critic’s self-xxxxxxxx xxxxxxxx [x]"),
        (("critic*",), "A xxxxxxxx xxxxxx’x self-xxxxxxxx xxxxxxxx [x]"),
        (("self-critical",), "A critical critic’s xxxx-xxxxxxxx CRITICAL [x]"),
        (("critica?",), "A xxxxxxxx critic’s self-xxxxxxxx xxxxxxxx [x]"),
        (("c.itical",), "A critical critic’s self-critical CRITICAL [x]"),
        ((), "A critical critic’s self-critical CRITICAL [x]"),
    ],
)
def test_each_occurrence_is_masked_whatever_its_case(words, made):
    assert without_words("A critical critic’s self-critical CRITICAL [x]", words) == made


@given(st.text(max_size=60))
def test_a_masked_text_is_as_long_as_it_was(text):
    assert len(without_words(text, ("a*", "the"))) == len(text)


@pytest.mark.parametrize("word", ["", "*", "two words", "a|b", "(a)", "?*", "[ab]c"])
def test_what_is_no_word_is_refused(word):
    with pytest.raises(FramingError, match="write one word"):
        checked_words([word])


def test_only_tone_is_deaf_to_the_words():
    """What is left out is no evidence of tone, changes its figure, and nothing else."""
    article = fr.read_text(TEXT, id="a")
    whole = fr.score([article], instruments=LISTED)
    deaf = fr.score([article], instruments=LISTED, without_tone_words=["Critical", "bad"])
    tones = deaf.evidence["instrument"].isin(["textblob", "vader", "oped"])
    assert not deaf.evidence.loc[tones, "text"].str.lower().isin(["critical", "bad"]).any()
    assert whole.evidence["text"].str.lower().isin(["critical"]).any()
    for name in ("frames", "actors"):
        before, after = (run.evidence.loc[run.evidence["instrument"] == name] for run in (whole, deaf))
        assert before.reset_index(drop=True).equals(after.reset_index(drop=True))
    assert whole.paragraphs.equals(deaf.paragraphs)
    assert (deaf.scores["n_words"] == whole.scores["n_words"]).all()
    assert deaf.scores["vader_compound"].iloc[0] > whole.scores["vader_compound"].iloc[0]
    assert deaf.manifest["settings"]["without_tone_words"] == ["bad", "critical"]
    settings = deaf.measures.set_index("column")["settings"]
    assert settings["vader_compound"] == "net of: frames; without: bad, critical"
    assert settings["frames_security_n"] == "names: actors"


def test_the_command_line_leaves_words_out_and_methods_say_so(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    given_ = [str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "-i", "vader", "--net-of", ""]
    command = [sys.executable, "-m", "framing", "analyze", *given_, "--without-tone-word", "critical"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    methods = (tmp_path / "out" / "methods.md").read_text(encoding="utf-8").replace("\n", " ")
    assert (
        "1 word was masked for the instruments of tone, so that no tone rests on them: critical." in methods
    )


def test_the_seed_is_more_positive_without_critical(seed_articles, seed_run):
    """The op-ed says "critical" for "essential", five times; the figures are those of docs/tone.md."""
    deaf = fr.score(seed_articles, without_tone_words=["critical"])
    tones = [fr.tone_agreement(run).set_index("measure")["value"] for run in (seed_run, deaf)]
    shown = {name: [round(float(tone[name]), 3) for tone in tones] for name in tones[0].index}
    assert shown == {
        "oped_valence": [0.039, 0.046],
        "vader_compound": [0.461, 0.502],
        "textblob_polarity": [0.085, 0.092],
    }
