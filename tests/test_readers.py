"""Reading: every input is an article or a rejected row, and an article's text is clean and final."""

from __future__ import annotations

import json
import os
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st
from laws import examples

from framing.errors import InputError
from framing.library import seeds
from framing.model import Article, Rejected
from framing.preprocessing.readers import iter_articles, read_articles, read_text

SEED = next(seeds().glob("*.txt")).read_text(encoding="utf-8").strip()
BODY = "The port reopened on Monday. Nobody cheered.\nThe guards stayed on the quay."
RELAXED = examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(path, content):
    """A file with this content, in folders made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def one(path, **options):
    """The only article of a path."""
    found = read_articles(path, **options)
    assert found.rejected == ()
    assert len(found) == 1
    return found[0]


def refused(path, **options):
    """The only reason for which a path gives no article."""
    found = read_articles(path, **options)
    assert len(found) == 0
    assert len(found.rejected) == 1
    assert "\n" not in found.rejected[0].reason
    return found.rejected[0].reason


# ---------------------------------------------------------------- the seed


def check_seed(article):
    parts = article.text.split("\n\n")
    assert (
        article.title
        == "Pakistan’s Commitment To Safeguarding Chinese Citizens Amid Growing Terrorist Threats – OpEd"
    )
    assert (article.date, article.outlet) == ("2024-11-13", "Eur Asia News")
    assert parts[0] == article.title
    headings = [part for part in parts[1:] if not part.endswith(".")]
    assert len(headings) == 5
    assert headings[-1] == "Conclusion"
    assert len(parts) - 1 - len(headings) == 11
    assert parts == [SEED.split("\n")[0], *SEED.split("\n")[3:]]


def test_the_seed_has_title_date_outlet_5_headings_and_11_paragraphs():
    found = read_articles(seeds())
    check_seed(found[0])
    assert found.rejected == ()
    assert found[0].id == "2024-11-13-pakistan-chinese-citizens"
    assert found[0].input == "2024-11-13-pakistan-chinese-citizens.txt"
    assert found[0].row is None
    assert dict(found.structures) == {found[0].id: "line"}
    assert found.encodings == {}


LINES = SEED.split("\n")
WRAPPED = [textwrap.fill(line, 72) for line in LINES]
VARIANTS = {
    "blank line after the header": "\n".join([*LINES[:3], "", *LINES[3:]]),
    "blank lines throughout": "\n\n".join(LINES),
    "blank lines in the body": "\n".join(LINES[:3]) + "\n\n" + "\n\n".join(LINES[3:]),
    "wrapped": "\n".join(WRAPPED),
    "wrapped, blank lines throughout": "\n\n".join(WRAPPED),
    "wrapped, blank line after the header": "\n".join([*WRAPPED[:3], "", *WRAPPED[3:]]),
    "wrapped, blank lines in the body": "\n".join(WRAPPED[:3]) + "\n\n" + "\n\n".join(WRAPPED[3:]),
    "CRLF": SEED.replace("\n", "\r\n"),
    "old Mac": SEED.replace("\n", "\r"),
    "BOM": "\ufeff" + SEED,
    "spaces at line ends": SEED.replace("\n", " \t\n\u00a0"),
    "decomposed": unicodedata.normalize("NFD", SEED),
}


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("name", VARIANTS)
def test_the_seed_is_the_same_article_however_its_lines_stand(tmp_path, name, suffix):
    check_seed(one(write(tmp_path / f"a{suffix}", VARIANTS[name])))


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252"]
)
def test_the_seed_is_the_same_article_in_any_encoding(tmp_path, encoding):
    check_seed(one(write(tmp_path / "a.txt", SEED.encode(encoding))))


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        ("Harbour under guard", True),
        ("Who guards the harbour?", True),
        ("“Who guards it”", True),
        ("The harbour is guarded.", False),
        ("“The harbour is guarded.”", False),
        (" ".join(["harbour"] * 30), True),
        (" ".join(["harbour"] * 31), False),
    ],
)
def test_the_first_line_is_the_title_with_30_words_at_most_and_no_full_stop(tmp_path, first, is_title):
    article = one(write(tmp_path / "a.txt", f"{first}\n{BODY}"))
    assert article.title == (first if is_title else None)
    assert article.text == f"{first}\n{BODY}".replace("\n", "\n\n")


def test_known_keys_and_x_keys_directly_under_the_title_are_metadata(tmp_path):
    article = one(
        write(
            tmp_path / "a.txt",
            "Harbour under guard\nPUBLISHED:  5 May 2024 \nSource: Harbour Post\nBy: Mira Anand\n"
            f"URL: https://harbour.example/a:b?c=d\nSection: Opinion\nx-Coder batch: 7\nAuthor:\n{BODY}",
        )
    )
    assert (article.date, article.outlet, article.author) == ("2024-05-05", "Harbour Post", "Mira Anand")
    assert article.url == "https://harbour.example/a:b?c=d"
    assert dict(article.extra) == {"section": "Opinion", "coder batch": "7"}
    assert article.text == "Harbour under guard\n\n" + BODY.replace("\n", "\n\n")


@pytest.mark.parametrize(
    "line", ["ISLAMABAD: The port reopened.", "The lesson: guards cost money.", "Note: it rained."]
)
def test_datelines_and_ledes_are_text_and_end_the_metadata(tmp_path, line):
    article = one(write(tmp_path / "a.txt", f"Harbour under guard\n{line}\nDate: 5 May 2024\n{BODY}"))
    assert article.date is None
    assert line in article.text
    assert "Date: 5 May 2024" in article.text


def test_metadata_may_stand_above_the_title_or_hold_it(tmp_path):
    above = one(write(tmp_path / "a.txt", f"Date: 5 May 2024\nOutlet: Post\n\nHarbour under guard\n\n{BODY}"))
    holds = one(
        write(tmp_path / "b.txt", f"Title: Harbour under guard\nDate: 5 May 2024\nOutlet: Post\n\n{BODY}")
    )
    for article in (above, holds):
        assert (article.title, article.date, article.outlet) == ("Harbour under guard", "2024-05-05", "Post")
    assert above.text == holds.text


def test_a_second_word_on_a_field_is_kept_under_its_own_key(tmp_path):
    article = one(write(tmp_path / "a.txt", f"Harbour\nPublished in: Post\nSource: Wire\n{BODY}"))
    assert article.outlet == "Post"
    assert article.extra["source"] == "Wire"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("Published: 03/04/2024", "'03/04/2024' is ambiguous"),
        ("Published: 31/02/2021", "header, 'date': '31/02/2021' is not a date; write YYYY-MM-DD"),
        ("Date: 5 May 2024\nPublished: 6 May 2024", "'5 May 2024' and '6 May 2024'; give it once"),
        ("Author: A\nAuthor: B\nAuthor: C", "header, 'author'"),
    ],
)
def test_a_header_that_cannot_be_read_rejects_the_article(tmp_path, header, part):
    assert part in refused(write(tmp_path / "a.txt", f"Harbour\n{header}\n{BODY}"))


def test_the_order_of_dates_is_the_users_word(tmp_path):
    path = write(tmp_path / "a.txt", f"Harbour\nPublished: 03/04/2024\n{BODY}")
    assert one(path, date_order="day").date == "2024-04-03"
    assert one(path, date_order="month").date == "2024-03-04"


# ---------------------------------------------------------------- Markdown

MARKDOWN = """\
# Harbour *under* guard

