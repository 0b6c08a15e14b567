"""Terms in their contexts, group beside group. Texts written for these tests."""

from dataclasses import replace

import pytest
from worded_runs import worded_run

import framing as fr
from framing.errors import CodebookError, FramingError
from framing.lexicon.kwic import kwic
from framing.statistics.comparison import compare
from framing.statistics.contexts import contexts

COLUMNS = ["group", "article", "paragraph", "start", "end", "left", "match", "right", "voice"]


def ports():
    return worded_run(
        {
            "a": [["Here a free port waits."]],
            "b": [['He said: "The ports are ours."']],
            "c": [["No port."], ["The sea."]],
        },
        quotations=[("b", 0, 10, 29)],
        outlet=["A", "B", "A"],
    )


def test_contexts_by_hand():
    table = contexts(ports(), "port*", by="outlet", words=2)
    assert list(table.columns) == COLUMNS
    assert table.values.tolist() == [
        ["A", "a", 0, 12, 16, "a free", "port", "waits.", "author"],
        ["A", "c", 0, 3, 7, "No", "port", ".", "author"],
        ["B", "b", 0, 14, 19, '"The', "ports", "are ours", "quoted"],
    ]


def test_a_voice_has_its_own_contexts():
    assert contexts(ports(), "port*", voice="quoted")["article"].to_list() == ["b"]
    assert contexts(ports(), "port*", voice="author")["article"].to_list() == ["a", "c"]
    assert set(contexts(ports(), "port*")["group"]) == {"all articles"}


@pytest.mark.parametrize(
    "pattern", ["the", "treat*", "isn't", "Saltholm?s", "port authority", "SPA", "per cent", "2.4", "*"]
)
def test_no_place_is_lost_to_the_quick_search(op_ed_run, pattern):
    if pattern == "*":
        with pytest.raises(CodebookError, match="only a glob"):
            contexts(op_ed_run, pattern)
        return
    texts = op_ed_run.paragraphs.loc[op_ed_run.paragraphs["kind"] == "body", "text"].tolist()
    everywhere = [(place.start, place.before, place.keyword, place.after) for place in kwic(texts, pattern)]
    table = contexts(op_ed_run, pattern)
    assert table[["start", "left", "match", "right"]].apply(tuple, axis=1).tolist() == everywhere


def test_what_stands_in_the_table_stands_in_the_text(op_ed_run):
    texts = op_ed_run.paragraphs.set_index(["article", "paragraph"])["text"]
    table = contexts(op_ed_run, "secur*", by="outlet")
    assert len(table)
    for row in table.itertuples():
        assert texts[row.article, row.paragraph][row.start : row.end] == row.match


def test_curly_apostrophes_are_found_by_straight_patterns():
    run = worded_run({"a": [["It isn’t so."]]})
    assert contexts(run, "isn't")["match"].to_list() == ["isn’t"]
    assert contexts(run, "isn’t")["match"].to_list() == ["isn’t"]
    assert [place.keyword for place in kwic(["It isn’t “so  far”."], "isn’t “so\tfar”")] == [
        "isn’t “so  far”"
    ]


def test_nothing_found_is_an_empty_table():
    table = contexts(ports(), "desert", by="outlet")
    assert list(table.columns) == COLUMNS
    assert len(table) == 0
    assert table["paragraph"].dtype == "int64"


def test_rows_do_not_hang_on_the_order_of_the_runs(op_ed_run):
    turned = replace(op_ed_run, paragraphs=op_ed_run.paragraphs.iloc[::-1])
    assert contexts(op_ed_run, "port*", by="outlet").equals(contexts(turned, "port*", by="outlet"))


def test_mistakes_are_named():
    with pytest.raises(FramingError, match="words 0"):
        contexts(ports(), "port", words=0)
    with pytest.raises(CodebookError, match="regular expression"):
        contexts(ports(), r"port\w+")
    bare = ports()
    bare = replace(bare, paragraphs=bare.paragraphs.assign(text=None))
    with pytest.raises(FramingError, match="have no text"):
        contexts(bare, "port")


@pytest.mark.parametrize("pattern", [["port", "defen*"], 5, None])
def test_what_is_no_pattern_is_refused_in_one_line(pattern):
    with pytest.raises(FramingError, match="give one pattern as text"):
        contexts(ports(), pattern)


