"""What in a template would act, or reach outside, when a document made of it is opened: refused with its place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from zcplan import opc
from zcplan.i18n import gettext as _
from zcplan.render import guard, plain_formula
from zcplan.render.lint.finding import ERROR, Finding
from zcplan.render.lint.tags import shortened

Place = Callable[[etree._Element], str]
"""From an element to the place where a person finds it."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FORMULAS = ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula")
_ACTS = (
    *("mailMerge", "entryMacro", "exitMacro", "webVideoPr", "frameset", "altChunk", "subDoc", "FmlaMacro", "ddeLink"),
    *("OLEObject", "oleObject", "objectEmbed", "objectLink", "control", "ocx", "contentPart", "dataBinding"),
    *("attachedTemplate", "saveThroughXslt", "webPublishItem"),
)
"""Elements that act whatever the relationship says that they have."""
_LINKS = ("hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver")
"""Elements that a hyperlink may be of: what else has its address would fetch what lies there."""
_FORMULA_POINTS = {"cfvo": "val", "sp": "textlink"}
"""Attributes that hold formulas, by element."""
_NOTE = "Note"
"""The one kind of drawing of the old form that a sheet may hold: the frame of a comment."""
_NAMES = ("Print_Area", "Print_Titles", "_FilterDatabase", "Criteria", "Extract")
"""Names that Excel gives itself."""
_POINTS = ("src", "href", "althref", "macro")
"""Attributes that name a file, a page or a macro."""
_ELSEWHERE = re.compile(r"^\s*(?:\w[\w+.-]+:(?://|\\\\|/)|\\\\|//\w|file:|javascript:|data:|mailto:)", re.IGNORECASE)


def kinds() -> dict[str, str]:
    """What refused parts and relationships are, by a word in the name of their kind."""
    return {
        "vba": _("macros"),
        "macro": _("macros"),
        "activex": _("ActiveX controls"),
        "ctrlprop": _("form controls"),
        "control": _("form controls"),
        "ole": _("embedded or linked objects"),
        "package": _("embedded or linked objects"),
        "afchunk": _("an imported document"),
        "subdocument": _("a linked document"),
        "attachedtemplate": _("an attached template"),
        "mailmerge": _("a mail merge"),
        "externallink": _("links to another workbook"),
        "connection": _("data connections"),
        "querytable": _("data connections"),
        "pivot": _("pivot tables"),
        "slicer": _("slicers"),
        "timeline": _("timelines"),
        "frame": _("frames"),
        "customui": _("an own ribbon"),
        "extensibility": _("an own ribbon"),
        "usercustomization": _("an own ribbon"),
        "dialogsheet": _("a dialog sheet"),
        "chartsheet": _("a chart on a sheet of its own"),
        "diagram": _("SmartArt"),
        "svg": _("a picture of kind SVG"),
        "video": _("sound or film"),
        "audio": _("sound or film"),
        "media": _("sound or film"),
        "image": _("a linked picture"),
        "object": _("embedded or linked objects"),
        "databinding": _("a content control tied to other data, which would take the place of its text"),
        "signature": _("a digital signature"),
        "html": _("an imported document"),
        "rtf": _("an imported document"),
    }


def findings(parts: Mapping[str, bytes], suffix: str, place: Callable[[str], Place]) -> Iterator[Finding]:
    """What is not on the lists of :mod:`zcplan.render.guard`.

    :param suffix: ``.docx`` or ``.xlsx``
    :param place: from the name of a part to what tells the places in it
    """
    types = guard.content_types(parts, "")
    yield from _parts(parts, types, suffix)
    for name, blob in parts.items():
        if name.lower().endswith(".rels"):
            yield from _relationships(parts, types, name, place)
        elif _is_xml(name, types.get(name, "")) and _may_act(blob):
            yield from _content(etree.fromstring(blob), suffix, place(name), _sheets(parts, suffix))


def _parts(parts: Mapping[str, bytes], types: Mapping[str, str], suffix: str) -> Iterator[Finding]:
    for name, kind in types.items():
        if kind not in guard.PARTS[suffix]:
            yield _refused(_called(f"{kind} {name}", kind or name), name)
        elif kind == guard.BOOK:
            yield from _of_book(parts[name], name)