**Published:** 5 May 2024
Source: [Harbour Post](https://harbour.example)

The port **reopened** on Monday, and [nobody](https://x.example "t") cheered &amp; `no one` wept.

## What it costs

> Guards cost money.

- Boats cost more.
- Men cost *most*.

![A picture](port.png)

<!-- a note --><div>They stay &lt;here&gt;.</div>

    An indented paragraph.

2024. A year begins this one.

| Item | Cost |
|------|------|
| Boat | 5 |
"""


def test_markdown_becomes_its_text_and_its_headings_are_known(tmp_path):
    article = one(write(tmp_path / "a.md", MARKDOWN))
    assert article.title == "Harbour under guard"
    assert (article.date, article.outlet) == ("2024-05-05", "Harbour Post")
    assert article.text.split("\n\n") == [
        "Harbour under guard",
        "The port reopened on Monday, and nobody cheered & no one wept.",
        "What it costs",
        "Guards cost money.",
        "Boats cost more.",
        "Men cost most.",
        "They stay <here>.",
        "An indented paragraph.",
        "2024. A year begins this one.",
        "Item | Cost",
        "Boat | 5",
    ]
    assert article.headings == (article.text.index("What it costs"),)


def test_front_matter_is_metadata_and_all_of_its_keys_are_kept(tmp_path):
    article = one(
        write(
            tmp_path / "a.md",
            '---\ntitle: "Harbour: under guard"\ndate: 2024-05-05\nauthor: [Mira Anand, Ana Ruiz]\n# a comment\n'
            f"tags:\n  - port\n  - guards\ndraft: false\nsummary: >\n  Two\n  lines\n---\n\n## First\n\n{BODY}\n",
        )
    )
    assert article.title == "Harbour: under guard"
    assert (article.date, article.author) == ("2024-05-05", "Mira Anand; Ana Ruiz")
    assert dict(article.extra) == {"tags": "port; guards", "draft": "false", "summary": "Two; lines"}
    assert article.text.startswith("Harbour: under guard\n\nFirst\n\nThe port")
    assert article.headings == (len("Harbour: under guard\n\n"),)


def test_a_title_that_front_matter_repeats_stands_once(tmp_path):
    article = one(write(tmp_path / "a.md", f"---\ntitle: Harbour\n---\n# Harbour\n\n{BODY}"))
    assert article.text == "Harbour\n\n" + BODY.replace("\n", "\n\n")


def test_front_matter_that_never_ends_is_refused(tmp_path):
    assert "front matter" in refused(write(tmp_path / "a.md", f"---\ntitle: Harbour\n\n{BODY}"))


# ---------------------------------------------------------------- encodings, characters


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        ("It’s over, “he” said – at the café in Zürich… for £5.", "cp1252", "windows-1252"),
        ("At the café in Zürich he was naïve about it all.", "latin-1", "windows-1252"),
        ("Это статья о политике безопасности и экономики страны.", "cp1251", "cp1251"),
    ],
)
def test_an_encoding_that_is_no_utf_8_is_found_and_said(tmp_path, text, encoding, guess):
    found = read_articles(write(tmp_path / "a.txt", text.encode(encoding)))
    assert found[0].text == text
    assert dict(found.encodings) == {"a.txt": guess}


def test_the_named_encoding_is_used_and_must_fit(tmp_path):
    path = write(tmp_path / "a.txt", "Ćwiczenia są ważne dla portu.".encode("cp1250"))
    assert one(path, encoding="cp1250").text == "Ćwiczenia są ważne dla portu."
    assert "not text in the encoding utf-8 at byte 1" in refused(path, encoding="utf-8")
    with pytest.raises(InputError, match="encoding 'klingon' is unknown"):
        read_articles(path, encoding="klingon")


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b" \r\n\t\n\xef\xbb\xbf", "empty"),
        ("\u200b\n\u00ad", "empty"),
        ("12 345 --- !!!", "no words"),
        ("Harbour under guard", "only a title"),
        ("Harbour under guard\nDate: 5 May 2024\n", "only a title"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary: a NUL at byte 9"),
        (b"The port\x00 reopened.", "binary"),
        (bytes(range(128, 256)) * 20, "binary, or text in an encoding that cannot be told"),
        ("Nobody’s café, “he” said. ".encode() * 3 + b"\xff", "UTF-8 with broken bytes"),
        ("a" + "\u0301" * 50_000, "100 combining marks in a row"),
    ],
)
def test_what_holds_no_text_is_rejected_with_the_reason(tmp_path, content, part):
    assert part in refused(write(tmp_path / "a.txt", content))


def test_right_to_left_emoji_marks_and_markup_are_text_as_they_stand(tmp_path):
    line = (
        "Port 🇵🇰 e\u0301te\u0301 \u202bابت\u202c <script>alert(1)</script> =cmd() 100 % & \\textbf{x} $5_6^7."
    )
    article = one(write(tmp_path / "a.txt", f"{line}\n{BODY}"))
    assert article.text.startswith(unicodedata.normalize("NFC", line))


def test_control_characters_become_spaces_and_line_ends_line_feeds(tmp_path):
    article = one(
        write(tmp_path / "a.txt", "The\x07port\x1b reopened.\x0bIt rained.\x0cThen\u2028it\x85stopped.")
    )
    assert article.text == "The port  reopened.\n\nIt rained.\n\nThen\n\nit\n\nstopped."


# ---------------------------------------------------------------- limits


def test_a_longer_text_than_the_limit_is_rejected_with_its_length(tmp_path):
    path = write(tmp_path / "a.txt", "word " * 40)
    assert one(path, max_characters=200).text == ("word " * 40).strip()
    assert refused(path, max_characters=199) == (
        "200 characters, over the limit of 199 (--max-characters changes it)"
    )


def test_a_page_of_too_many_bytes_is_rejected_unread(tmp_path):
    path = write(tmp_path / "a.html", "<p>" * 1000)
    assert "3,000 bytes, over the limit of 100 characters" in refused(path, max_characters=100)


def test_a_line_of_5_megabytes_is_rejected_unread(tmp_path):
    assert "5,000,000 bytes, over the limit of 1,000,000 characters" in refused(
        write(tmp_path / "a.txt", b"word " * 1_000_000)
    )


@pytest.mark.parametrize(
    "options",
    [
        {"layout": "lines"},
        {"date_order": "year"},
        {"columns": {"body": "x"}},
        {"max_characters": 0},
        {"encoding": "hex"},
    ],
)
def test_an_option_that_cannot_be_used_is_refused_at_the_door(tmp_path, options):
    with pytest.raises(InputError):
        read_articles(write(tmp_path / "a.txt", BODY), **options)


# ---------------------------------------------------------------- files and folders


def test_a_folder_is_read_with_all_in_it_sorted_and_several_paths_in_order(tmp_path):
    for name in ("b/z.txt", "b/a.txt", "a.txt", "c.md", "B.txt"):
        write(tmp_path / "x" / name, f"{name} has text.")
    write(tmp_path / "y.txt", "The last one.")
    found = read_articles([tmp_path / "y.txt", str(tmp_path / "x")])
    assert [article.id for article in found] == ["y", "B", "a", "b/a", "b/z", "c"]
    assert [article.input for article in found] == ["y.txt", "B.txt", "a.txt", "b/a.txt", "b/z.txt", "c.md"]


def test_what_is_no_article_in_a_folder_is_a_rejected_row(tmp_path):
    write(tmp_path / "a.txt", BODY)
    write(tmp_path / "b.docx", b"PK")
    write(tmp_path / "README", BODY)
    write(tmp_path / ".hidden/c.txt", BODY)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    found = read_articles(tmp_path)
    assert [article.id for article in found] == ["a"]
    assert {item.input: item.reason.split(";")[0] for item in found.rejected} == {
        ".hidden": "hidden: its name begins with a dot",
        "README": "a name without a type",
        "b.docx": "unknown type '.docx'",
        "broken.txt": "a link that leads nowhere, or in a circle",
        "pipe.txt": "neither a file nor a folder",
    }


def test_what_a_pattern_leads_to_and_cannot_be_read_is_a_rejected_row(tmp_path, monkeypatch):
    write(tmp_path / "in/a/a.txt", BODY)
    write(tmp_path / "in/shut/b.txt", BODY)
    write(tmp_path / "in/.hidden/c.txt", BODY)
    os.mkfifo(tmp_path / "in/a/pipe.txt")
    (tmp_path / "in/a/broken.txt").symlink_to(tmp_path / "nowhere")
    real = os.scandir, os.listdir

    def shut(look):
        def looked(path="."):
            if Path(path).name == "shut":
                raise PermissionError(13, "Permission denied", str(path))
            return look(path)

        return looked

    monkeypatch.setattr(os, "scandir", shut(real[0]))
    monkeypatch.setattr(os, "listdir", shut(real[1]))
    for pattern in ("**/*.txt", "*/*.txt"):
        found = read_articles(tmp_path / "in" / pattern)
        assert [article.id for article in found] == ["a/a"]
        assert {item.input: item.reason for item in found.rejected} == {
            "shut": "cannot be opened: Permission denied",
            "a/broken.txt": "a link that leads nowhere, or in a circle",
            "a/pipe.txt": "neither a file nor a folder",
        }
    found = read_articles([tmp_path / "in/shut", tmp_path / "in/a"])
    assert ("shut", "cannot be opened: Permission denied") in [
        (item.input, item.reason) for item in found.rejected
    ]


def test_an_empty_path_is_no_folder():
    with pytest.raises(InputError, match="an empty path; name a file or a folder"):
        read_articles(["", "."])


def test_a_json_object_with_a_name_twice_is_a_bad_row(tmp_path):
    path = write(
        tmp_path / "a.jsonl",
        '{"text": "War came.", "text": "Peace came."}\n{"text": "Peace came.", "more": {"a": 1}}\n',
    )
    found = read_articles(path)
    assert [(item.row, item.reason) for item in found.rejected][:1] == [
        (1, "two values are called 'text'; rename one")
    ]


def test_links_in_a_circle_end_and_are_rejected_rows(tmp_path):
    write(tmp_path / "a/a.txt", BODY)
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found = read_articles(tmp_path)
    assert [article.id for article in found] == ["a/a"]
    assert [item.input for item in found.rejected] == ["a/loop", "self.txt"]
    assert "read already" in found.rejected[0].reason


def test_a_file_that_is_named_twice_is_read_once(tmp_path):
    write(tmp_path / "a.txt", BODY)
    found = read_articles([tmp_path, tmp_path / "a.txt"])
    assert len(found) == 1
    assert found.rejected == (Rejected("a.txt", None, "the same file as 'a.txt', which is read already"),)


def test_a_file_that_cannot_be_opened_is_a_rejected_row(tmp_path, monkeypatch):
    write(tmp_path / "a.txt", BODY)

    def closed(_path, *_mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert refused(tmp_path) == "cannot be read: Permission denied"


def test_a_path_that_does_not_exist_is_an_error_at_once(tmp_path):
    write(tmp_path / "a.txt", BODY)
    with pytest.raises(InputError, match=r"b\.txt: no such file or folder"):
        read_articles([tmp_path / "a.txt", tmp_path / "b.txt"])
    with pytest.raises(InputError, match="no path"):
        read_articles([])


def test_a_folder_without_articles_gives_none_and_says_why(tmp_path):
    (tmp_path / "empty").mkdir()
    assert read_articles(tmp_path / "empty").articles == ()


def test_files_that_would_share_an_id_keep_their_suffix_or_their_folder(tmp_path):
    for name in ("x/a.txt", "x/a.md", "x/b.txt", "y/b.txt", "z/x/b.txt"):
        write(tmp_path / name, BODY)
    ids = [article.id for article in read_articles([tmp_path / "x", tmp_path / "y", tmp_path / "z/x"])]
    assert ids == ["a.md", "a.txt", "x/b", "y/b", "x/b (2)"]


# ---------------------------------------------------------------- tables


def table(tmp_path, text, name="t.csv"):
    return write(tmp_path / name, text)


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "t.csv"), (";", "t.csv"), ("\t", "t.tsv"), ("|", "t.csv")]
)
def test_a_table_is_read_with_the_delimiter_of_its_header(tmp_path, delimiter, name):
    rows = [
        ["ID", "Headline", "Body", "Source", "Date", "group"],
        ["007", "Port", '"Line one; two, three\t|.\r\nHe said ""no"" twice."', "Post", "2024-05", "north"],
        ["8", "", "=cmd() opened the port.", "", "", ""],
    ]
    path = table(tmp_path, "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows) + "\r\n\r\n", name)
    first, second = read_articles(path)
    assert first == Article(
        "007",
        'Port\n\nLine one; two, three |.\n\nHe said "no" twice.',
        "Port",
        "Post",
        None,
        "2024-05",
        None,
        {"group": "north"},
        name,
        1,
    )
    assert (second.id, second.text, second.title, second.outlet, second.date) == (
        "8",
        "=cmd() opened the port.",
        None,
        None,
        None,
    )
    assert dict(second.extra) == {"group": None}


def test_columns_that_the_user_names_go_before_the_usual_ones(tmp_path):
    path = table(tmp_path, "text,article_body,Name\nshort,The port reopened.,k1\n")
    article = one(path, columns={"text": "article_body", "id": "name"})
    assert (article.id, article.text, dict(article.extra)) == ("k1", "The port reopened.", {"text": "short"})


@pytest.mark.parametrize(
    ("header", "options", "part"),
    [
        (
            "id,words",
            {},
            "no column 'text' or 'content' or 'body' for the text; found: 'id', 'words' (--column text=NAME",
        ),
        (
            "id,text",
            {"columns": {"text": "article"}},
            "no column 'article' for the text; found: 'id', 'text'",
        ),
        ("id,text", {"columns": {"outlet": "paper"}}, "no column 'paper' for the outlet"),
        ("text,text", {}, "two columns are called 'text'"),
        ("", {}, "empty"),
    ],
)
def test_a_table_without_the_column_is_one_line_that_lists_the_columns(tmp_path, header, options, part):
    assert part in refused(table(tmp_path, f"{header}\na,b\n" if header else ""), **options)


def test_bad_rows_are_rejected_with_their_number_and_the_rest_is_read(tmp_path):
    path = table(
        tmp_path,
        "id,text,date\n"
        "1,The port reopened.,2024-05-05\n"
        "2,Cut, by a comma.,2024-05-05\n"
        "3,The port closed.,31/02/2021\n"
        "1,The port again.,2024\n"
        "5,,2024\n"
        "6,12,2024\n"
        "7\n"
        ",A row without id.,\n"
        '9,"Never closed,2024\n10,Swallowed.,2024\n',
    )
    found = read_articles(path)
    assert [article.id for article in found] == ["1", "t#8"]
    assert [(item.row, item.reason) for item in found.rejected] == [
        (2, "line 3: 4 cells, the header has 3; put a text with ',' or a line end in double quotes"),
        (3, "column 'date': '31/02/2021' is not a date; write YYYY-MM-DD"),
        (4, "the id '1' is taken by t.csv, row 1"),
        (5, "column 'text': empty"),
        (6, "no words"),
        (7, "line 8: 1 cell, the header has 3; put a text with ',' or a line end in double quotes"),
        (9, "line 10: a quote is opened and never closed, so that all to line 11 is one row"),
    ]


def test_huge_fields_are_read_and_excels_first_line_and_empty_cells_are_no_trouble(tmp_path):
    path = table(tmp_path, "sep=;\nid;text;\n1;" + "word " * 100_000 + ";\n2;Short text.;;;\n")
    first, second = read_articles(path)
    assert len(first.text) == 499_999
    assert second.text == "Short text."


def test_a_table_in_windows_1252_is_read_and_its_encoding_said(tmp_path):
    found = read_articles(table(tmp_path, "id;text\n1;It’s a café.\n".encode("cp1252")))
    assert found[0].text == "It’s a café."
    assert dict(found.encodings) == {"t.csv": "windows-1252"}


def test_a_binary_table_is_one_rejected_row(tmp_path):
    assert "binary" in refused(table(tmp_path, b"id,text\n1,\x00\x01\n"))
    assert "binary" in refused(table(tmp_path, b"id,text\n" + b"1,word\n" * 200_000 + b"2,\x00"))


def test_a_text_in_a_table_is_body_only(tmp_path):
    """No header or title is looked for in it; a title column is paragraph 0."""
    path = write(
        tmp_path / "t.jsonl", json.dumps({"text": "Port\nDate: 5 May 2024\n" + BODY, "title": "A  \n title"})
    )
    article = one(path)
    assert article.title == "A title"
    assert article.date is None
    assert article.text.split("\n\n")[:3] == ["A title", "Port", "Date: 5 May 2024"]


def test_json_lines_keep_their_types_and_half_a_line_costs_one_row(tmp_path):
    lines = [
        '{"id": 7, "content": "The port reopened.", "author": ["Mira", "Ana"], "n": 3, "x": [true, {"a": "ü"}]}',
        '{"id": "8", "content": "The port clo',
        "",
        "[1, 2]",
        '{"id": 9, "words": "none"}',
        '{"id": 10, "text": 5}',
        '{"id": 11, "text": "Broken \xff byte."}'.encode("latin-1"),
        '{"id": {"a": 1}, "text": "The port."}',
        '{"text": "Half a character \\ud83d here.", "big": 123456789012345678901234567890, "title": null}',
        "[" * 100_000,
        '{"id": "\\ud83d", "text": "The port."}',
    ]
    content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    found = read_articles(write(tmp_path / "t.ndjson", b"\xef\xbb\xbf" + content))
    assert [article.id for article in found] == ["7", "t#9"]
    assert found[0].author == "Mira; Ana"
    assert dict(found[0].extra) == {"n": 3, "x": '[true, {"a": "ü"}]'}
    assert found[1].text == "Half a character \ufffd here."
    assert found[1].extra["big"] == "123456789012345678901234567890"
    reasons = {item.row: item.reason for item in found.rejected}
    assert list(reasons) == [2, 4, 5, 6, 7, 8, 10, 11]
    assert reasons[2] == "no JSON: Unterminated string starting at, column 24"
    assert reasons[4] == "a JSON list, not an object; write one {…} on each line"
    assert reasons[5].startswith("no column 'text' or 'content' or 'body' for the text; found: 'id', 'words'")
    assert reasons[6] == "column 'text': int 5 is no text"
    assert reasons[7].startswith("not UTF-8 at byte 28 of the line")
    assert "neither text nor a number" in reasons[8]
    assert "half a character" in reasons[11]


def test_a_json_array_is_one_rejected_row(tmp_path):
    assert "one {…} on each line" in refused(
        write(tmp_path / "t.jsonl", '[\n{"text": "a"},\n{"text": "b"}\n]')
    )


@pytest.mark.parametrize(("name", "content"), [("t.csv", "id,text\n"), ("t.jsonl", ""), ("t.jsonl", "\n\n")])
def test_a_table_without_rows_is_one_rejected_row(tmp_path, name, content):
    assert refused(write(tmp_path / name, content)) == "no rows in it"


def test_a_json_line_beyond_the_limit_is_passed_over(tmp_path):
    content = '{"text": "' + "a" * 3_000_000 + '"}\n{"text": "The port."}\n'
    found = read_articles(write(tmp_path / "t.jsonl", content), max_characters=100_000)
    assert [article.text for article in found] == ["The port."]
    assert found.rejected[0].row == 1
    assert "a line of more than 2,200,000 bytes" in found.rejected[0].reason


def test_json_lines_in_utf_16_are_read(tmp_path):
    content = '{"text": "The café."}\n{"text": "The port."}\n'.encode("utf-16")
    assert [article.text for article in read_articles(write(tmp_path / "t.jsonl", content))] == [
        "The café.",
        "The port.",
    ]


def test_parquet_is_read_with_its_types(tmp_path):
    import datetime as dt

    import pyarrow as pa
    from pyarrow import parquet

    day = dt.datetime(2024, 5, 5, 23, 30)  # noqa: DTZ001 - a column without a zone
    parquet.write_table(
        pa.table(
            {
                "id": pa.array([1, 2, None], pa.int64()),
                "text": ["The port reopened.", None, "It rained."],
                "date": pa.array([day, day, None], pa.timestamp("ns")),
                "outlet": pa.array(["Post", "Post", None]).dictionary_encode(),
                "score": [0.5, None, None],
                "tags": [["a", "b"], [], None],
                "when": pa.array([day.date(), None, None]),
            }
        ),
        tmp_path / "t.parquet",
    )
    found = read_articles(tmp_path / "t.parquet")
    assert [(article.id, article.row, article.date, article.outlet) for article in found] == [
        ("1", 1, "2024-05-05", "Post"),
        ("t#3", 3, None, None),
    ]
    assert dict(found[0].extra) == {"score": 0.5, "tags": '["a", "b"]', "when": "2024-05-05"}
    assert found.rejected == (Rejected("t.parquet", 2, "column 'text': empty"),)


def test_what_is_no_parquet_is_one_rejected_row(tmp_path):
    assert "cannot be read as Parquet" in refused(write(tmp_path / "t.parquet", b"PAR1 no parquet PAR1"))


def test_a_made_id_gives_way_to_a_given_one(tmp_path):
    write(tmp_path / "a.jsonl", '{"id": "b#1", "text": "The port."}')
    write(tmp_path / "b.jsonl", '{"text": "It rained."}\n{"id": "b#1", "text": "It snowed."}')
    found = read_articles(tmp_path)
    assert [article.id for article in found] == ["b#1", "b#1 (2)"]
    assert found.rejected[0].reason == "the id 'b#1' is taken by a.jsonl, row 1"


def test_a_rejected_row_takes_no_id(tmp_path):
    path = write(tmp_path / "t.jsonl", '{"id": 1, "text": ""}\n{"id": 1, "text": "The port."}')
    assert [article.id for article in read_articles(path)] == ["1"]


# ---------------------------------------------------------------- web pages

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Trade routes need guards | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><meta property="og:title" content="Trade routes need guards">
<meta name="author" content="Mira Anand">{date}
<link rel="canonical" href="https://harbour.example/opinion/trade"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Trade routes need guards</h1>
<p>The port reopened on Monday, and the first convoy left under escort before the sun was up, as the minister
had promised in the spring.</p>
<h2>What the port costs</h2>
<p>Guarding a harbour is dear, and the bill lands on towns that never see the cargo. “Nobody asked us,” said
<a href="/r">Ana Ruiz</a>, who runs a bakery, <b>loudly</b>.</p>
<blockquote><p>A harbour without guards is a gift to those who would rather take than trade.</p></blockquote>
<h2>What comes next</h2>
<p>The council votes in June. It should vote for the guards, and it should say who pays for them and for how
long they will stay in town.</p></article>
<section id="comments" class="comments"><h3>Comments</h3>
<div class="comment"><p>I hate this article!</p></div></section>
<footer><p>© 2023 The Harbour Post. All rights reserved.</p></footer><script>alert("x")</script></body></html>"""


def test_a_page_gives_its_article_and_nothing_around_it(tmp_path):
    date = '<meta property="article:published_time" content="2024-11-05T23:10:00+05:00">'
    article = one(write(tmp_path / "a.html", PAGE.replace("{date}", date)))
    assert (article.title, article.outlet, article.author) == (
        "Trade routes need guards",
        "The Harbour Post",
        "Mira Anand",
    )
    assert (article.date, article.url) == ("2024-11-05", "https://harbour.example/opinion/trade")
    parts = article.text.split("\n\n")
    assert [part[:12] for part in parts] == [
        "Trade routes",
        "The port reo",
        "What the por",
        "Guarding a h",
        "A harbour wi",
        "What comes n",
        "The council ",
    ]
    assert "said Ana Ruiz, who runs a bakery, loudly." in parts[3]
    assert [article.text[start:].split("\n")[0] for start in article.headings] == [
        "What the port costs",
        "What comes next",
    ]


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        ("", None),
        ('<meta name="date" content="2024-11">', "2024-11"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-11-05"}</script>',
            "2024-11-05",
        ),
        (
            """<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020"},
            {"@type": ["NewsArticle"], "datePublished": "2024-11-05T10:00Z"}]}</script>""",
            "2024-11-05",
        ),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<meta name="date" content="03/04/2024"><meta name="pubdate" content="2024-04-03">', "2024-04-03"),
    ],
)
def test_the_date_of_a_page_is_the_one_it_declares_as_exact_as_it_is(tmp_path, markup, date):
    """Never the year of the copyright, never today's day."""
    assert one(write(tmp_path / "a.html", PAGE.replace("{date}", markup))).date == date


