"""The page shows every text as it is, all of its evidence, and lets nothing in."""

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_runs import run_of, sentence

import framing as fr
from framing.errors import OutputError, RunError
from framing.reporting.captions import measure_called
from framing.reporting.findings import Findings
from framing.reporting.marks import Mark, segments, sign_of
from framing.reporting.overview import overview
from framing.reporting.page import write_pages
from framing.reporting.rerun import USUAL, command_without
from framing.reporting.sheet import Legend, Sheets, web_address
from framing.reporting.shell import contrast, page_script, shades, templates
from framing.reporting.vector import Drawings, Spot
from framing.scoring import catalogue

LOOSE = {"dt", "dd"}
VOID = {"meta", "input", "br", "link", "img"}
HOSTILE = (
    "<script>document.title='owned'</script> & \"quoted\" 'single' </mark></p>"
    "<img src=x onerror=alert(1)> {{ 7*7 }}"
)


class Page(HTMLParser):
    """What a reader's program makes of a page: texts, hits, links, tags and ids."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.texts, self.hits, self.listed, self.links, self.tags, self.ids = [], [], [], [], [], []
        self.headings, self.attributes, self.letters, self.slight = [], set(), [], 0
        self._open, self._inside, self._slight = [], None, False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note what an element is and has."""
        given_ = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given_)
        classes = (given_.get("class") or "").split()
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, kept in (("href", self.links), ("id", self.ids), ("data-hit", self.listed)):
            if name in given_:
                kept.append(given_[name])
        if "data-hits" in given_:
            self.hits += given_["data-hits"].split()
        if "data-letter" in given_ and self._inside is not None:
            self.letters.append(given_["data-letter"])
        if tag in LOOSE and self._open[-1] in LOOSE:
            self._open.pop()
        if "slight" in classes:
            self._slight = True
        if "text" in classes and tag in ("p", "h3", "h4"):
            self.texts.append("")
            self._inside = len(self._open)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        """Close an element, the one opened last; `dt` and `dd` close by themselves."""
        while self._open[-1] in LOOSE and tag not in LOOSE:
            self._open.pop()
        assert self._open.pop() == tag, f"<{tag}> is closed where it is not open"
        if self._inside is not None and len(self._open) == self._inside:
            self._inside = None

    def handle_data(self, data):
        """Collect the words of a text, and count the hits that are listed without being marked."""
        if self._slight and data.strip():
            self.slight += int(data.split()[0])
            self._slight = False
        if self._inside is not None:
            self.texts[-1] += data


