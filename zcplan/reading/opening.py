"""The one door: any file a person has, to a draft. Its content tells what it is; what can't be read is refused."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from zcplan.errors import UsageError, ZcplanError
from zcplan.i18n import gettext as _
from zcplan.reading import archive, kinds
from zcplan.reading.captions import captioned
from zcplan.reading.document import Draft, Paragraph
from zcplan.reading.passed_over import told

MAX_CHARACTERS = 2_000_000
MAX_NESTING = 3
"""Documents within documents."""
SUFFIXES = frozenset(
    ".docx .docm .dotx .dotm .xlsx .xlsm .xltx .xltm .xlsb .xls .txt .md .markdown .csv .tsv .pdf .html .htm .mht "
    ".mhtml .doc .dot .wps .wpt .et .ett .rtf .odt .ott .ods .fodt .fods".split()
)
"""Endings of what is read; a folder stands for the files in it that end so."""
_WORD, _EXCEL = re.compile(r"\.(doc|dot)[xm]$"), re.compile(r"\.(xls|xlt)[xm]$")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML can't hold."""
_HIDDEN_FILE = re.compile(r"[.~]\$|\.|thumbs\.db$|desktop\.ini$", re.IGNORECASE)


def read(path: Path) -> Draft:
    """Read a document of any kind.

    :raises UsageError: it is missing, of another kind, damaged, too large, or nothing in it can be read
    """
    path = Path(path)
    try:
        data = archive.read_bytes(path)
        draft = read_data(data, path)
    except ZcplanError:
        raise
    except RecursionError:
        raise _unreadable(path) from None
    except Exception as error:  # a guard: whatever a broken file makes a library raise is told as the file's fault
        raise _unreadable(path) from error
    draft = _printable(draft)
    if sum(len(p.text) for p in draft.paragraphs) > MAX_CHARACTERS:
        raise UsageError(_("the text is longer than 2 million characters"), str(path), _("Split it."))
    if not any(p.text.strip() for p in draft.paragraphs):
        raise _nothing(draft, path)
    return replace(draft, path=str(path), tables=captioned(draft))


def _printable(draft: Draft) -> Draft:
    """The draft with a mark for each character that no document can hold, so that whatever is made of it can be."""

    def marked(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, text=_UNPRINTABLE.sub("\ufffd", paragraph.text))

    cells = (c for table in draft.tables for c in table.cells)
    everything = itertools.chain(draft.paragraphs, (p for c in cells for p in c.paragraphs))
    if not any(_UNPRINTABLE.search(p.text) for p in everything):
        return draft
    tables = (
        replace(t, cells=tuple(replace(c, paragraphs=tuple(map(marked, c.paragraphs))) for c in t.cells))
        for t in draft.tables
    )
    return replace(draft, paragraphs=tuple(map(marked, draft.paragraphs)), tables=tuple(tables))


def read_data(data: bytes, path: Path, depth: int = 0) -> Draft:
    """Read a document from its content.

    :param path: its name, for how it ends and for errors
    :param depth: how many documents it stands in
    """
    suffix = path.suffix.lower()
    kind = kinds.kind_of(data, suffix)
    _must_be_what_it_says(kind, suffix, path)
    reader = _readers(depth).get(kind)
    if reader is not None:
        return replace(reader(data, path), kind=kind)
    if kind in (kinds.DOC, kinds.RTF, kinds.WORDXML, kinds.ODF, kinds.XLSB):
        from zcplan.reading.convert import converted, target_of

        target = target_of(data, kind)
        inner = read_data(converted(data, path, target), path.with_suffix(f".{target}"), depth + 1)
        return replace(inner, kind=suffix.lstrip(".") or kind)
    raise _refused(kind, path)