def test_a_page_whose_only_date_is_ambiguous_is_refused_unless_told(tmp_path):
    path = write(tmp_path / "a.html", PAGE.replace("{date}", '<meta name="date" content="03/04/2024">'))
    assert refused(path).startswith("page, date: '03/04/2024' is ambiguous")
    assert one(path, date_order="day").date == "2024-04-03"


def test_a_page_is_decoded_as_it_declares(tmp_path):
    page = PAGE.replace("{date}", "").replace("utf-8", "windows-1252")
    assert "“Nobody asked us,”" in one(write(tmp_path / "a.htm", page.encode("cp1252"))).text


@pytest.mark.parametrize(
    "content", ["", "<html></html>", "<p>", "no markup at all", "<" * 5000, "<div>" * 3000 + "x"]
)
def test_a_page_without_an_article_is_rejected(tmp_path, content):
    refused(write(tmp_path / "a.html", content))


def test_a_page_of_too_many_elements_is_rejected(tmp_path):
    content = "<html><body><article>" + "<p>The port.</p>" * 60_000 + "</article></body></html>"
    assert "elements, over the limit of 50,000" in refused(write(tmp_path / "a.html", content))


# ---------------------------------------------------------------- read_text, iter_articles


def test_a_text_at_hand_becomes_an_article():
    article = read_text(BODY, id="n1", title="Port", date="5 May 2024", outlet="Post", coder="me")
    assert article == Article(
        "n1",
        "Port\n\n" + BODY.replace("\n", "\n\n"),
        "Port",
        "Post",
        None,
        "2024-05-05",
        None,
        {"coder": "me"},
    )


