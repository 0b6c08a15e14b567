"""The audit of a codebook: each figure counted by hand on three short texts. The texts were written for these tests."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError, InputError
from framing.model import Article
from framing.output import read_csv, write_csv
from framing.run import Run
from framing.statistics.audit import audit, compare_codebooks
from framing.statistics.audit.hits import overlapping, recorded
from framing.statistics.audit.inflections import are_forms
from framing.statistics.audit.precision import wilson

WORDS = """label,pattern
security,attack
security,threat*
security,armed group
security,trade war
security,NGO
security,tank
economic,trade
economic,trade war
economic,market
"""
OTHER = """label,pattern
security,attack
security,attacked
money,trade*
"""
TEXTS = {
    # attack, threats, armed group (security, 3); trade (economic, 1)
    "a": "The attack on the armed group came at noon.\n\nNew threats to trade followed, said the mayor.",
    # trade war (both), trade: the word of the phrase is not counted again
    "b": "A trade war is no picnic.\n\nThey attacked the plan, and armed groups watched. Trade slept.",
    # nothing but forms that the list misses
    "c": "Several NGOs and many markets were open, and the tanks stood still.",
}


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("books")
    for name, text in (("words", WORDS), ("other", OTHER)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(books):
    articles = [Article(id=name, text=text) for name, text in TEXTS.items()]
    return fr.score(articles, instruments=[str(books / "words.csv"), str(books / "other.csv"), "vader"])


@pytest.fixture(scope="module")
def found(run, books):
    return audit(run, books / "words.csv", contexts=2, seed=1)


def rows(table, *columns):
    return table[list(columns)].to_numpy(dtype=object).tolist()


def changed(run, **different):
    names = (
        *("articles", "paragraphs", "by_voice", "sentences", "evidence", "actors", "quotations", "measures"),
        *("rejected", "manifest"),
    )
    return Run(**({name: getattr(run, name) for name in names} | different))


def test_coverage_counts_terms_hits_and_what_they_cover(found, run):
    """Security hits attack, armed group and threats in a, trade war in b: 4 of its 6 terms, 6 words of all."""
    words = run.articles["n_words"].sum()
    assert words == 9 + 8 + 6 + 10 + 12
    table = found.coverage.set_index("category")
    assert table.loc["security", ["terms", "terms_hit", "terms_never", "n"]].tolist() == [6, 4, 2, 4]
    assert table.loc["economic", ["terms", "terms_hit", "terms_never", "n"]].tolist() == [3, 2, 1, 3]
    assert table.loc["security", "share_articles"] == pytest.approx(2 / 3)
    assert table.loc["security", "share_paragraphs"] == pytest.approx(3 / 5)
    assert table.loc["security", "share_words"] == pytest.approx(6 / words)
    # economic: trade in a; trade war and trade in b
    assert table.loc["economic", "share_words"] == pytest.approx(4 / words)
    # together: the two words of trade war count once
    assert table.loc["(all)", "share_words"] == pytest.approx(8 / words)
    assert table.loc["(all)", "share_paragraphs"] == pytest.approx(4 / 5)
    assert table.loc["security", "effective_terms"] == pytest.approx(4)  # four terms with a hit each
    assert table.loc["(all)", "top_ten"] == 1.0


def test_terms_that_never_hit_are_listed_last_and_say_so(found):
    security = found.terms.loc[found.terms["category"] == "security"]
    assert rows(security, "term", "n") == [
        ["armed group", 1], ["attack", 1], ["threat*", 1], ["trade war", 1], ["NGO", 0], ["tank", 0]
    ]  # fmt: skip
    economic = found.terms.loc[found.terms["category"] == "economic"]
    assert rows(economic, "term", "n", "n_articles", "forms") == [
        ["trade", 2, 2, "trade 2"], ["trade war", 1, 1, "trade war 1"], ["market", 0, 0, ""]
    ]  # fmt: skip
    assert economic["cumulative"].tolist() == pytest.approx([2 / 3, 1, 1])


def test_influence_is_the_fall_of_each_articles_rate(found):
    """Without trade the rates fall by 100/17 in a and by 100/16 in b; the mean over three articles falls by a third."""
    trade = found.influence.set_index(["category", "term"]).loc[("economic", "trade")]
    before, fall = (100 / 17 + 200 / 16) / 3, (100 / 17 + 100 / 16) / 3
    assert trade["mean_rate"] == pytest.approx(before)
    assert trade["mean_rate_without"] == pytest.approx(before - fall)
    assert (trade["largest_change"], trade["largest_in"]) == (pytest.approx(100 / 16), "b")
    # rates a, b, c: 5.9, 12.5, 0 with the term, ranks 2 3 1; 0, 6.25, 0 without, ranks 1.5 3 1.5: r = 1.5/√(2 × 1.5)
    assert trade["rank_correlation"] == pytest.approx(1.5 / np.sqrt(3))


def test_the_leading_frames_that_hang_on_a_term_are_those_of_leading_frames(op_ed_run):
    """Taking a term's hits out of a run by hand changes the same verdicts."""
    found = audit(op_ed_run, "frames", contexts=0)
    before = fr.leading_frames(op_ed_run).drop_duplicates("group").set_index("group")["verdict"]
    most = found.influence.sort_values("leading_changed", ascending=False).head(3)
    assert most["leading_changed"].iloc[0] > 0
    for row in most.to_dict("records"):
        hits = op_ed_run.evidence
        gone = hits.loc[
            (hits["category"] == row["category"]) & (hits["term"] == row["term"]) & ~hits["in_name"]
        ]
        column = f"frames_{row['category']}_n"
        values = op_ed_run.by_voice.copy()
        removed = gone.groupby(["article", "paragraph"]).size()
        index = pd.MultiIndex.from_frame(values[["article", "paragraph"]])
        less = removed.reindex(index).fillna(0).to_numpy()
        values[column] -= np.where(values["voice"] == "all", less, 0).astype("int64")
        after = fr.leading_frames(changed(op_ed_run, by_voice=values)).drop_duplicates("group")
        after = after.set_index("group")["verdict"]
        others = [name for name in before.index if before[name] != after[name]]
        assert row["leading_changed"] == len(others)
        assert row["leading_changed_in"] == ", ".join(others[:5]) + (", …" if others[5:] else "")