def pages_of(run, folder):
    folder.mkdir(exist_ok=True)
    return write_pages(run, folder, [], Findings(run)).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def seed_source(seed_run, tmp_path_factory):
    return pages_of(seed_run, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def seed_page(seed_source):
    return Page(seed_source)


@pytest.fixture(scope="module")
def hostile_run():
    texts = {
        "<b>id</b>": f"{HOSTILE}\n\nThe attack on trade was bad. {HOSTILE}",
        "../../etc/passwd": "Über Ñandú 😀 cafe\u0301 — the army’s «terrible» attack\n\nمرحبا the attack. 和平 treaty "
        "talks.",
        "=cmd()": "A  text   with\ttabs and spaces before the war \n\nAn army. An army.",
    }
    urls = ["javascript:alert(1)", "https://example.org/a?b=<c>&d", "data:text/html,<script>1</script>"]
    articles = [
        fr.read_text(
            text,
            id=name,
            title=text.split("\n")[0],
            outlet="<i>Outlet</i>",
            author="O'Hara & <Sons>",
            url=url,
        )
        for (name, text), url in zip(texts.items(), urls, strict=True)
    ]
    return fr.score(articles, languages="any")


@pytest.fixture(scope="module")
def hostile_source(hostile_run, tmp_path_factory):
    return pages_of(hostile_run, tmp_path_factory.mktemp("hostile"))


# ---------------------------------------------------------------- text and evidence


def test_the_text_without_tags_is_the_source(seed_run, seed_page):
    assert seed_page.texts == seed_run.paragraphs["text"].tolist()


def test_hostile_text_without_tags_is_the_source(hostile_run, hostile_source):
    assert Page(hostile_source).texts == hostile_run.paragraphs["text"].tolist()


def slight(run):
    """Tone words of under a tenth of their instrument's strongest weight: listed, not marked."""
    evidence = run.evidence
    size = evidence["weight"].abs()
    strongest = size.groupby(evidence["instrument"]).transform("max")
    return (size < strongest / 10) & evidence["contribution"].notna()


def test_every_hit_but_slight_ones_is_marked_and_every_mark_is_a_hit(seed_run, seed_page):
    placed = seed_run.evidence.index[seed_run.evidence["start"].notna() & ~slight(seed_run)]
    assert {int(number) for number in seed_page.hits} == set(placed)


def test_every_hit_is_listed_once_with_its_paragraph(seed_run, seed_page):
    some = slight(seed_run)
    assert sorted(map(int, seed_page.listed)) == seed_run.evidence.index[~some].tolist()
    assert seed_page.slight == some.sum() > 0


def test_hits_of_frames_show_their_letter_once(seed_run, seed_page):
    frames = seed_run.evidence["instrument"] == "frames"
    assert len(seed_page.letters) == frames.sum()
    inside = seed_run.evidence.loc[frames, "in_name"].sum()
    assert sum(letter.startswith("(") for letter in seed_page.letters) == inside


def test_negated_hits_show_the_sign_of_negation(op_ed_run, tmp_path):
    page = Page(pages_of(op_ed_run, tmp_path))
    frames = op_ed_run.evidence.loc[op_ed_run.evidence["instrument"] == "frames"]
    assert frames["negated"].any()
    assert sum("¬" in letter for letter in page.letters) == frames["negated"].sum()


spans = st.tuples(st.integers(0, 40), st.integers(1, 12))


@given(st.text(min_size=60, max_size=60), st.lists(spans, max_size=12), st.lists(spans, max_size=2))
def test_segments_joined_are_the_text_and_cover_every_hit(text, places, quotes):
    marks = [Mark(number, "frame", start, start + size) for number, (start, size) in enumerate(places)]
    parts = segments(text, marks, [(start, start + size) for start, size in quotes])
    assert "".join(part.text for part in parts) == text
    covered = dict.fromkeys(range(len(marks)), "")
    for part in parts:
        for each in part.marks:
            covered[each.number] += part.text
    assert covered == {each.number: text[each.start : each.end] for each in marks}
    ends = [each.number for part in parts for each in part.ending]
    assert sorted(ends) == list(range(len(marks)))


@given(st.lists(spans, max_size=4))
def test_frames_that_overlap_are_underlined_apart(places):
    marks = [Mark(number, "frame", start, start + size) for number, (start, size) in enumerate(places)]
    for part in segments("x" * 60, marks):
        lanes = [each.lane for each in part.frames]
        assert len(set(lanes)) == len(lanes)


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=30, max_size=60)


@given(
    plain,
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 9), st.sampled_from(["frame", "tone", "actor"])),
        max_size=6,
    ),
)
def test_any_text_comes_out_of_the_template_as_it_went_in(text, places):
    marks = [
        Mark(number, role, start, start + size, style="f0", letter="<", sign=1)
        for number, (start, size, role) in enumerate(places)
    ]
    template = templates().from_string("<p class='text'>{{ marked(given) }}</p>")
    assert Page(template.render(given=segments(text, marks))).texts == [text]


@pytest.mark.parametrize("place", [(5, 5), (-1, 3), (2, 99)])
def test_a_hit_outside_its_paragraph_is_refused(place):
    with pytest.raises(RunError, match="evidence, row 7"):
        segments("short text", [Mark(7, "tone", *place)])