@pytest.mark.parametrize("bad", [{"text": ""}, {"text": "12"}, {"id": " "}, {"date": "03/04/2024"}])
def test_a_text_at_hand_that_cannot_be_an_article_raises(bad):
    with pytest.raises(InputError):
        read_text(**{"text": BODY, "id": "n1", **bad})


def test_articles_are_a_sequence(tmp_path):
    for name in "abc":
        write(tmp_path / f"{name}.txt", BODY)
    found = read_articles(tmp_path)
    assert len(found) == 3
    assert [article.id for article in found] == ["a", "b", "c"]
    assert found[-1].id == "c"
    assert [article.id for article in found[1:]] == ["b", "c"]
    assert found[0] in found


def test_streaming_gives_articles_and_rejected_rows_in_input_order(tmp_path):
    write(tmp_path / "a.jsonl", '{"text": "The port."}\n{"text": ""}\n{"text": "It rained."}')
    write(tmp_path / "b.xyz", "")
    write(tmp_path / "c.txt", BODY)
    stream = iter_articles(tmp_path)
    assert [type(item).__name__ for item in stream] == [
        "Article",
        "Rejected",
        "Article",
        "Rejected",
        "Article",
    ]


def test_streaming_reads_no_further_than_it_is_asked(tmp_path):
    """A million rows are not held: after the first article the file is not at its end."""
    path = write(tmp_path / "a.jsonl", '{"text": "The port."}\n' * 200_000)
    stream = iter_articles(path)
    first = next(stream)
    assert isinstance(first, Article)
    assert first.id == "a#1"