def test_terms_of_two_categories_are_found_by_pattern_and_by_hit(found):
    assert rows(
        found.shared, "category", "term", "other_category", "other_term", "listed_in_both", "n_shared"
    ) == [
        ["economic", "trade war", "security", "trade war", True, 1],
        ["security", "trade war", "economic", "trade war", True, 1],
    ]


def test_hits_that_carry_tone_are_counted_with_what_they_carry(found, run):
    """VADER knows attack, threats and war: 3 of the 4 hits of security; armed it does not know."""
    table = found.tone_overlap.set_index(["instrument", "category", "term"])
    security = table.loc[("vader", "security", "(all)")]
    tone = run.evidence.loc[run.evidence["instrument"] == "vader"]
    words = {"attack", "threats", "war"}
    mine = tone["text"].isin(words)
    assert (security["n"], security["n_toned"], security["share"]) == (4, 3, 0.75)
    size = tone["contribution"].abs()
    assert security["tone_share"] == pytest.approx(size[mine].sum() / size.sum())
    assert security["mean_weight"] == pytest.approx(tone.loc[mine, "weight"].mean())
    assert table.loc[("vader", "economic", "trade"), "n_toned"] == 0


def test_forms_that_the_list_misses_are_found_and_those_it_hits_are_not(found):
    """attacked, armed groups, NGOs and tanks of security, markets of economic; threats is hit by its glob."""
    assert rows(found.inflections, "category", "form", "term", "n") == [
        ["security", "NGOs", "NGO", 1],
        ["security", "armed groups", "armed group", 1],
        ["security", "attacked", "attack", 1],
        ["security", "tanks", "tank", 1],
        ["economic", "markets", "market", 1],
    ]
    assert found.inflections["example"].iloc[1].startswith("They attacked the plan, and [armed groups]")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("policy", "policies"),
        ("ally", "allied"),
        ("stop", "stopped"),
        ("organise", "organising"),
        ("crisis", "crises"),
        ("strike", "struck"),
        ("attack", "attacks"),
    ],
)
def test_inflected_forms_of_a_word_are_known_from_either_side(one, two):
    assert are_forms(one, two)
    assert are_forms(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("new", "news"),
        ("secure", "security"),
        ("bomb", "bomber"),
        ("war", "warn"),
        ("us", "use"),
        ("war", "war"),
    ],
)
def test_words_that_only_look_alike_are_not_forms_of_one(one, two):
    assert not are_forms(one, two)
    assert not are_forms(two, one)


