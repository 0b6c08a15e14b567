"""Who is given which frame, by whom: figures of runs made by hand, voices and speakers of a text of the tests' own."""

import dataclasses
import math

import pytest
from small_runs import run_of, sentence

import framing as fr
from framing.errors import FramingError
from framing.model import Article
from framing.statistics.voices import frame_actor_voice

NAN = math.nan

#: Written for this test.
TEXT = """The talks went on for a week and nobody outside knew what was said in them.

"Pakistan faces a threat of terrorism," said Omar Reza, who leads the delegation. "India wants trade and investment."

Pakistan signed the treaty on Friday, and its ministers called it a good day for trade.

"Pakistan is a partner," Helen Ward said, and "Pakistan is a threat," Omar Reza said."""


@pytest.fixture(scope="module")
def spoken():
    return fr.score([Article("talks", TEXT, outlet="Courier")])


def row(table, **values):
    for name, value in values.items():
        table = table.loc[table[name] == value]
    (found,) = table.to_dict("records")
    return found


def test_rates_of_the_sentences_that_name_an_actor_by_hand():
    """A stands in two sentences, 10 + 30 words with 2 + 0 hits: 5 per 100; all 50 words have 3 hits: 6 per 100."""
    run = run_of(
        {
            "a": [
                ("body", [sentence(10, actors=("A",), security=2), sentence(10, actors=("B",), security=1)])
            ],
            "b": [("body", [sentence(30, actors=("A",))])],
        }
    )
    table = frame_actor_voice(run)
    found = row(table, actor="A", category="security")
    assert (found["voice"], found["speaker"]) == ("author", "(author)")
    assert [found[name] for name in ("mentions", "n_articles", "n_sentences", "n_words", "n")] == [
        2,
        2,
        2,
        40,
        2,
    ]
    assert found["rate"] == pytest.approx(5)
    assert found["usual"] == pytest.approx(6)
    assert math.isnan(found["low"])
    assert found["interval"] == "none: 2 paragraphs, 5 needed"
    assert found["flags"] == "under 150 words; under 5 hits"
    assert table["actor"].to_list() == ["A", "A", "B", "B"]


def test_the_interval_is_that_of_a_ratio_over_articles():
    """Five articles of 100 words with 1 … 5 hits: 3 per 100, Student's interval 3 ± 2.776 · 1.581/√5."""
    run = run_of({f"a{n}": [("body", [sentence(100, actors=("A",), security=n)])] for n in range(1, 6)})
    found = row(frame_actor_voice(run), category="security")
    assert (found["low"], found["rate"], found["high"]) == pytest.approx((1.037, 3, 4.963), abs=1e-3)
    assert found["interval"].startswith("ratio t over 5 articles")
    assert found["flags"] == ""


def test_groups_stand_in_their_order_and_are_read_apart():
    run = run_of(
        {
            name: [("body", [sentence(10, actors=("A",), security=hits)])]
            for name, hits in (("x", 1), ("y", 3))
        },
        columns={"date": ["2024-05-01", "2023-05-01"]},
    )
    table = frame_actor_voice(run, "date:year")
    assert table["group"].to_list() == ["2023", "2023", "2024", "2024"]
    assert row(table, group="2023", category="security")["rate"] == pytest.approx(30)
    assert row(table, group="2023", category="security")["usual"] == pytest.approx(30)


def test_each_speaker_has_own_rows(spoken):
    """Reza speaks of Pakistan and terrorism, and of India and trade; the author of Pakistan, a treaty and trade."""
    table = frame_actor_voice(spoken)
    reza = row(table, actor="Pakistan", speaker="Omar Reza", category="security")
    assert (reza["voice"], reza["n"], reza["n_words"]) == ("quoted", 2, 6)
    assert row(table, actor="Pakistan", speaker="Omar Reza", category="economic")["n"] == 0
    assert (
        row(table, actor="India", speaker="Omar Reza", category="economic")["n"] == 1
    )  # "trade and investment"
    author = row(table, actor="Pakistan", speaker="(author)", category="diplomatic")
    assert (author["voice"], author["n"], author["n_sentences"]) == ("author", 1, 1)
    assert "India" not in set(table.loc[table["voice"] == "author", "actor"])


def test_a_sentence_with_several_speakers_is_given_to_none_of_them(spoken):
    """The last sentence quotes twice; where the two speakers differ its words cannot be told apart."""
    speakers = [*spoken.quotations["speaker"][:-1], "Omar Reza"]
    run = dataclasses.replace(spoken, quotations=spoken.quotations.assign(speaker=speakers))
    found = row(frame_actor_voice(run), speaker="(several)", category="security")
    assert (found["actor"], found["mentions"], found["n"]) == ("Pakistan", 2, 1)


def test_a_quotation_whose_speaker_the_text_does_not_name(spoken):
    run = dataclasses.replace(
        spoken, quotations=spoken.quotations.assign(speaker=None).astype({"speaker": "str"})
    )
    assert set(frame_actor_voice(run)["speaker"]) == {"(author)", "(not named)"}


def test_voices_add_up_to_what_is_in_the_run(op_ed_run):
    """Mentions of both voices are those of the table of actors in bodies; no row stands twice."""
    table = frame_actor_voice(op_ed_run, "outlet")
    once = table.drop_duplicates(["group", "actor", "voice", "speaker"])
    body = op_ed_run.paragraphs.loc[op_ed_run.paragraphs["kind"] == "body", ["article", "paragraph"]]
    assert once["mentions"].sum() == op_ed_run.actors.merge(body)["n"].sum()
    assert not table.duplicated(["group", "actor", "voice", "speaker", "category"]).any()
    assert (table["rate"].isna() | (table["low"].isna() | (table["low"] <= table["rate"]))).all()


def test_nobody_named_no_frames_no_articles():
    empty = frame_actor_voice(run_of({"a": [("body", [sentence(10, security=1)])]}), "outlet")
    assert list(empty.columns[:5]) == ["group", "actor", "voice", "speaker", "instrument"]
    assert empty.empty
    assert frame_actor_voice(run_of({"a": [("body", [sentence(10, actors=("A",))])]}, frames=())).empty
    assert frame_actor_voice(run_of({})).empty


def test_options_are_checked(spoken):
    with pytest.raises(
        FramingError, match="instrument 'vader': not a codebook of frames in this run; there are frames"
    ):
        frame_actor_voice(spoken, instrument="vader")
    with pytest.raises(FramingError, match="no such column"):
        frame_actor_voice(spoken, "paper")
    with pytest.raises(FramingError, match="kind 'footer'"):
        frame_actor_voice(spoken, kind="footer")
    assert len(frame_actor_voice(spoken, instrument="frames")) == len(frame_actor_voice(spoken))