def test_instruments_that_value_a_word_with_opposite_signs_show_both():
    marks = [Mark(0, "tone", 0, 3, style="t0", sign=1), Mark(1, "tone", 0, 3, style="t1", sign=-1)]
    parts = segments("mad world", marks)
    assert [part.sign for part in parts] == ["±", ""]
    assert [part.tones for part in parts] == ["t0+ t1-", ""]


@pytest.mark.parametrize(("weight", "sign"), [(0.4, 1), (-3.0, -1), (0.0, 0), (float("nan"), 0)])
def test_a_word_without_valence_has_no_sign(weight, sign):
    assert sign_of(weight) == sign


# ---------------------------------------------------------------- safety


def test_nothing_is_loaded_and_nothing_of_a_text_can_run(seed_source, hostile_source):
    for source in (seed_source, hostile_source):
        page = Page(source)
        assert not {"iframe", "object", "embed", "link", "img", "base", "form"} & set(page.tags)
        assert page.tags.count("script") == page.tags.count("style") == 1
        assert not [
            name for name in page.attributes if name.startswith("on") or name in ("src", "style", "srcset")
        ]
        assert "url(" not in source.split("</style>")[0]


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(seed_source):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', seed_source)[1].replace("&#39;", "'")
    sums = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for name, text in re.findall(r"<(style|script)>(.*?)</\1>", seed_source, re.DOTALL)
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{sums['style']}'; script-src 'sha256-{sums['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_script_makes_no_markup_and_runs_no_text():
    script = page_script()
    assert "'use strict'" in script
    for unwanted in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
    ):
        assert unwanted not in script
    assert not re.search(r"\b(XMLHttpRequest|import|WebSocket|localStorage|cookie|src)\b", script)


def test_only_web_addresses_are_links(hostile_source):
    links = Page(hostile_source).links
    assert "https://example.org/a?b=<c>&d" in links
    assert all(link.startswith(("#", "https://")) for link in links)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http:///x", "", "http://[x"]
)
def test_what_is_no_web_address_is_no_link(address):
    assert web_address(address) is None


def test_templates_in_texts_are_not_run(hostile_source):
    assert "{{ 7*7 }}" in hostile_source
    assert ">49<" not in hostile_source


# ---------------------------------------------------------------- structure