def test_contexts_are_hits_drawn_by_the_seed_whatever_the_order_of_articles(run, books, found):
    trade = found.contexts.loc[found.contexts["term"] == "trade"]
    assert rows(trade, "hits", "article", "match") == [[2, "a", "trade"], [2, "b", "Trade"]]
    assert trade["before"].iloc[0] == "New threats to"
    assert trade["after"].iloc[0] == "followed, said the mayor."
    turned = changed(
        run,
        articles=run.articles.iloc[::-1].reset_index(drop=True),
        evidence=run.evidence.iloc[::-1].reset_index(drop=True),
        by_voice=run.by_voice.iloc[::-1].reset_index(drop=True),
    )
    again = audit(turned, books / "words.csv", contexts=2, seed=1).contexts
    pd.testing.assert_frame_equal(again, found.contexts)


def test_no_more_contexts_are_drawn_than_asked_for(run, books):
    one = audit(run, books / "words.csv", contexts=1).contexts
    assert (one.groupby(["category", "term"]).size() == 1).all()
    assert not len(audit(run, books / "words.csv", contexts=0).contexts)
    with pytest.raises(FramingError, match="contexts -1: is no whole number from 0"):
        audit(run, books / "words.csv", contexts=-1)


def test_every_context_stands_where_it_says(op_ed_run):
    sheet = audit(op_ed_run, "frames", contexts=3).contexts
    texts = op_ed_run.paragraphs.set_index(["article", "paragraph"])["text"]
    for row in sheet.to_dict("records"):
        text = texts[row["article"], row["paragraph"]]
        assert text[row["start"] : row["end"]] == row["match"]


def test_a_judged_sheet_comes_back_as_precision(run, books, tmp_path):
    """Two contexts of trade, one of them right; the sheet is CSV that opens in a spreadsheet."""
    sheet = audit(run, books / "words.csv").contexts
    sheet["fits"] = ""
    trade = sheet.index[sheet["term"] == "trade"]
    sheet.loc[trade, "fits"] = ["1", "no"]
    path = tmp_path / "judged.csv"
    write_csv(sheet, path)
    found = audit(run, books / "words.csv", judged=path).precision
    assert rows(found, "category", "term", "n", "right", "precision") == [["economic", "trade", 2, 1, 0.5]]
    assert found["source"].tolist() == ["judged contexts (5 rows without a judgement)"]
    # a spreadsheet with semicolons gives the same
    path.write_text(sheet.to_csv(index=False, sep=";"), encoding="utf-8")
    pd.testing.assert_frame_equal(audit(run, books / "words.csv", judged=path).precision, found)


def test_a_sheet_is_safe_to_open_in_a_spreadsheet(books, tmp_path):
    """A text that begins like a formula reaches the file with an apostrophe, and comes back without."""
    articles = [Article(id="=1+1", text="=HYPERLINK attack now, they said of it.")]
    run = fr.score(articles, instruments=[str(books / "words.csv")])
    sheet = audit(run, books / "words.csv").contexts
    path = tmp_path / "sheet.csv"
    write_csv(sheet, path)
    assert not any(cell.startswith("=") for line in path.read_text().splitlines() for cell in line.split(","))
    back = read_csv(path, keep_default_na=False)
    assert back["article"].tolist() == ["=1+1"]
    back["fits"] = "yes"
    assert audit(run, books / "words.csv", judged=back).precision["right"].tolist() == [1]


