"""An Excel template read for its tags, cell by cell, and for what would not follow the rows made of it."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from zcplan.cells import Area, reference
from zcplan.i18n import gettext as _
from zcplan.render.lint.finding import ADVICE, ERROR, Finding
from zcplan.render.lint.tags import Room, Tag, shortened
from zcplan.render.related import relations
from zcplan.render.sheet import MAIN, REL, Book, Cell, Formula, Rich, Sheet, sheets

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def rooms(book: Book) -> Iterator[Room]:
    """The sheets of a workbook, each a template of its own."""
    for sheet in book.sheets:
        yield _room(sheet)


def _room(sheet: Sheet) -> Room:
    room = Room()
    if _has_tag(sheet.title):
        what = _("a tag in the name of a sheet is not filled")
        room.add("title-tag", f"[{sheet.title}]", sheet.title, what, _("Put it into a cell."))
    for at, text in sorted(sheet.comments.items()):
        if _has_tag(text):
            what = _("a tag in a comment is not filled")
            place = f"[{sheet.title}] {reference(*at)}"
            room.add("comment-tag", place, text, what, _("Put it into a cell."))
    for row in sheet.rows:
        texts = [cell for cell in row.cells if cell.value is not None]
        for cell in texts:
            if isinstance(cell.value, (str, Rich, Formula)) and any(c in _shown(cell) for c in "{}｛｝"):
                _read(cell, f"[{sheet.title}] {reference(row.number, cell.column)}", texts, room)
    for one, other in _overlapping(sheet.merges):
        what = _("merged cells overlap others ({area})").format(area=other.text)
        room.add("overlap", f"[{sheet.title}] {one.text}", "", what, _("Merge the cells anew."))
    for name, text in sheet.headers:
        if _has_tag(text):
            what = _("a tag in a header or footer of a sheet is not filled")
            room.add("header-tag", f"[{sheet.title}] {name}", text, what, _("Put it into a cell."))
    return room


def _overlapping(merges: tuple[Area, ...]) -> Iterator[tuple[Area, Area]]:
    return ((one, other) for one, other in itertools.combinations(merges, 2) if one.meets(other))


def _shown(cell: Cell) -> str:
    return f"={cell.value.text}" if isinstance(cell.value, Formula) else str(cell.value)


def _has_tag(text: str) -> bool:
    return any(mark in text for mark in ("{{", "}}", "{%", "%}"))


def _read(cell: Cell, place: str, row: list[Cell], room: Room) -> None:
    text = _shown(cell)
    spans = room.read(text, place)
    if spans and isinstance(cell.value, Formula):
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


def _check_row(cell: Cell, span: tuple[int, int], tag: Tag, row: list[Cell], room: Room) -> None:
    """A row tag takes the place of its row."""
    if tag.kind != "{%":
        return
    others = [c for c in row if c is not cell]
    own = _shown(cell)
    rest = (own[: span[0]] + own[span[1] :]).strip() or (_shown(others[0]) if others else "")
    if rest:
        what = _("the row holds other text, which would be lost: {text}").format(text=shortened(rest, 30))
        room.add("not-alone", tag.place, tag.text, what, _("Give the tag a paragraph, row or cell of its own."))


def places(parts: Mapping[str, bytes], name: str) -> Callable[[etree._Element], str]:
    """What tells where an element of a part stands."""
    title = next((f"[{title}]" for title, part in sheets(parts) if part == name), name)

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
    """What does not follow the rows that are made: each is refused by name."""
    if any(name.startswith("xl/externalLinks/") for name in parts):
        yield _lost("", _("links to another workbook"))
    titles = {title for title, _name in sheets(parts)}
    for title, name in sheets(parts):
        root = etree.fromstring(parts[name])
        place = f"[{title}]"
        yield from _lost_of_sheet(root, place)
        yield from _views(root, place)
        yield from _links(root, _inside(parts, name), titles, place)
        for drawing in root.iter(f"{MAIN}drawing"):
            relation = relations(parts, name).get(drawing.get(f"{REL}id", ""))
            if relation and relation.target in parts:
                yield from _shapes(etree.fromstring(parts[relation.target]), place)
                yield from _charts(parts, relation.target, place)


def _lost_of_sheet(root: etree._Element, place: str) -> Iterator[Finding]:
    known = _extensions()
    for extension in root.iterfind(f"{MAIN}extLst/{MAIN}ext"):
        uri = extension.get("uri", "")
        name = next((n for u, n in known.items() if u.lower() == uri.lower()), None)
        yield _lost(place, name or _("an extension of Excel ({id})").format(id=uri))
    for tag, name in (
        ("controls", _("form controls")),
        ("oleObjects", _("embedded objects")),
    ):
        if root.find(f".//{MAIN}{tag}") is not None:
            yield _lost(place, name)


def _views(root: etree._Element, place: str) -> Iterator[Finding]:
    """A view selects cells once in each pane that it has; Excel repairs a sheet with more, as it would the made one."""
    for view in root.iterfind(f"{MAIN}sheetViews/{MAIN}sheetView"):
        selected = [s.get("pane", "topLeft") for s in view.iterfind(f"{MAIN}selection")]
        if len(set(selected)) < len(selected) or set(selected) - _panes(view.find(f"{MAIN}pane")):
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


def _inside(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Where links go that are kept as addresses but lead within the workbook, as WPS writes them, by their id."""
    folder = posixpath.dirname(name)
    found = {}
    for known, relation in relations(parts, name).items():
        file, _mark, place = relation.target.partition("#")
        if file.rstrip("/") == folder:
            found[known] = place
    return found