def _readers(depth: int) -> dict[str, Callable[[bytes, Path], Draft]]:
    """How each kind is read; a library is loaded only when a file needs it."""

    def word(data: bytes, path: Path) -> Draft:
        from zcplan.reading import word

        package = archive.open_office(path, data)
        word.must_be_word(package)
        return word.read(package, importer(path, depth + 1))

    def workbook(data: bytes, path: Path) -> Draft:
        from zcplan.reading import sheets

        return sheets.read(data, path)

    def pdf(data: bytes, path: Path) -> Draft:
        from zcplan.reading import pdf

        return pdf.read(data, path)

    def page(data: bytes, path: Path) -> Draft:
        from zcplan.reading import html

        return html.read(data, path)

    def mail(data: bytes, path: Path) -> Draft:
        from zcplan.reading import html

        return html.read_archive(data, path)

    def text(kind: str) -> Callable[[bytes, Path], Draft]:
        from zcplan.reading import text

        return lambda data, path: text.read(data, path, kind)

    def table(data: bytes, path: Path) -> Draft:
        from zcplan.reading import delimited

        return delimited.read(data, path)

    return {
        kinds.DOCX: word,
        kinds.XLSX: workbook,
        kinds.XLS: workbook,
        kinds.PDF: pdf,
        kinds.HTML: page,
        kinds.MHT: mail,
        kinds.TXT: text(kinds.TXT),
        kinds.MD: text(kinds.MD),
        kinds.CSV: table,
    }


def open_word(path: Path) -> tuple[bytes, archive.Package, Callable[[bytes, str], Draft | None]]:
    """A Word file's content and parts, and what reads the parts that it imports: for comments in a copy of it.

    :raises UsageError: it is no Word file, or is damaged
    """
    from zcplan.reading import word

    data = archive.read_bytes(path)
    package = archive.open_office(path, data)
    word.must_be_word(package)
    return data, package, importer(path)


def importer(path: Path, depth: int = 1) -> Callable[[bytes, str], Draft | None]:
    """What reads a part that a document imports; it gives ``None`` for one that can't be read."""

    def imported(data: bytes, name: str) -> Draft | None:
        if depth > MAX_NESTING:
            return None
        try:
            return read_data(data, path.with_name(Path(name).name), depth)
        except ZcplanError:
            return None

    return imported


def _must_be_what_it_says(kind: str, suffix: str, path: Path) -> None:
    """Refuse what stands under a name that promises another thing, and endings that nobody knows.

    :raises UsageError: it is not what its name says
    """
    if kind in (kinds.EMPTY, kinds.BLANK):
        raise UsageError(_("the file is empty"), str(path), _("Give the document itself."))
    if (_WORD.search(suffix) or _EXCEL.search(suffix)) and kind not in (kinds.DOCX, kinds.XLSX):
        if kind == kinds.BINARY:
            raise UsageError(_("this is no Word or Excel file, or it is damaged"), str(path), _again())
        what = _("this is {kind} under the name of a {suffix} file").format(kind=kinds.named(kind), suffix=suffix)
        raise UsageError(what, str(path), _again())
    if kind == kinds.TXT and suffix not in SUFFIXES and suffix not in ("", ".text"):
        raise UsageError(_("“{suffix}” files can't be read").format(suffix=suffix), str(path), _formats())


def _again() -> str:
    return _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx.")


def _formats() -> str:
    return _("Save it as .docx, .xlsx, .pdf or .txt.")


def _refused(kind: str, path: Path) -> UsageError:
    if kind == kinds.LOCKED:
        return UsageError(_("the file is locked with a password"), str(path), _("Take the password off and save it."))
    if kind == kinds.IMAGE:
        return UsageError(
            _("this is a picture: it holds no text that could be read"),
            str(path),
            _("Give the document that it shows."),
        )
    if kind == kinds.ARCHIVE:
        return UsageError(_("this is an archive"), str(path), _("Unpack it and name the files in it."))
    what = _("this is {kind}, which can't be read").format(kind=kinds.named(kind))
    return UsageError(what, str(path), _formats())


def _unreadable(path: Path) -> UsageError:
    return UsageError(_("the file is damaged: it can't be read"), str(path), _again())


def _nothing(draft: Draft, path: Path) -> UsageError:
    passed = "; ".join(told(draft.passed_over))
    what = _("nothing in it could be read ({passed})").format(passed=passed) if passed else _("it holds no text")
    return UsageError(what, str(path), _("Give the document with its text."))


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files named, and for a folder the documents in it, however deep; each once, hidden and lock files left out.

    :raises UsageError: a folder holds no document
    """
    found: dict[Path, Path] = {}
    for path in paths:
        inside = [path]
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_document(p, path))
            if not inside:
                raise UsageError(_("the folder holds no document that can be read"), str(path), _formats())
        for one in inside:
            found.setdefault(one.resolve(), one)
    return list(found.values())


def _is_document(path: Path, folder: Path) -> bool:
    names = path.relative_to(folder).parts
    return path.suffix.lower() in SUFFIXES and not any(map(_HIDDEN_FILE.match, names)) and path.is_file()
