"""Files, folders and tables → Articles: the door through which every text comes in.

`read_articles` collects, `iter_articles` streams, `read_text` takes one text from a notebook. What cannot be
read is a `Rejected` with its reason; every input is the one or the other.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, get_args, overload

from framing.deadline import MAX_SECONDS, deadline
from framing.errors import InputError, LimitError
from framing.model import Article, Rejected, Scalar
from framing.preprocessing.columns import USUAL, draft_of_row
from framing.preprocessing.dates import DateOrder
from framing.preprocessing.draft import MAX_CHARACTERS, Draft, Options, draft_of_body, finish
from framing.preprocessing.encoding import check_encoding, decode, file_encoding
from framing.preprocessing.files import File, Paths, find_files, told_paths
from framing.preprocessing.ids import Ids, id_text
from framing.preprocessing.layout import LayoutChoice, Structure
from framing.preprocessing.plain import read_markdown, read_plain
from framing.preprocessing.rows import BadRow, Row, read_csv, read_jsonl, read_parquet
from framing.preprocessing.streams import Meter, ending, read_bytes, state
from framing.preprocessing.webpage import read_page

#: Bytes of a file that one character of its text can take.
_BYTES = {".txt": 4, ".md": 4, ".html": 20}
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Admitted:
    """An article, how its lines were read, and its file's encoding where that had to be guessed."""

    article: Article
    structure: Structure
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Articles(Sequence[Article]):
    """What was read: a sequence of articles, and all that was not admitted among them.

    Attributes
    ----------
    articles
        in input order
    rejected
        inputs that could not be read, with the reason
    structures
        by article id, how its lines were read: line, wrapped or blank
    encodings
        by input, the encoding that was guessed; files whose encoding is certain are not in it
    inputs
        by input, the sha256 of the file
    reading
        where the files lie and how they were read, as plain JSON values: what a rerun needs
    """

    articles: tuple[Article, ...]
    rejected: tuple[Rejected, ...] = ()
    structures: Mapping[str, str] = field(default_factory=dict)
    encodings: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)

    @property
    def notes(self) -> list[str]:
        """What must be said of how the articles were read: the encodings that were guessed."""
        return guess_notes(self.encodings)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[index]

    def __len__(self) -> int:
        return len(self.articles)


def read_articles(
    paths: Paths,
    *,
    layout: LayoutChoice = "auto",
    date_order: DateOrder = "refuse",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    max_characters: int = MAX_CHARACTERS,
    max_seconds: float = MAX_SECONDS,
) -> Articles:
    """Every article under `paths`, in a stable order.

    Parameters
    ----------
    paths
        a file, a folder (read with all that is in it, sorted by name), a pattern with * ? ** in it, or several; .txt
        .md .html .csv .tsv .jsonl, also packed (.gz, .zst), .parquet; URLs, if fsspec is installed
    layout
        what ends a paragraph of plain text: "auto" decides by each text, "line" every line end, "blank" only
        blank lines
    date_order
        how 03/04/2024 is read: "refuse", "day" first or "month" first
    columns
        field → column for tables whose columns have other names, `{"text": "article_body"}`; fields are id,
        text, title, outlet, author, date, url
    encoding
        encoding of all text files; None: found for each
    max_characters
        longer texts are rejected
    max_seconds
        time that one text or page may take to read; 0 is no limit

    Returns
    -------
    Articles
        possibly without any article: what could not be read stands in `rejected`.

    Raises
    ------
    InputError
        if a path does not exist, or an option cannot be used.
    """
    options = check_options(
        layout=layout,
        date_order=date_order,
        columns=columns,
        encoding=encoding,
        max_characters=max_characters,
        max_seconds=max_seconds,
    )
    files = find_files(paths)
    admitted: list[Admitted] = []
    rejected: list[Rejected] = []
    for one in admit(files, options):
        if isinstance(one, Admitted):
            admitted.append(one)
        else:
            rejected.append(one)
    return Articles(
        tuple(one.article for one in admitted),
        tuple(rejected),
        MappingProxyType({one.article.id: one.structure for one in admitted}),
        MappingProxyType({one.article.input: one.encoding for one in admitted if one.encoding}),
        MappingProxyType(dict(digests(files))),
        MappingProxyType(told_paths(paths) | options.plain()),
    )


def iter_articles(paths: Paths, **options: Any) -> Iterator[Article | Rejected]:
    """Articles and rejected inputs one at a time, in input order; else the same as `read_articles`.

    Takes the options of `read_articles`; memory holds one article at a time and the ids of those before.
    """
    checked = check_options(**options)
    found = find_files(paths)
    return (one.article if isinstance(one, Admitted) else one for one in admit(found, checked))


def read_text(  # noqa: PLR0913 - an argument for each field
    text: str,
    *,
    id: str,  # noqa: A002 - the field's name
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    date: str | None = None,
    url: str | None = None,
    layout: LayoutChoice = "auto",
    date_order: DateOrder = "refuse",
    max_characters: int = MAX_CHARACTERS,
    **extra: Scalar,
) -> Article:
    r"""Article of a text at hand; the text is body only, no header is looked for in it.

    Raises
    ------
    InputError
        if there is no text in it, or a field cannot be read.

    Examples
    --------
    >>> read_text("The port reopened.\nTrade resumed.", id="a", title="The port", date="5 May 2024").date
    '2024-05-05'
    """
    options = check_options(layout=layout, date_order=date_order, max_characters=max_characters)
    given = id_text(id)
    if given is None:
        raise InputError("id: empty; give each article an id of its own")
    fields = {"title": title, "outlet": outlet, "author": author, "date": date, "url": url}
    draft = draft_of_body(text, options, fields=fields, extra=extra, place="{}")
    return finish(draft, id=given, input="", row=None, options=options)