def _of_book(blob: bytes, name: str) -> Iterator[Finding]:
    """What the workbook behind a chart holds."""
    try:
        inner = opc.parts(blob)
    except opc.UnusableError:
        yield _refused(_("embedded or linked objects"), name)
        return
    for finding in findings(inner, ".xlsx", lambda part: lambda _element: part):
        yield replace(finding, place=f"{name}, {finding.place}")


def _is_xml(name: str, kind: str) -> bool:
    return name.lower().endswith((".xml", ".vml")) or kind.endswith(("xml", "vmlDrawing"))


def _called(kind: str, told: str) -> str:
    found = next((words for word, words in kinds().items() if word in kind.lower()), None)
    return found or _("a part of another kind ({kind})").format(kind=told)


def _refused(thing: str, place: str, tag: str = "", todo: str = "") -> Finding:
    what = _("a template can't hold this: {thing}").format(thing=thing)
    return Finding("active", ERROR, place, shortened(tag), what, todo or _("Take it out of the template."))


_WORDS = tuple(word.lower().encode() for word in ("instr", "fldChar", "cfvo", "textlink", "ClientData", *_ACTS))
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?(?:" + "|".join(_FORMULAS).lower().encode() + rb")[\s>]")
_POINTS_AT = tuple(re.compile(name.encode() + rb"""\s*=\s*["'](?!["'#])""") for name in _POINTS)
_ADDRESS = re.compile(rb"""=\s*["']\s*(?:\w[\w+.-]+:(?://|\\\\|/)|\\\\|//\w|file:|javascript:|data:|mailto:)""")
_NAMESPACE = re.compile(rb"\s(?:xmlns(?::[\w.-]+)?|(?:[\w.-]+:)?uri)\s*$")
_LONGEST = 80
"""Bytes before an address in which the name of its attribute is looked for."""
_REFERENCE = re.compile(rb"&#(?:x0*[0-7]?[0-9a-f]|0*1?[0-9]{1,2});")
_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-8|us-ascii)""")


def _may_act(blob: bytes) -> bool:
    """Whether a part is worth reading for what acts: a look at its bytes, since most parts hold nothing of the kind.

    A part that is written so that a look at its bytes would not tell is read. Plain words and patterns that begin
    with a letter are looked for, each by itself: one pattern of all of them takes some forty times as long.
    """
    low = blob.lower()
    if b"\0" in low or not low.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return True
    if _REFERENCE.search(low) or _ENCODING.search(low) or any(word in low for word in _WORDS):
        return True
    if _FORMULA.search(low) or any(pattern.search(low) for pattern in _POINTS_AT):
        return True
    return any(
        not _NAMESPACE.search(low[max(match.start() - _LONGEST, 0) : match.start()]) for match in _ADDRESS.finditer(low)
    )


# --- relationships ----------------------------------------------------------------------------------


def _relationships(
    parts: Mapping[str, bytes], types: Mapping[str, str], name: str, place: Callable[[str], Place]
) -> Iterator[Finding]:
    folder, file = posixpath.split(name)
    source = posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])
    relations = list(etree.fromstring(parts[name]).iter(_RELATIONSHIP))
    used = _used(parts.get(source), {r.get("Id", "") for r in relations})
    for relation in relations:
        users = used.get(relation.get("Id", ""), [])
        wrong = _wrong_relation(relation, types.get(source, ""), name) or _wrong_use(relation, users)
        if wrong:
            where = place(source)(users[0]) if users else source or name
            yield _refused(*wrong[:1], where, relation.get("Target", ""), *wrong[1:])


def _wrong_use(relation: etree._Element, users: list[etree._Element]) -> tuple[str, str] | None:
    """What is wrong with who uses a relationship that leads outside: it may be a link, and nothing else."""
    if relation.get("TargetMode") != "External":
        return None
    other = next((etree.QName(e).localname for e in users if etree.QName(e).localname not in _LINKS), None)
    return (_called(other, other), _inside()) if other else None


def _wrong_relation(relation: etree._Element, source: str, name: str) -> tuple[str, str] | None:
    """What is wrong with a relationship, and what to do."""
    kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
    mode = relation.get("TargetMode", "Internal")
    if mode != "Internal":
        if kind == "hyperlink":
            todo = _("Let the link lead to a page (https://…) or a place in the document, or take it out.")
            return None if mode == "External" and guard.is_address(target) else (_("a link to a file"), todo)
        return _called(kind, kind), _inside()
    if kind not in guard.RELATIONSHIPS or (kind == "package" and not source.endswith("drawingml.chart+xml")):
        return _called(kind, kind), _("Take it out of the template.")
    if guard.is_outside(target, name) and not target.startswith("#"):
        return _("a part that lies outside the file"), _inside()
    return None


def _inside() -> str:
    return _("Put the picture or the data into the file itself, or take the link out.")


def _used(blob: bytes | None, ids: set[str]) -> dict[str, list[etree._Element]]:
    """The elements of a part that use each of its relationships."""
    found: dict[str, list[etree._Element]] = {}
    for element in etree.fromstring(blob).iter(etree.Element) if blob else ():
        for key, value in element.attrib.items():
            if value in ids and key.startswith(_R):
                found.setdefault(value, []).append(element)
    return found


# --- what stands in the parts -----------------------------------------------------------------------


def _content(root: etree._Element, suffix: str, place: Place, sheets: tuple[str, ...]) -> Iterator[Finding]:
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name in _ACTS:
            yield _refused(_called(name, name), place(element))
        if name == "ClientData" and element.get("ObjectType") != _NOTE:
            yield _refused(_("form controls"), place(element))
        if suffix == ".xlsx" and name in _FORMULAS and element.text:
            yield from _of_formula(element, name, place, sheets)
        point = element.get(_FORMULA_POINTS[name], "") if name in _FORMULA_POINTS else ""
        if point and not _PLAIN_NUMBER.fullmatch(point):
            yield from _of_text(point.removeprefix("="), place(element), sheets)
        yield from _of_attributes(element, place)
    if suffix == ".docx":
        for element, code in codes(root):
            yield from _of_field(code, place(element))


def _of_attributes(element: etree._Element, place: Place) -> Iterator[Finding]:
    for key, value in element.attrib.items():
        name = etree.QName(key).localname
        if name == "uri" or value.startswith("#") or not value:
            continue
        if name in _POINTS or _ELSEWHERE.match(value):
            thing = _("macros") if name == "macro" else _("an address that is no hyperlink")
            yield _refused(thing, place(element), value)


_OF_FIELDS = tuple(f"{_W}{name}" for name in ("fldSimple", "fldChar", "instrText", "delInstrText"))
_TEXTS = tuple(f"{_W}{name}" for name in ("t", "delText", "sym", "noBreakHyphen"))


def codes(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The fields of a part of a Word file: an element of each, and the code; a nested field is ``\\ufffc``.

    Whatever text stands in a code is part of it.
    """
    open_fields: list[tuple[etree._Element, list[str], list[bool]]] = []
    for element in root.iter(*_OF_FIELDS, *_TEXTS):
        if element.tag == f"{_W}fldSimple":
            yield element, element.get(f"{_W}instr", "")
            if open_fields and open_fields[-1][2][0]:
                open_fields[-1][1].append("\ufffc")
        elif element.tag in _TEXTS:
            if open_fields and open_fields[-1][2][0]:
                open_fields[-1][1].append(element.text or "\ufffc")
        elif element.tag != f"{_W}fldChar":
            if open_fields and open_fields[-1][2][0]:
                open_fields[-1][1].append(element.text or "")
            else:
                yield element, element.text or ""
        elif element.get(f"{_W}fldCharType") == "begin":
            if open_fields:
                open_fields[-1][1].append("\ufffc")
            open_fields.append((element, [], [True]))
        elif open_fields and element.get(f"{_W}fldCharType") == "separate":
            open_fields[-1][2][0] = False
        elif open_fields:
            begun, code, _is_code = open_fields.pop()
            yield begun, "".join(code)
    yield from ((begun, "".join(code)) for begun, code, _is_code in open_fields)


