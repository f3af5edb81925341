"""An Excel template read for its tags, cell by cell, and for what openpyxl would lose without a word."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree
from openpyxl.cell.rich_text import CellRichText

from zcplan.i18n import gettext as _
from zcplan.render.lint.finding import ADVICE, ERROR, Finding
from zcplan.render.lint.tags import Room, Tag, shortened

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def rooms(book: Any) -> Iterator[Room]:
    """The sheets of a workbook, each a template of its own."""
    for sheet in book.worksheets:
        yield _room(sheet)


def _room(sheet: Any) -> Room:
    room = Room()
    if _has_tag(sheet.title):
        what = _("a tag in the name of a sheet is not filled")
        room.add("title-tag", f"[{sheet.title}]", sheet.title, what, _("Put it into a cell."))
    for row in sheet.iter_rows():
        for cell in row:
            if getattr(cell, "comment", None) is not None and _has_tag(cell.comment.text):
                what = _("a tag in a comment is not filled")
                place = f"[{sheet.title}] {cell.coordinate}"
                room.add("comment-tag", place, cell.comment.text, what, _("Put it into a cell."))
        texts = [c for c in row if c.value is not None]
        for cell in texts:
            if isinstance(cell.value, (str, CellRichText)) and any(c in str(cell.value) for c in "{}｛｝"):
                _read(cell, f"[{sheet.title}] {cell.coordinate}", texts, room)
    for one, other in itertools.combinations(sheet.merged_cells.ranges, 2):
        if not one.isdisjoint(other):
            what = _("merged cells overlap others ({area})").format(area=other.coord)
            room.add("overlap", f"[{sheet.title}] {one.coord}", "", what, _("Merge the cells anew."))
    for name in _HEADERS:
        header = getattr(sheet, name)
        text = "".join(part.text or "" for part in (header.left, header.center, header.right))
        if _has_tag(text):
            what = _("a tag in a header or footer of a sheet is not filled")
            room.add("header-tag", f"[{sheet.title}] {name}", text, what, _("Put it into a cell."))
    return room


def _has_tag(text: str) -> bool:
    return any(mark in text for mark in ("{{", "}}", "{%", "%}"))


def _read(cell: Any, place: str, row: list[Any], room: Room) -> None:
    text = str(cell.value)
    spans = room.read(text, place)
    if spans and cell.data_type == "f":
        what = _("a tag in a formula makes text of it")
        room.add("formula-tag", place, text, what, _("Let the formula refer to a cell that holds the tag."))
        return
    for start, end, tag in spans:
        if tag.kind == "{#":
            room.add("unknown-tag", place, tag.text, _("a remark would be printed"), _("Take it out."))
        elif tag.kind == "{%" and tag.mark != "tr":
            what = _("in Excel only whole rows can be repeated or left out")
            todo = _("Write {right} in a row of its own.").format(right="{%tr " + tag.body + " %}")
            room.add("unknown-tag", place, tag.text, what, todo)
        elif tag.kind == "{{" and tag.mark:
            what = _("Excel has no tag {tag}").format(tag="{{" + tag.mark)
            room.add("unknown-tag", place, tag.text, what, _("Write {{ NAME }}."))
        else:
            _check_row(cell, (start, end), tag, row, room)
            room.tags.append(tag)


def _check_row(cell: Any, span: tuple[int, int], tag: Tag, row: list[Any], room: Room) -> None:
    """A row tag takes the place of its row."""
    if tag.kind != "{%":
        return
    others = [c for c in row if c is not cell]
    own = str(cell.value)
    rest = (own[: span[0]] + own[span[1] :]).strip() or (str(others[0].value) if others else "")
    if rest:
        what = _("the row holds other text, which would be lost: {text}").format(text=shortened(rest, 30))
        room.add("not-alone", tag.place, tag.text, what, _("Give the tag a paragraph, row or cell of its own."))


def places(parts: Mapping[str, bytes], name: str) -> Callable[[etree._Element], str]:
    """What tells where an element of a part stands."""
    title = next((f"[{title}]" for title, part in _sheets(parts) if part == name), name)

    def place(element: etree._Element) -> str:
        if etree.QName(element).localname == "definedName":
            return _("name “{name}”").format(name=element.get("name", ""))
        for around in (element, *element.iterancestors()):
            where = around.get("r") or around.get("ref") or around.get("sqref")
            if where and title != name:
                return f"{title} {where}"
        return title

    return place


# --- what would be lost ----------------------------------------------------------------------------


def _extensions() -> dict[str, str]:
    """What the extensions of a sheet are, by their id."""
    return {
        "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}": _("sparklines"),
        "{78C0D931-6437-407d-A8EE-F0AAD7539E65}": _("conditional formats of a newer kind (icon sets, data bars)"),
        "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}": _("lists to choose from that refer to another sheet"),
        "{A8765BA9-456A-4dab-B4F3-ACF838C121DE}": _("slicers"),
        "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}": _("slicers"),
        "{7E03D99C-DC04-49d9-9315-930204A7B6E9}": _("timelines"),
    }


def other_findings(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """What openpyxl's reading and writing loses: each is refused by name."""
    if any(name.startswith("xl/externalLinks/") for name in parts):
        yield _lost("", _("links to another workbook"))
    titles = {title for title, _name in _sheets(parts)}
    for title, name in _sheets(parts):
        root = etree.fromstring(parts[name])
        place = f"[{title}]"
        yield from _lost_of_sheet(root, place)
        yield from _views(root, place)
        yield from _links(root, _inside(parts, name), titles, place)
        for drawing in root.iter(f"{_MAIN}drawing"):
            target = _related(parts, name).get(drawing.get(f"{_REL}id"), "")
            if target in parts:
                yield from _lost_of_drawing(etree.fromstring(parts[target]), place)
                yield from _charts(parts, target, place)