def check_options(
    *,
    layout: LayoutChoice = "auto",
    date_order: DateOrder = "refuse",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    max_characters: int = MAX_CHARACTERS,
    max_seconds: float = MAX_SECONDS,
) -> Options:
    """Options of `read_articles`, checked.

    Raises
    ------
    InputError
        if one cannot be used; the message says what is accepted.
    """
    for name, value, accepted in (
        ("layout", layout, get_args(LayoutChoice)),
        ("date_order", date_order, get_args(DateOrder)),
        *((f"columns, '{key}'", key, tuple(USUAL)) for key in columns or {}),
    ):
        if value not in accepted:
            raise InputError(f"{name}: '{value}' is unknown; write {', '.join(accepted)}")
    fields: dict[str, str] = {}
    for name, column in (columns or {}).items():
        if (other := fields.setdefault(column, name)) != name:
            raise InputError(f"columns: '{column}' cannot be both {other} and {name}; name a column for each")
    if max_characters < 1:
        raise InputError(
            f"max_characters: {max_characters} is no limit; write a number of characters above 0"
        )
    if max_seconds < 0:
        raise InputError(f"max_seconds: {max_seconds:g} is no limit; write seconds above 0, or 0 for none")
    if encoding is not None:
        check_encoding(encoding)
    named = MappingProxyType(dict(columns or {}))
    return Options(layout, date_order, named, encoding, max_characters, max_seconds)


def admit(
    files: Sequence[File | Rejected], options: Options, meter: Meter | None = None
) -> Iterator[Admitted | Rejected]:
    """Each article of `files` or the reason why there is none, in order; `meter` counts the bytes that were read."""
    ids = Ids()
    for file in files:
        if isinstance(file, Rejected):
            yield file
            continue
        empty, row = True, None
        try:
            for row, draft, encoding in _drafts(file, options, meter):
                empty = False
                yield _admit(file, row, draft, encoding, ids, options)
            if empty:
                yield Rejected(file.input, None, "no rows in it")
        except (InputError, OSError, UnicodeError) as error:
            before = "" if row is None else f"; what stands behind row {row:,} was not read"
            yield Rejected(file.input, None, f"{_reason(error)}{before}")


def _admit(
    file: File, row: int | None, draft: Draft | InputError, encoding: str | None, ids: Ids, options: Options
) -> Admitted | Rejected:
    try:
        if isinstance(draft, InputError):
            raise draft
        name = ids.choose(draft.fields.get("id"), file.id, row)
        article = finish(draft, id=name, input=file.input, row=row, options=options)
    except InputError as error:
        return Rejected(file.input, row, _reason(error))
    ids.keep(article)
    return Admitted(article, draft.structure, encoding)


def guess_notes(encodings: Mapping[str, str]) -> list[str]:
    """What must be said of the encodings that were guessed, by input."""
    return [
        f"{name}: its encoding was guessed: {encoding}; --encoding names another"
        for name, encoding in encodings.items()
    ]


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    if isinstance(error, UnicodeDecodeError):
        return f"not text in the encoding {error.encoding} from here on; name another with --encoding"
    return " ".join(str(error).split())


def _drafts(
    file: File, options: Options, meter: Meter | None
) -> Iterator[tuple[int | None, Draft | InputError, str | None]]:
    """Row, draft (or why there is none) and guessed encoding of each article in a file."""
    data = _whole(file, options, meter) if file.suffix in _BYTES else b""
    if file.suffix in (".txt", ".md"):
        decoded = decode(data, options.encoding)
        read = read_plain if file.suffix == ".txt" else read_markdown
        with deadline(options.max_seconds):
            draft = read(decoded.text, options)
        yield None, draft, decoded.guessed
    elif file.suffix == ".html":
        with deadline(options.max_seconds):
            draft, guessed = read_page(data, options)
        yield None, draft, guessed
    else:
        guessed = None
        if file.suffix == ".parquet":
            rows = read_parquet(file.path, options, meter=meter)
        elif file.suffix == ".jsonl":
            rows = read_jsonl(file.path, options, options.encoding, meter=meter)
        else:
            encoding, guessed = file_encoding(file.path, options.encoding)
            rows = read_csv(file.path, options, encoding, meter=meter)
        yield from ((row.number, _draft_of(row, options), guessed) for row in rows)


def _draft_of(row: Row | BadRow, options: Options) -> Draft | InputError:
    if isinstance(row, BadRow):
        return row.error
    try:
        return draft_of_row(row.cells, row.columns, options)
    except InputError as error:
        return error


def digests(files: Iterable[File | Rejected]) -> Iterator[tuple[str, str]]:
    """Input and sha256 of each file that can be read, whatever its size."""
    for file in files:
        if isinstance(file, File):
            with contextlib.suppress(OSError), file.path.open("rb") as stream:
                digest = hashlib.sha256()
                while block := stream.read(_BLOCK):
                    digest.update(block)
                yield file.input, digest.hexdigest()


def _whole(file: File, options: Options, meter: Meter | None) -> bytes:
    """All bytes of a file; one that is too long whatever is in it is refused, unread if it is not packed.

    No encoding takes more than four bytes a character; of a web page most is markup.
    """
    most = _BYTES[file.suffix] * options.max_characters + 4
    size = state(file.path)[0]
    if size > most and ending(file.path) == file.path.suffix.lower():
        raise LimitError(
            f"{size:,} bytes, over the limit of {options.max_characters:,} characters (--max-characters changes it)"
        )
    return read_bytes(file.path, most, meter)