def test_a_sheet_in_which_nothing_is_judged_is_refused(run, books):
    sheet = audit(run, books / "words.csv").contexts.assign(fits="")
    with pytest.raises(
        FramingError, match=r"no context is judged; write 1 \(yes\) or 0 \(no\) in the column"
    ):
        audit(run, books / "words.csv", judged=sheet)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fits": "maybe"}, "column 'fits': 'maybe' is no judgement"),
        ({"start": 999}, "the run has no hit of economic there"),
        ({"start": "x"}, "paragraph, start and end are not whole numbers"),
    ],
)
def test_a_judged_row_that_fits_nothing_is_refused(run, books, change, message):
    sheet = audit(run, books / "words.csv").contexts
    sheet = sheet.loc[sheet["category"] == "economic"].assign(**({"fits": "1"} | change))
    with pytest.raises(InputError, match=message):
        audit(run, books / "words.csv", judged=sheet)


def test_a_sheet_without_its_columns_or_file_is_refused(run, books, tmp_path):
    with pytest.raises(InputError, match="no column 'fits'"):
        audit(
            run,
            books / "words.csv",
            judged=pd.DataFrame(columns=["category", "article", "paragraph", "start", "end"]),
        )
    with pytest.raises(InputError, match="cannot be read"):
        audit(run, books / "words.csv", judged=tmp_path / "none.csv")
    with pytest.raises(InputError, match="give the filled sheet"):
        audit(run, books / "words.csv", judged=5)


def test_precision_in_coded_texts_is_the_share_of_hits_whose_text_has_the_label(run, books):
    """Paragraph 0 of a is coded security (2 hits, right); paragraph 0 of b none (trade war wrong in both)."""
    coded = [
        {"article": "a", "paragraph": 0, "labels": "security"},
        {"article": "b", "paragraph": 0, "labels": "none"},
    ]
    found = audit(run, books / "words.csv", coded=coded).precision
    assert rows(found, "category", "term", "n", "right") == [
        ["economic", "trade war", 1, 0],
        ["security", "armed group", 1, 1],
        ["security", "attack", 1, 1],
        ["security", "trade war", 1, 0],
    ]
    assert found["source"].unique().tolist() == ["coded texts, by paragraph"]


def test_coded_rows_that_fit_no_text_are_counted_or_refused(run, books):
    lost = {"article": "z", "paragraph": 0, "labels": "security"}
    kept = {"article": "a", "paragraph": 0, "labels": "security"}
    found = audit(run, books / "words.csv", coded=[lost, kept]).precision
    assert found["source"].unique().tolist() == [
        "coded texts, by paragraph (1 of 2 rows fit no text of the run)"
    ]
    with pytest.raises(InputError, match="1 coded rows fit no text of the run: row 1: no such article"):
        audit(run, books / "words.csv", coded=[lost])