@pytest.mark.parametrize("source", ["seed_source", "hostile_source"])
def test_headings_stand_in_order_and_ids_are_unique(source, request):
    page = Page(request.getfixturevalue(source))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert len(set(page.ids)) == len(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_tables_of_hundreds_of_rows_scroll_in_themselves_and_short_ones_do_not(tmp_path, seed_source):
    articles = [fr.read_text(f"The army attacked the port {n} times.", id=f"a{n}") for n in range(61)]
    source = pages_of(fr.score(articles, instruments=["frames"]), tmp_path)
    assert '<div class="scroll long" tabindex="0" role="group" aria-label="The articles' in source
    assert '"scroll long"' not in seed_source


def test_instruments_are_called_by_one_name(seed_source, seed_run):
    """Not by the run's column names, nor by a title with its explanation."""
    captions = re.findall(r"<caption><span>Words of ([^<]+)</span>", seed_source)
    assert captions == ["oped", "vaderSentiment", "TextBlob"]
    assert measure_called(seed_run, {"measure": "oped_valence"}) == "oped valence"


def test_what_made_the_page_is_set_as_sentences(seed_source):
    assert ".; " not in seed_source
    assert "3,067 patterns, version 1.0.0. The framing developers (2026)." in seed_source
    assert re.search(r"without_tone_words</bdi></th><td[^>]*><bdi>none</bdi>", seed_source)


def test_tables_have_captions_and_scopes(seed_source):
    assert seed_source.count("<caption") == seed_source.count("<table")
    assert "<th>" not in seed_source


def test_the_page_says_what_made_it_and_how_text_runs(seed_source):
    assert '<meta name="generator" content="framing ' in seed_source
    assert '<html lang="en">' in seed_source
    assert 'class="text" dir="auto"' in seed_source


def test_texts_of_any_language_are_not_called_english(hostile_source):
    assert 'class="text" dir="auto" lang=""' in hostile_source


def test_a_paragraph_without_evidence_says_so(seed_source):
    """The heading "Conclusion" has no hit and no tone."""
    block = seed_source[seed_source.index(">Conclusion</h4>") :]
    assert "no evidence" in block[: block.index("</div>")]
    assert "0.00" not in block[: block.index("</div>")]


def test_quotations_name_their_speaker(seed_source):
    assert "quoted: <bdi>Lin Jian</bdi>" in seed_source


def test_one_article_has_no_comparison_and_several_have_one(hostile_run, tmp_path):
    alone = fr.score([fr.read_text("Peace talks\n\nThe army attacked.", id="a")], instruments=["frames"])
    pages = [fr.write_report(run, tmp_path / str(n)) for n, run in enumerate((alone, hostile_run))]
    assert ['id="side-by-side"' in page.read_text(encoding="utf-8") for page in pages] == [False, True]


def test_what_was_left_out_is_listed_with_its_reason(seed_articles, tmp_path):
    articles = [*seed_articles, fr.read_text("Le chat est sur la table et " * 20, id="<chat>", title="Chat")]
    source = pages_of(fr.score(articles), tmp_path)
    assert "1 input was left out:" in source
    assert "<li><bdi>&lt;chat&gt;</bdi>: not English" in source


def test_evidence_without_a_place_is_listed_and_not_marked(tmp_path):
    """A trained instrument's intercept is part of a score and of no word."""
    run = fr.score([fr.read_text("The army attacked.", id="a")], instruments=["frames"])
    before = len(Page(pages_of(run, tmp_path / "before")).hits)
    evidence = run.evidence.copy()
    evidence.loc[0, ["start", "end", "text"]] = None
    source = pages_of(dataclasses.replace(run, evidence=evidence), tmp_path / "after")
    assert len(Page(source).hits) == before - 1
    assert "(no place in the text)" in source


def test_an_article_of_a_title_alone_is_shown(tmp_path):
    source = pages_of(fr.score([fr.Article("t", "Only a title", title="Only a title")]), tmp_path)
    assert "There are no words to read." in source


def test_a_run_without_frames_or_without_tone_has_a_page(tmp_path):
    article = fr.read_text("Peace talks\n\nThe army attacked, which was bad for trade.", id="a")
    for number, instruments in enumerate((["vader"], ["frames"], ["actors"], ["frames", "generic_frames"])):
        run = fr.score([article], instruments=instruments)
        assert Page(pages_of(run, tmp_path / str(number))).texts == run.paragraphs["text"].tolist()


WAR = (
    "Peace talks\n\nThe army of China attacked.\n\nOf this, which is bad, Pakistan spoke.\n\nThen it rained."
)


def shown(source):
    """The words of a page, without style and drawings."""
    return re.sub(
        r"<style>.*?</style>|<script>.*?</script>|<svg.*?</svg>|<[^>]+>", " ", source, flags=re.DOTALL
    )


@pytest.mark.parametrize(
    ("instruments", "subject", "said", "unsaid"),
    [
        (
            ["textblob"],
            "Tone",
            ["no evidence"],
            ["no frame hit", "Frames", "Emphasis: ", "those of emphasis"],
        ),
        (["frames"], "Frames", ["no evidence"], ["tone silent", "an article’s tone", "Tone of"]),
        (["actors"], "Actors", ["no evidence"], ["no frame hit", "tone silent", "Brackets"]),
        (["generic_frames", "vader"], "Frames and tone", ["no frame hit"], ["those of tone"]),
    ],
)
def test_nothing_is_said_of_what_was_not_measured(instruments, subject, said, unsaid, tmp_path):
    article = fr.read_text(WAR + "\n\nThe treaty talks were terrible.\n\nThe treaty.", id="a")
    # what frames' words add to a tone is a measure of its own
    run = fr.score([article], instruments=instruments, net_of=None)
    source = fr.write_report(run, tmp_path / "report").read_text(encoding="utf-8")
    text = shown(source)
    body = text[: text.rindex("How it was made")]
    assert f"<h1>{subject} of" in source
    assert [each for each in said if each not in body] == []
    assert [each for each in unsaid if each in body] == []


def test_a_paragraph_whose_actors_are_marked_has_evidence(tmp_path):
    run = fr.score(
        [fr.read_text("Peace talks\n\nThe army of China attacked.", id="a")], instruments=["actors"]
    )
    source = pages_of(run, tmp_path)
    assert "evidence: 1 hit" in source
    block = source[source.index('id="a1-p1"') :]
    assert "no evidence" not in block[: block.index("</div>")]


@pytest.mark.parametrize("instruments", [["frames"], ["textblob"], ["actors"]])
def test_words_are_the_words_of_the_body(instruments, tmp_path):
    """A title of two words and a body of twelve: the page counts twelve."""
    run = fr.score([fr.read_text(WAR, id="a")], instruments=instruments)
    n = int(run.paragraphs.loc[run.paragraphs["kind"] == "body", "n_words"].sum())
    assert n < run.articles["n_words"].iloc[0]
    table = pages_of(run, tmp_path).split(
        "The articles, their bodies without titles and headings</span></caption>"
    )[1]
    assert f'<td class="number"><bdi>{n}</bdi></td>' in table[: table.index("</table>")]


def test_articles_of_one_title_are_told_apart(tmp_path):
    """By outlet and date, and by their ids where these are the same."""
    dates = ["2024-05-01", "2024-05-02", "2024-05-02"]
    run = fr.score(
        [
            fr.read_text(WAR, id=name, title="Peace talks", date=date)
            for name, date in zip("abc", dates, strict=True)
        ]
    )
    table = pages_of(run, tmp_path).split(
        "The articles, their bodies without titles and headings</span></caption>"
    )[1]
    names = re.findall(r'<th scope="row"[^>]*><a [^>]*><bdi>([^<]*)', table[: table.index("</table>")])
    assert names == [
        "Peace talks (2024-05-01)",
        "Peace talks (2024-05-02) [b]",
        "Peace talks (2024-05-02) [c]",
    ]


@pytest.mark.parametrize(("n", "end"), [(5, "“e”;"), (6, "“e” and 1 more;"), (9, "“e” and 4 more;")])
def test_of_more_than_five_articles_five_are_named(n, end):
    ids = "abcdefghi"[:n]
    run = run_of({name: [("body", [sentence(100, tone=0.2, vader=-0.2)])] * 5 for name in ids})
    text = " ".join(overview(run, Findings(run), Sheets(run, Findings(run), Legend.of(run))).found)
    assert f"“d”{' and ' if n == 5 else ', '}{end}" in text


def test_a_codebook_of_one_frame_leads_nowhere_on_the_page(tmp_path):
    run = run_of(
        {name: [("body", [sentence(100, only=3)])] * 5 for name in "ab"},
        frames=("only",),
        baseline={"only": {"n": 10, "n_words": 1000, "dispersion": 1.0, "source": "texts"}},
    )
    source = pages_of(run, tmp_path)
    assert "only was hit in 2 (one frame only, nothing to lead)" in source
    assert "only leads" not in source.lower()


def test_a_codebook_of_sixty_frames_makes_a_page(tmp_path):
    """Wide tables must not be built column by column: pandas warns, and warnings are errors here."""
    frames = tuple(f"frame_{n}" for n in range(60))
    run = run_of({"a": [("body", [sentence(100, frame_0=3)])] * 5}, frames=frames)
    assert "frame 0 per 100 words" in pages_of(run, tmp_path)


TURNED = "Peace\u202egnp.\u2066 talks"


def test_a_title_that_turns_the_direction_turns_nothing_but_itself(tmp_path):
    """The text keeps it, in a block of its own; sentences, attributes, titles of drawings and files do not."""
    ids = [f"a\u202e{n}" for n in range(2)]
    run = fr.score(
        [fr.read_text(f"{TURNED}\n\nA bad attack on trade by Ch\u202ena.", id=name) for name in ids]
    )
    page = fr.write_report(run, tmp_path / "report")
    source = page.read_text(encoding="utf-8")
    assert Page(source).texts == run.paragraphs["text"].tolist()
    outside = re.sub(
        r'<(p|h3|h4) class="text".*?</\1>|<dd data-hit=[^<]*',
        "",
        source,
        flags=re.DOTALL,
    )
    files = [outside, *(path.read_text(encoding="utf-8") for path in page.parent.rglob("*.tex"))]
    files.append((page.parent / "methods.md").read_text(encoding="utf-8"))
    assert [text for text in files if re.search("[\u202a-\u202e\u2066-\u2069]", text)] == []
    assert not re.search(r'="[^"]*[\u202a-\u202e\u2066-\u2069]', source)


# ---------------------------------------------------------------- many articles, same bytes


def test_more_than_thirty_articles_have_a_page_each(tmp_path):
    ids = ["../../etc/passwd", "a/b", "A/B", "<b>", "和平", "CON"] + [f"article {n}" for n in range(25)]
    articles = [fr.read_text(f"Title {name}\n\nThe army of {name} attacked.", id=name) for name in ids]
    run = fr.score(articles, instruments=["frames"])
    index = Page(pages_of(run, tmp_path))
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert len(files) == 32
    assert all(re.fullmatch(r"report\.html|articles/[a-z0-9-]+\.html", name) for name in files)
    linked = [link for link in index.links if not link.startswith("#")]
    assert set(linked) == set(files) - {"report.html"}
    assert index.texts == []
    shown = [Page((tmp_path / place).read_text(encoding="utf-8")) for place in dict.fromkeys(linked)]
    assert [text for page in shown for text in page.texts] == run.paragraphs["text"].tolist()
    assert all("../report.html" in page.links for page in shown)
    for page in shown:
        local = {link for link in page.links if not link.startswith(("#", ".."))}
        assert {f"articles/{link}" for link in local} <= set(files)


def test_the_same_run_gives_the_same_bytes(seed_run, tmp_path, seed_source):
    seed_run.save(tmp_path / "run")
    assert pages_of(fr.load(tmp_path / "run"), tmp_path / "out") == seed_source


def test_the_page_does_not_tell_when_or_by_which_command_it_was_made(seed_source, seed_run):
    assert seed_run.manifest["created"] not in seed_source


def test_a_report_is_written_whole_and_never_over_foreign_files(tmp_path):
    run = fr.score([fr.read_text("Peace talks\n\nThe army attacked.", id="a")], instruments=["frames"])
    page = fr.write_report(run, tmp_path / "report")
    assert page == tmp_path / "report" / "report.html"
    names = sorted(path.name for path in page.parent.iterdir())
    kit = [
        "captions.csv",
        "codebook.csv",
        "codebook.md",
        "codebook.tex",
        "figures.tex",
        "methods.md",
        "methods.tex",
    ]
    kit += ["references.bib", "supplement.tex"]  # no file was read, so no command makes it again
    assert names == sorted([*kit, "figures", "report.html", "tables"])
    shown = Page(page.read_text(encoding="utf-8"))
    files = [link for link in shown.links if not link.startswith("#")]
    assert files
    assert all((page.parent / link).is_file() for link in files)
    assert len(set(shown.ids)) == len(shown.ids)
    assert fr.write_report(run, tmp_path / "report") == page
    (tmp_path / "report" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        fr.write_report(run, tmp_path / "report")


# ---------------------------------------------------------------- colours and drawings


@pytest.mark.parametrize(
    "colour", ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442"]
)
def test_letters_can_be_read_on_the_light_and_on_the_dark_page(colour):
    dark, light = shades(colour)
    assert contrast(dark, "#ffffff") >= 4.5
    assert contrast(light, "#15181c") >= 4.5


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 518.74 100">
<defs><style>*{fill:red}</style><clipPath id="c"><rect width="1" height="1"/></clipPath></defs>
<script>alert(1)</script><!-- secret --><g id="figure_1" onclick="x()"><defs><path id="g1" d="M 0.123456 1.5
L 2 3"/></defs><g style="fill: #1a1a1a; font-family: x" clip-path="url(#c)">
<use xlink:href="#g1" x="1.0001"/></g></g></svg>"""


def test_drawings_keep_what_draws_and_nothing_else():
    made = Drawings().inline(SVG, "A <title>", "what it shows")
    for unwanted in ("style", "<script", "alert", "secret", "onclick", "font-family", "xlink"):
        assert unwanted not in made
    assert '<title id="v1-title">A &lt;title&gt;</title>' in made
    assert 'fill="#1a1a1a"' in made
    assert 'd="M0.1 1.5L2 3"' in made


WORDS = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 99 9">
<g id="text_1"><!-- A &lt; fi --><g style="fill: #1a1a1a" transform="translate(5 6.5) scale(0.07 -0.07)"><defs>
<path id="g1" d="M 0 0"/></defs><use xlink:href="#g1"/><use xlink:href="#g2" transform="translate(60 0)"/>
<use xlink:href="#g3" transform="translate(90 0)"/><use xlink:href="#g2" transform="translate(150 0)"/>
<use xlink:href="#g4" transform="translate(180 0)"/></g></g><g>
<!-- %s --><g transform="translate(1 2) rotate(-90) scale(0.07 -0.07)"><use xlink:href="#g1"/></g></g></svg>"""


def test_words_that_were_drawn_letter_by_letter_are_text_of_the_same_width():
    """The last letter, "fi", is as wide as a letter usually is: (180 + 60) hundredths of 7 points."""
    made = Drawings().inline(WORDS.replace(b"%s", b"1"), "a", "b")
    assert '<text x="5" y="6.5" font-size="7" textLength="16.8" fill="#1a1a1a">A &lt; fi</text>' in made
    assert "<use" not in made
    assert '<text transform="translate(1 2) rotate(-90)" font-size="7">1</text>' in made.replace("\n", "")


@pytest.mark.parametrize("letter", ["\u202e", "和", "م"])
def test_letters_that_fonts_may_lack_or_that_turn_the_direction_stay_drawn(letter):
    made = Drawings().inline(WORDS.replace(b"%s", letter.encode()), "a", "b")
    assert made.count("<use") == 1
    assert letter not in made


def test_places_of_a_drawing_lead_somewhere_and_are_named():
    spots = [Spot(1, 2, 3.25, 4, "#a1-p4", "paragraph <4>")]
    made = Drawings().inline(SVG, "a", "b", spots)
    assert 'role="group"' in made
    assert (
        '<a href="#a1-p4" tabindex="-1"><rect x="1.0" y="2.0" width="3.2" height="4.0" class="spot">'
        "<title>paragraph &lt;4&gt;</title></rect></a>"
    ) in made


def test_neighbours_that_look_alike_say_so_once():
    svg = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
    <g id="a"><path d="M 1 1" style="fill: red"/></g>
    <g id="b"><path d="M 2 2" style="fill: red; stroke: red; opacity: 0.5"/></g><path d="M 3 3" style="fill: blue"/>
    <path d="M 4 4" style="fill: blue"/></svg>"""
    made = Drawings().inline(svg, "a", "b")
    assert '<path d="M1 1" fill="red"/><path d="M2 2" fill="red" stroke="red" opacity="0.5"/>' in made
    assert '<g fill="blue"><path d="M3 3"/><path d="M4 4"/></g>' in made


def test_bars_that_are_filled_alone_are_see_through_together_and_those_of_no_height_are_gone():
    """The same picture in fewer letters: nothing is drawn twice where only areas are filled."""
    svg = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
    <path d="M 1 1 L 2 1 L 2 3 z" style="fill: red; opacity: 0.5"/><path d="M 3 1 L 4 1 L 3 1 z" style="fill: red"/>
    <path d="M 4 1 L 5 1 L 5 3 z" style="fill: red; opacity: 0.5"/>
    <path d="M 5 1 L 6 1 L 5 1 z" style="fill: red; stroke: red; stroke-dashoffset: 0"/></svg>"""
    made = Drawings().inline(svg, "a", "b")
    assert '<g fill="red" fill-opacity="0.5"><path d="M1 1H2V3z"/><path d="M4 1H5V3z"/></g>' in made
    assert made.endswith('<path d="M5 1H6H5z" fill="red" stroke="red"/></svg>')


def test_figures_lead_to_their_paragraphs_and_articles(op_ed_run, op_ed_report):
    """Each step of a trajectory and each row of a heat map is a paragraph, each row of articles an article."""
    source = (op_ed_report / "report.html").read_text(encoding="utf-8")
    # thirty articles are to stay under 3 MB; these are short
    articles = sum(len(each.encode()) for each in re.findall(r"<article.*?</article>", source, re.DOTALL))
    assert 30 * articles / len(op_ed_run.articles) + len(source.encode()) - articles < 2_500_000
    ids = op_ed_run.articles["article"].tolist()
    body = op_ed_run.paragraphs.loc[op_ed_run.paragraphs["kind"] == "body"]
    for name, wanted in (
        ("trajectory-ledger-port", ledger := [f"#a{ids.index('ledger-port') + 1}-p{n}" for n in
                                              body.loc[body["article"] == "ledger-port", "paragraph"]]),
        ("heatmap-ledger-port", ledger),
    ):  # fmt: skip
        drawing = source[source.index(f'id="figure-{name}"') :]
        assert re.findall(r'<a href="(#[^"]+)" tabindex', drawing[: drawing.index("</svg>")]) == wanted
    drawing = source[source.index('id="figure-tone"') :]
    links = re.findall(r'<a href="(#[^"]+)" tabindex', drawing[: drawing.index("</svg>")])
    assert set(links) == {f"#a{n}" for n in range(1, 7)}
    assert {link[1:] for link in links} <= set(Page(source).ids)


def test_what_the_tone_rests_on_comes_with_a_command_for_each_word(seed_source, seed_run):
    section = seed_source[seed_source.index('id="tone-words"') :]
    section = section[: section.index("</section>")]
    words = fr.tone_words(seed_run)
    assert section.count("<code>framing analyze PATH -o DIR --without-tone-word ") == len(words)
    assert "<code>framing analyze PATH -o DIR --without-tone-word critical</code>" in section


def test_a_command_keeps_what_was_chosen_and_takes_words_only(tmp_path):
    run = fr.score(
        [fr.read_text("Peace\n\nA bad and so-called critical war :-) it can't win.", id="a")],
        instruments=["vader"], names="actors", net_of=None, languages="any", without_tone_words=["bad"],
    )  # fmt: skip
    assert command_without(run, "can't") == (
        "framing analyze PATH -o DIR -i vader --net-of '' --any-language --without-tone-word bad "
        "--without-tone-word 'can'\"'\"'t'"
    )
    assert command_without(run, ":-)") == command_without(run, "so to speak") == ""
    assert USUAL == catalogue.DEFAULT


def test_descriptions_may_hold_any_character():
    assert "a b c" in Drawings().inline(SVG, "a\x00b\x1fc", "\ud800")


def test_shapes_are_defined_once_a_page_and_ids_are_unique():
    drawings = Drawings()
    both = drawings.inline(SVG, "a", "b") + drawings.inline(SVG, "c", "d")
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids))
    assert both.count('d="M0.1 1.5L2 3"') == 1
    assert len(re.findall(r'href="#s0"', both)) == 2
    assert set(re.findall(r"url\(#([^)]+)\)", both)) <= set(ids)
