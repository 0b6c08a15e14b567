"""Near-duplicate texts: reprints, edited versions, excerpts. Texts are made of words dealt by a seed."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_runs import run_of, sentence

from framing.errors import FramingError
from framing.statistics.duplicates import SHINGLE, find_duplicates

WORDS = [f"w{number}" for number in range(400)]


def text(seed, words=100):
    return " ".join(np.random.default_rng(seed).choice(WORDS, words))


def texts(bodies, **columns):
    """A run whose articles have these bodies: one string, or several for several paragraphs."""
    listed = {name: [body] if isinstance(body, str) else body for name, body in bodies.items()}
    run = run_of(
        {name: [("body", [sentence()]) for _ in paragraphs] for name, paragraphs in listed.items()},
        columns=columns,
    )
    written = [paragraph for paragraphs in listed.values() for paragraph in paragraphs]
    return dataclasses.replace(run, paragraphs=run.paragraphs.assign(text=written))


def rows(run, **options):
    table = find_duplicates(run, **options)
    return [
        (row["cluster"], row["article"], row["kind"], row["kept"]) for row in table.to_dict("records")
    ]  # fmt: skip


def shingles(body):
    words = body.split()
    return {tuple(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)}


def contained(one, other):
    return len(one & other) / min(len(one), len(other))


def test_the_same_words_are_identical_whatever_case_punctuation_and_paragraphs():
    one = text(1)
    changed = one.upper().split()
    other = [", ".join(changed[:40]) + ".", "“" + " ".join(changed[40:]) + "!”"]
    run = texts({"a": one, "b": text(2), "c": other})
    assert rows(run) == [(1, "a", "kept", True), (1, "c", "identical", False)]
    table = find_duplicates(run)
    assert table["shared"].to_list()[1:] == table["resemblance"].to_list()[1:] == [1.0]
    assert table["n_words"].to_list() == [100, 100]


def test_one_word_changed_changes_five_shingles():
    """100 words have 96 shingles; the word in the middle stands in 5: 91 shared of 96, 91 of 101 altogether."""
    words = text(1).split()
    words[50] = "other"
    table = find_duplicates(texts({"a": text(1), "b": " ".join(words)}))
    (row,) = table.loc[~table["kept"]].to_dict("records")
    assert row["kind"] == "near"
    assert row["shared"] == pytest.approx(91 / 96)
    assert row["resemblance"] == pytest.approx(91 / 101)


def test_an_excerpt_is_found_in_the_longer_text():
    """40 of 100 words: all 36 shingles of the excerpt are among the 96."""
    excerpt = " ".join(text(1).split()[30:70])
    table = find_duplicates(texts({"a": text(1), "b": excerpt}))
    assert table["kind"].to_list() == ["kept", "excerpt"]
    assert table["shared"].iloc[1] == 1
    assert table["resemblance"].iloc[1] == pytest.approx(36 / 96)


def test_the_earliest_is_kept_and_undated_texts_come_last():
    """An inexact "2024-03" may be its last day, so the 30th goes first; without dates the first in the run is kept."""
    bodies = dict.fromkeys("abcd", text(1))
    assert rows(texts(bodies, date=[None, "2024-03", "2024-03-30", "2024-04-01"]))[0] == (
        1,
        "c",
        "kept",
        True,
    )
    assert rows(texts(bodies))[0] == (1, "a", "kept", True)
    assert rows(texts(bodies, date=["spring", None, "2024", None]))[0] == (1, "c", "kept", True)


def test_two_texts_joined_in_a_third_stay_two():
    """A review holds two pieces whole: it repeats them, they do not repeat each other."""
    bodies = {"a": text(1), "b": text(2), "review": [text(1), text(2)]}
    assert rows(texts(bodies)) == [(1, "a", "kept", True), (1, "review", "excerpt", False)]


def test_a_footer_makes_no_duplicates():
    """30 texts with the same 40 words at the end: 36 of 136 shingles or so."""
    footer = text(0, 40)
    assert rows(texts({f"a{seed}": [text(seed), footer] for seed in range(1, 31)})) == []


def test_many_versions_of_one_text_are_one_cluster():
    """40 versions, each with two words changed: any two share at least 96 − 20 shingles."""
    versions = {}
    for number in range(40):
        words = text(1).split()
        for place in np.random.default_rng(number).choice(100, 2, replace=False):
            words[place] = f"x{number}"
        versions[f"v{number}"] = " ".join(words)
    table = find_duplicates(texts(versions))
    assert (table["cluster"] == 1).all()
    assert table["kept"].sum() == 1
    assert len(table) == 40


def test_short_texts_must_be_the_same_word_for_word():
    short = " ".join(text(1).split()[:20])
    assert rows(texts({"a": text(1), "b": short})) == []
    assert rows(texts({"a": short, "b": text(2), "c": short})) == [
        (1, "a", "kept", True),
        (1, "c", "identical", False),
    ]
    assert [row[1] for row in rows(texts({"a": "Yes.", "b": "No.", "c": "yes"}))] == ["a", "c"]


def test_titles_headings_and_texts_without_words_are_not_compared():
    run = texts({"a": ["Title", text(1)], "b": ["Title", text(2)], "c": "…", "d": "?!"})
    kinds = ["title", "body", "title", "body", "body", "body"]
    assert rows(dataclasses.replace(run, paragraphs=run.paragraphs.assign(kind=kinds))) == []
    assert rows(texts({})) == []
    assert find_duplicates(texts({})).columns.to_list() == [
        *("cluster", "article", "title", "outlet", "date", "n_words", "shared", "resemblance", "kind", "kept")
    ]  # fmt: skip


@given(order=st.permutations(range(5)))
@examples(20)
def test_with_dates_the_order_of_the_run_changes_nothing(order):
    """Two texts, each there twice, and a fifth that holds the first; the same are kept whatever the order."""
    bodies = [text(1), text(2), text(1), text(2), f"{text(1)} {text(3)}"]
    dates = ["2024-01-03", "2024-01-05", "2024-01-02", "2024-01-04", "2024-01-01"]
    run = texts({f"a{k}": bodies[k] for k in order}, date=[dates[k] for k in order])
    table = find_duplicates(run)
    assert set(table.loc[table["kept"], "article"]) == {"a4", "a3"}
    assert dict(zip(table["article"], table["kind"], strict=True)) == {
        "a4": "kept",
        "a0": "excerpt",
        "a2": "excerpt",
        "a3": "kept",
        "a1": "identical",
    }


@pytest.mark.parametrize("threshold", [0, -0.1, 1.01, float("nan")])
def test_a_threshold_is_a_share(threshold):
    with pytest.raises(FramingError, match="not a share above 0 and up to 1"):
        find_duplicates(texts({"a": "x"}), threshold=threshold)


def test_six_op_eds_are_six_texts_though_three_events_stand_behind_them(op_ed_run):
    assert find_duplicates(op_ed_run).empty


@given(
    parts=st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), min_size=1, max_size=7),
    threshold=st.sampled_from([0.2, 0.5, 0.8, 1.0]),
)
@examples(60)
def test_no_two_kept_texts_share_the_threshold_and_every_other_repeats_a_kept_one(parts, threshold):
    """Texts are put together from six pieces of 40 words; brute force over their shingles is the oracle."""
    bodies = {
        f"a{place}": " ".join(text(piece, 40) for piece in pieces) for place, pieces in enumerate(parts)
    }
    table = find_duplicates(texts(bodies), threshold=threshold)
    sets = {name: shingles(body) for name, body in bodies.items()}
    dropped = table.loc[~table["kept"]]
    kept = sorted(set(bodies) - set(dropped["article"]))
    for place, one in enumerate(kept):
        for other in kept[place + 1 :]:
            assert contained(sets[one], sets[other]) < threshold
    heads = table.loc[table["kept"]].set_index("cluster")["article"]
    for row in dropped.to_dict("records"):
        shared = contained(sets[row["article"]], sets[heads[row["cluster"]]])
        assert row["shared"] == pytest.approx(shared)
        assert shared >= threshold