_FIELD = re.compile(r"\s*(=|\w+)")
_SWITCH = re.compile(r'\\[lot]\s*(?:"[^"]*"|\S+)?|\\[a-z*](?=\s|$)', re.IGNORECASE)
"""Switches of HYPERLINK: ``\\l`` a place in the document, ``\\o`` a note, ``\\t`` a window."""
_TARGET = re.compile(r'"([^"]*)"|(\S+)')


def _of_field(code: str, place: str) -> Iterator[Finding]:
    match = _FIELD.match(code)
    name = match[1].upper() if match else ""
    if not code.strip():
        return
    if name not in guard.FIELDS:
        thing = _("the field {name}").format(name=shortened(name or code, 20))
        yield _refused(thing, place, code, _("Fields that it can hold: {names}").format(names=_listed(guard.FIELDS)))
    elif "{{" in code or "{%" in code:
        yield _refused(_("a tag in the code of a field"), place, code, _("Put the tag beside the field."))
    elif name == "HYPERLINK":
        rest = _SWITCH.sub("", code[code.upper().index(name) + len(name) :])
        targets = [quoted or bare for quoted, bare in _TARGET.findall(rest)]
        if not all(guard.is_address(target) for target in targets):
            todo = _("Let the link lead to a page (https://…) or a place in the document, or take it out.")
            yield _refused(_("a link to a file"), place, code, todo)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _sheets(parts: Mapping[str, bytes], suffix: str) -> tuple[str, ...]:
    """The names of a workbook's sheets, as formulas compare them."""
    blob = parts.get("xl/workbook.xml") if suffix == ".xlsx" else None
    if blob is None:
        return ()
    return tuple(
        e.get("name", "").lower()
        for e in etree.fromstring(blob).iter(etree.Element)
        if etree.QName(e).localname == "sheet"
    )