def _links(root: etree._Element, inside: Mapping[str, str], titles: set[str], place: str) -> Iterator[Finding]:
    """Links within the workbook that lead to a sheet that is not there: one that was renamed, mostly."""
    for link in root.iter(f"{MAIN}hyperlink"):
        address = link.get(f"{REL}id")
        location = link.get("location", "") if address is None else inside.get(address, "")
        sheet = location.removeprefix("#").rpartition("!")[0].strip("'").replace("''", "'")
        if sheet and sheet not in titles:
            what = _("the link leads to the sheet “{title}”, which is not there").format(title=sheet)
            where = f"{place} {link.get('ref', '')}".strip()
            yield Finding("link", ERROR, where, "", what, _("Link it to the sheet anew."))


def _shapes(root: etree._Element, place: str) -> Iterator[Finding]:
    """Tags in text boxes and shapes."""
    for anchor in root:
        text = "".join(element.text or "" for element in anchor.iter(f"{_A}t"))
        if _has_tag(text):
            row, column = anchor.findtext(f"{_XDR}from/{_XDR}row"), anchor.findtext(f"{_XDR}from/{_XDR}col")
            what = _("a tag in a text box or shape is not filled")
            where = f"{place} {_cell(column, row)}".strip()
            yield Finding("shape-tag", ERROR, where, shortened(text), what, _("Put it into a cell."))


def _cell(column: str | None, row: str | None) -> str:
    if column is None or row is None or not (column.isdigit() and row.isdigit() and int(column) < 16_384):
        return ""
    return reference(int(row) + 1, int(column) + 1)


def _charts(parts: Mapping[str, bytes], drawing: str, place: str) -> Iterator[Finding]:
    for relation in relations(parts, drawing).values():
        if relation.kind == "chart" and b"{{" in parts.get(relation.target, b""):
            what = _("a tag in a chart is not filled")
            yield Finding(
                "chart-tag", ADVICE, place, "", what, _("Let the chart's title refer to a cell that holds it.")
            )


def _lost(place: str, name: str) -> Finding:
    what = _("{thing} would be lost when the template is filled").format(thing=name)
    return Finding("lost", ERROR, place, "", what, _("Take it out of the template."))