def test_wilsons_interval_is_the_published_one():
    """Newcombe, Statistics in Medicine 17, 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    right, n = np.array([81.0, 15, 0, 1]), np.array([263.0, 148, 20, 29])
    low, high = wilson(right, n)
    assert np.round(low, 4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert np.round(high, 4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_a_codebook_that_the_run_was_not_scored_with_is_refused(run, books, tmp_path):
    with pytest.raises(
        FramingError, match="codebook 'frames': the run was not scored with it; it has words, other"
    ):
        audit(run, "frames")
    edited = tmp_path / "words.csv"
    edited.write_text(WORDS + "economic,bank\n", encoding="utf-8")
    with pytest.raises(FramingError, match="its file is not the one that the run was scored with"):
        audit(run, edited)
    with pytest.raises(FramingError, match="the run counted 7 hits and recorded 0"):
        audit(changed(run, evidence=run.evidence.iloc[:0]), books / "words.csv")


def test_names_are_audited_as_frames_are(op_ed_run):
    """A codebook of actors has no leading frame; its hits are its mentions."""
    found = audit(op_ed_run, "actors", contexts=1)
    assert found.coverage.set_index("category").loc["(all)", "n"] == op_ed_run.scores["actors_n"].sum()
    assert found.influence["leading_changed"].isna().all()


def test_a_run_without_a_hit_has_tables_with_their_columns(books):
    run = fr.score(
        [Article(id="a", text="Nothing of the kind was said.")], instruments=[str(books / "words.csv")]
    )
    found = audit(run, books / "words.csv")
    assert found.coverage["n"].tolist() == [0, 0, 0]
    assert np.isnan(found.coverage["top_ten"]).all()
    full = audit(fr.score([Article(id="a", text=TEXTS["b"])], instruments=[str(books / "words.csv"), "vader"]),
                 books / "words.csv")  # fmt: skip
    for name, table in full.tables().items():
        assert found.tables()[name].columns.tolist() == table.columns.tolist(), name


def test_two_codebooks_are_compared_category_by_category(run, books):
    """Of words' security hits attack is other's too; other's trade* hits all three of words' economic."""
    found = compare_codebooks(run, books / "words.csv", books / "other.csv")
    assert (found.one, found.other) == ("words", "other")
    table = found.categories.set_index(["category", "other_category"])
    security = table.loc[("security", "security")]
    assert security["same_name"]
    assert security[["n", "n_other", "n_shared", "n_other_shared"]].tolist() == [4, 2, 1, 1]
    assert security["share"] == 0.25
    money = table.loc[("economic", "money")]
    assert not money["same_name"]
    assert money[["n", "n_other", "n_shared", "n_other_shared"]].tolist() == [3, 3, 3, 3]
    # rates 1/17, 2/16, 0 in both lists
    assert money["rank_correlation"] == pytest.approx(1.0)
    assert rows(found.patterns, "pattern", "category", "other_category", "n", "n_other") == [
        ["attack", "security", "security", 1, 1]
    ]
    assert found.leading["n_articles"].sum() == 3
    assert found.coverage["codebook"].tolist() == ["words"] * 3 + ["other"] * 3


def test_a_codebook_is_not_compared_with_itself(run, books):
    with pytest.raises(FramingError, match="codebook 'words': named twice"):
        compare_codebooks(run, books / "words.csv", books / "words.csv")


spans = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(1, 5)), max_size=12)


@given(spans, spans)
def test_stretches_overlap_if_they_share_a_character(one, two):
    """Against the plain comparison of every pair; stretches of one list may overlap one another."""
    lists = [np.array([(row, start, start + size) for row, start, size in each], dtype=np.intp).reshape(-1, 3)
             for each in (one, two)]  # fmt: skip
    found = set(zip(*(part.tolist() for part in overlapping(*lists[0].T, *lists[1].T)), strict=True))
    plain = {
        (i, j)
        for i, a in enumerate(lists[0].tolist())
        for j, b in enumerate(lists[1].tolist())
        if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
    }
    assert found == plain


def test_nothing_of_the_run_is_changed(op_ed_run):
    before = op_ed_run.evidence.copy()
    audit(op_ed_run, "frames", contexts=1)
    pd.testing.assert_frame_equal(op_ed_run.evidence, before)


def test_hits_inside_names_are_kept_apart(op_ed_run):
    found = recorded(op_ed_run, "frames")
    inside = op_ed_run.evidence["in_name"].to_numpy(bool)
    frames = (op_ed_run.evidence["instrument"] == "frames").to_numpy()
    assert len(found.in_names) <= int((inside & frames).sum())
    assert (
        found.counts().sum()
        == op_ed_run.scores[[f"frames_{x}_n" for x in ("security", "economic", "diplomatic")]]
        .to_numpy()
        .sum()
    )


def test_of_many_categories_those_with_most_hits_are_told(capsys):
    from framing.cli import lexicons

    coverage = pd.DataFrame(
        {"category": [f"c{n}" for n in range(13)], "n": range(13), "terms": 1, "terms_hit": 1, "top_ten": 1.0}
    )
    lexicons._tell_coverage(coverage)
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told[:-1]] == [f"c{n}" for n in range(12, 2, -1)]
    assert told[-1] == "… 3 more categories with 3 hits"
    lexicons._tell_coverage(coverage.head(2))
    assert capsys.readouterr().out.startswith("c0: 0 hits")