_PLAIN_NUMBER = re.compile(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?")


def _of_formula(element: etree._Element, name: str, place: Place, sheets: tuple[str, ...]) -> Iterator[Finding]:
    where = place(element)
    if name == "definedName":
        own = element.get("name", "")
        acts = any(element.get(key) in ("1", "true") for key in ("function", "vbProcedure", "xlm"))
        if acts or (own.startswith("_xlnm.") and own.removeprefix("_xlnm.") not in _NAMES):
            yield _refused(_("the name {name} of a macro").format(name=own), where)
            return
    yield from _of_text(element.text, where, sheets)


def _of_text(formula: str, where: str, sheets: tuple[str, ...]) -> Iterator[Finding]:
    for thing in _wrong_in_formula(formula, sheets):
        yield _refused(thing, where, f"={formula}", _("Use cells of this workbook and usual functions."))


def _is_plain(formula: str, sheets: tuple[str, ...]) -> bool:
    """Whether a formula is of plain pieces, known functions and the workbook's own sheets: most are."""
    pieces = plain_formula.tokens(formula)
    return pieces is not None and all(
        (not piece["function"] or piece["function"] in guard.FUNCTIONS - {"HYPERLINK"})
        and (not piece["sheet"] or piece["sheet"].strip("'").lower() in sheets)
        for piece in pieces
    )


def _wrong_in_formula(formula: str, sheets: tuple[str, ...]) -> Iterator[str]:
    if _is_plain(formula, sheets):
        return
    from openpyxl.formula import Tokenizer

    try:
        tokens = [t for t in Tokenizer(f"={formula}").items if t.type != "WHITE-SPACE"]
    except Exception:  # whatever openpyxl makes of a formula that is none
        yield _("a formula that can't be read")
        return
    for at, token in enumerate(tokens):
        if token.type == "FUNC" and token.subtype == "OPEN":
            called = token.value.rstrip("(").upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
            if called not in guard.FUNCTIONS:
                yield _("the function {name}").format(name=shortened(called, 30))
            elif called == "HYPERLINK" and not _leads_inside(tokens[at + 1 : at + 2]):
                yield _("a link to a file")
        elif token.type == "OPERAND" and token.subtype == "RANGE":
            if _is_elsewhere(token.value, sheets):
                yield _("a reference to something outside the workbook")
            elif any(t.type == "PAREN" and t.subtype == "OPEN" for t in tokens[at + 1 : at + 2]):
                yield _("the function {name}").format(name=shortened(token.value, 30))


def _leads_inside(target: list[Any]) -> bool:
    return bool(target) and target[0].subtype == "TEXT" and guard.is_address(target[0].value.strip('"'))


def _is_elsewhere(reference: str, sheets: tuple[str, ...]) -> bool:
    """Whether a reference goes to anything but a sheet of the workbook, a name or a table in it."""
    sheet, mark, _rest = reference.rpartition("!")
    if not mark:
        return "|" in reference or "\\\\" in reference
    if "[" in sheet or "|" in sheet:
        return True
    names = sheet.strip("'").replace("''", "'").lower()
    return names not in sheets and not all(part in sheets for part in names.split(":"))