def _lost_of_sheet(root: etree._Element, place: str) -> Iterator[Finding]:
    known = _extensions()
    for extension in root.iterfind(f"{_MAIN}extLst/{_MAIN}ext"):
        uri = extension.get("uri", "")
        name = next((n for u, n in known.items() if u.lower() == uri.lower()), None)
        yield _lost(place, name or _("an extension of Excel ({id})").format(id=uri))
    for tag, name in (
        ("legacyDrawingHF", _("pictures in a header or footer")),
        ("picture", _("a background picture")),
        ("controls", _("form controls")),
        ("oleObjects", _("embedded objects")),
    ):
        if root.find(f".//{_MAIN}{tag}") is not None:
            yield _lost(place, name)


def _views(root: etree._Element, place: str) -> Iterator[Finding]:
    """A view selects cells once in each pane that it has; Excel repairs a sheet with more, as it would the made one."""
    for view in root.iterfind(f"{_MAIN}sheetViews/{_MAIN}sheetView"):
        selected = [s.get("pane", "topLeft") for s in view.iterfind(f"{_MAIN}selection")]
        if len(set(selected)) < len(selected) or set(selected) - _panes(view.find(f"{_MAIN}pane")):
            what = _("cells are selected in a pane that the sheet does not have, or twice in one")
            todo = _("Unfreeze the panes of the sheet, save the template, and freeze them anew.")
            yield Finding("pane", ERROR, place, "", what, todo)


def _panes(pane: etree._Element | None) -> set[str]:
    """The panes that a sheet is split into; one that is not split has its first."""
    if pane is None:
        return {"topLeft"}
    across, down = (float(pane.get(name, "0")) > 0 for name in ("xSplit", "ySplit"))
    right, below = {"topRight"} if across else set(), {"bottomLeft"} if down else set()
    return {"topLeft", *right, *below, *({"bottomRight"} if across and down else ())}


def _inside(parts: Mapping[str, bytes], name: str) -> dict[str | None, str]:
    """Where links go that are kept as addresses but lead within the workbook, as WPS writes them, by their id."""
    folder = posixpath.dirname(name)
    found = {}
    for known, target in _related(parts, name).items():
        file, _mark, place = target.partition("#")
        if file.rstrip("/") == folder:
            found[known] = place
    return found


def _links(root: etree._Element, inside: Mapping[str | None, str], titles: set[str], place: str) -> Iterator[Finding]:
    """Links within the workbook that lead to a sheet that is not there: one that was renamed, mostly."""
    for link in root.iter(f"{_MAIN}hyperlink"):
        address = link.get(f"{_REL}id")
        location = link.get("location", "") if address is None else inside.get(address, "")
        sheet = location.removeprefix("#").rpartition("!")[0].strip("'").replace("''", "'")
        if sheet and sheet not in titles:
            what = _("the link leads to the sheet “{title}”, which is not there").format(title=sheet)
            where = f"{place} {link.get('ref', '')}".strip()
            yield Finding("link", ERROR, where, "", what, _("Link it to the sheet anew."))


def _lost_of_drawing(root: etree._Element, place: str) -> Iterator[Finding]:
    kinds = {
        "sp": _("a text box or shape"),
        "cxnSp": _("a line"),
        "grpSp": _("a group of shapes"),
        "pic": _("a picture"),
    }
    for anchor in root:
        row, column = anchor.findtext(f"{_XDR}from/{_XDR}row"), anchor.findtext(f"{_XDR}from/{_XDR}col")
        for tag, name in kinds.items():
            if anchor.find(f"{_XDR}{tag}") is not None or anchor.find(f"*/*/{_XDR}{tag}") is not None:
                yield _lost(f"{place} {_cell(column, row)}".strip(), name)
                break


def _cell(column: str | None, row: str | None) -> str:
    from openpyxl.utils import get_column_letter

    if column is None or row is None or not (column.isdigit() and row.isdigit() and int(column) < 16_384):
        return ""
    return f"{get_column_letter(int(column) + 1)}{int(row) + 1}"


def _charts(parts: Mapping[str, bytes], drawing: str, place: str) -> Iterator[Finding]:
    for target in _related(parts, drawing).values():
        if target.startswith("xl/charts/") and b"{{" in parts.get(target, b""):
            what = _("a tag in a chart is not filled")
            yield Finding(
                "chart-tag", ADVICE, place, "", what, _("Let the chart's title refer to a cell that holds it.")
            )


def _lost(place: str, name: str) -> Finding:
    what = _("{thing} would be lost when the template is filled").format(thing=name)
    return Finding("lost", ERROR, place, "", what, _("Take it out of the template."))


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Title and part of each sheet."""
    book = etree.fromstring(parts["xl/workbook.xml"])
    targets = _related(parts, "xl/workbook.xml")
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(f"{_REL}id"), "")
        if target in parts:
            yield sheet.get("name", ""), target


def _related(parts: Mapping[str, bytes], name: str) -> dict[str | None, str]:
    """Parts that a part refers to, by the id of the reference."""
    folder, file = posixpath.split(name)
    blob = parts.get(f"{folder}/_rels/{file}.rels")
    if blob is None:
        return {}
    return {
        r.get("Id"): posixpath.normpath(posixpath.join("/" + folder, r.get("Target", ""))).lstrip("/")
        for r in etree.fromstring(blob)
    }