def test_a_path_that_does_not_exist_is_an_error_before_streaming_begins(tmp_path):
    with pytest.raises(InputError):
        iter_articles(tmp_path / "nowhere")


# ---------------------------------------------------------------- laws


def check_law(found):
    assert len(found.articles) + len(found.rejected) >= 1
    for article in found:
        text = article.text
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
        assert all(line == line.strip() for line in text.split("\n"))
        assert all(text.split("\n\n"))
        assert text.encode("utf-8")
        assert article.title is None or text.startswith(f"{article.title}\n\n")
        assert all(start == 0 or text[start - 2 : start] == "\n\n" for start in article.headings)
    for item in found.rejected:
        assert item.reason
        assert "\n" not in item.reason


#: Separated by `¦`: what the formats and the rules about characters trip over.
ODD = (
    "# ¦\n¦\r\n¦\n\n¦Date: ¦2024-05-05¦x-a: b¦---\n¦The port reopened¦.¦“¦\u0301¦\ufeff¦\u2028¦\u200b¦\x00¦\x0c¦\t¦"
    "- ¦> ¦<b>¦`¦&#13;¦&nbsp;¦| a |¦|-|"
    '¦é¦😀¦ﬁ¦"¦,¦text¦id¦{¦}¦{"text": "The port."}¦\\ud800¦<p>¦</p>¦<h2>¦<!--¦\x85¦Title: '
)
PIECES = st.lists(st.sampled_from(ODD.split("¦")), max_size=30).map("".join)
SUFFIXES = st.sampled_from([".txt", ".md", ".html", ".csv", ".tsv", ".jsonl"])


@RELAXED
@given(data=st.binary(max_size=300), suffix=SUFFIXES)
@example(data=b"\xff\xfe", suffix=".txt")
@example(data=b"\xff\xfe\x00", suffix=".csv")
@example(data=b"\xff\xfe\x00", suffix=".jsonl")
@example(data=b"text\n\x80", suffix=".csv")
def test_any_bytes_are_articles_or_rejected_rows_and_never_an_exception(tmp_path, data, suffix):
    found = read_articles(write(tmp_path / f"a{suffix}", data))
    check_law(found)


@RELAXED
@given(text=PIECES, suffix=SUFFIXES, layout=st.sampled_from(["auto", "line", "blank"]))
@example(text="The port\x85\u0301", suffix=".txt", layout="auto")
@example(text="# \u0301a\n\n\u0301b", suffix=".md", layout="auto")
def test_any_text_is_clean_once_it_is_an_article(tmp_path, text, suffix, layout):
    found = read_articles(write(tmp_path / f"a{suffix}", text), layout=layout)
    check_law(found)


@given(text=PIECES)
def test_reading_a_clean_text_again_changes_nothing(text):
    try:
        first = read_text(text, id="a", layout="line").text
    except InputError:
        return
    assert read_text(first, id="a", layout="line").text == first