@pytest.mark.parametrize("by", [["outlet"], 5])
def test_groups_by_what_is_no_name_are_refused(by):
    with pytest.raises(FramingError, match="give one name of a column as text"):
        contexts(ports(), "port*", by=by)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": None}, "by None: give one name of a column"),
        ({"by": ["outlet"]}, "give one name of a column"),
        ({"by": "outlet", "measures": []}, "measures: none given"),
    ],
)
def test_a_comparison_of_nothing_is_refused(options, message):
    with pytest.raises(FramingError, match=message):
        compare(ports(), **options)


@pytest.mark.parametrize(
    "use",
    [
        lambda run: fr.evaluate(run, []),
        fr.leading_frames,
        fr.tone_agreement,
        fr.actor_frames,
        fr.frame_actor_voice,
        fr.find_duplicates,
        fr.tone_words,
        fr.show,
        fr.plot_trajectory,
        fr.plot_heatmap,
        fr.plot_frames,
        fr.plot_actors,
        lambda run: fr.word_shift(run, measure="vader_compound", by="outlet", group="a"),
        lambda run: fr.dispersion(run, ["port"]),
        lambda run: fr.robustness(run, by="outlet"),
        lambda run: fr.audit(run, "frames"),
        lambda run: fr.write_report(run, "out"),
    ],
)
def test_whatever_reads_a_run_refuses_the_path_of_one(use):
    with pytest.raises(
        FramingError, match=r"^run: 'six/run' is a path, where a Run is wanted; load it first"
    ):
        use("six/run")


DECLARED = "declared.toml"


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda run: fr.evaluate(run, [], scale=("a", "b")), r"scale \('a', 'b'\): give two numbers"),
        (lambda run: fr.evaluate(run, [], scale=(1, 2, 3)), r"scale \(1, 2, 3\): give two numbers"),
        (lambda run: fr.evaluate(run, [], band="x"), "band 'x': give a number from 0"),
        (lambda run: fr.evaluate(run, [], seed=-1), "seed -1: too few; give 0 or more"),
        (lambda run: fr.evaluate(run, [], seed=1.5), "seed 1.5: no whole number"),
        (lambda run: fr.evaluate(run, [], columns={"labels": 3}), r"columns \{'labels': 3\}: give a mapping"),
        (lambda run: fr.evaluate(run, [], columns=["labels"]), r"columns \['labels'\]: give a mapping"),
        (lambda run: fr.evaluate(run, [], measures=[]), "measures: none given"),
        (lambda run: compare(run, by="outlet", seed="x"), "seed 'x': no whole number"),
        (lambda run: compare(run, by="outlet", min_words="a"), "min_words 'a': no whole number"),
        (lambda run: compare(run, by="outlet", permutations=200.5), "permutations 200.5: no whole number"),
        (lambda run: compare(run, by="outlet", margin="0.1"), "margin '0.1': give one number"),
        (lambda run: compare(run, by="outlet", margin=[0.1]), r"margin \[0.1\]: give one number"),
        (
            lambda run: compare(run, by="outlet", declared=DECLARED),
            "declared 'declared.toml': no declaration",
        ),
        (lambda run: fr.compare_declared(run, None), "declared None: no declaration; read it first"),
        (lambda run: fr.keyness(run, by="outlet", min_n="x"), "min_n 'x': no whole number; give 1 or more"),
        (lambda run: fr.keyness(run, by="outlet", prior="x"), "prior 'x': not a number of words"),
        (lambda run: fr.regress(run, None), "formula None: write it as text"),
        (lambda _: fr.krippendorff_alpha(["yes", "no"]), "codes: give a table of numbers"),
        (lambda _: fr.krippendorff_alpha([[1, 2], [1]]), "codes: give a table of numbers"),
    ],
)
def test_an_option_of_another_type_is_told_in_one_line(use, message):
    with pytest.raises(FramingError, match=f"^{message}") as caught:
        use(ports())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("articles", "shown"), [("text", "'t'"), ([1], "1")])
def test_what_is_no_article_is_not_scored(articles, shown):
    with pytest.raises(FramingError, match=f"^articles: {shown} is no Article; read texts first"):
        fr.score(articles)


def test_a_path_is_no_run():
    message = r"'six/run' is a path, where a Run is wanted; load it first: framing\.load"
    with pytest.raises(FramingError, match=message):
        compare("six/run", by="outlet")
    with pytest.raises(FramingError, match=message):
        contexts("six/run", "port*")
