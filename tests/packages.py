"""The smallest Word and Excel files, put together by hand: what no library writes has to be read all the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = {
    "w": W,
    "r": R,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
NAMES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; plain words become a run."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(map(run, runs))}</w:p>"


def run(words: str, properties: str = "") -> str:
    """A run; what is XML already stays."""
    if words.startswith("<"):
        return words
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{words}</w:t></w:r>'


def tc(words: str, properties: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words if words.startswith('<') else p(words)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of a table."""
    inside = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{inside}{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def sdt(inside: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def word(
    path: Path,
    *body: str,
    parts: dict[str, tuple[str, str | bytes]] | None = None,
    main: str = "document.xml",
    kind: str = DOCUMENT,
    method: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """A Word file.

    :param parts: further parts: name to the last word of their relation's type and their content
    :param main: the main part's name
    :param kind: the main part's content type
    """
    parts = parts or {}
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{relation}" Target="{name}"/>'
        for n, (name, (relation, _content)) in enumerate(parts.items(), start=1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    endings = {**{name.rpartition(".")[2]: "application/octet-stream" for name in parts}, "xml": "application/xml"}
    declared = "".join(
        f'<Default Extension="{end}" ContentType="{form}"/>' for end, form in {**endings, "rels": rels}.items()
    )
    types = f'<Types xmlns="{package}/content-types">{declared}'
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(
            "[Content_Types].xml", f'{HEAD}{types}<Override PartName="/word/{main}" ContentType="{kind}"/></Types>'
        )
        archive.writestr(
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{R}/officeDocument" Target="word/{main}"/></Relationships>',
        )
        archive.writestr(
            f"word/_rels/{main}.rels", f'{HEAD}<Relationships xmlns="{package}/relationships">{related}</Relationships>'
        )
        archive.writestr(
            f"word/{main}", f"{HEAD}<w:document {NAMES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
        )
        for name, (_relation, content) in parts.items():
            archive.writestr(f"word/{name}", content)
    return path


def numbering(*levels: tuple[str, str], more: str = "") -> tuple[str, str]:
    """A numbering part with one list of these levels (form, text), for ``parts``."""
    inside = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    listed = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    defined = f'<w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>{listed}'
    return "numbering", f"{HEAD}<w:numbering {NAMES}>{defined}</w:numbering>"


def item(words: str, level: int = 0, number: int = 1) -> str:
    """A paragraph that is numbered automatically."""
    return p(words, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def styles(inside: str) -> tuple[str, str]:
    """A styles part, for ``parts``."""
    return "styles", f"{HEAD}<w:styles {NAMES}>{inside}</w:styles>"


def excel(
    path: Path,
    rows: str,
    *,
    styles: str = "",
    strings: str = "",
    more: str = "",
    columns: str = "",
    space: str = S,
    state: str = "visible",
    sheet_parts: dict[str, tuple[str, str]] | None = None,
) -> Path:
    """An Excel file of one sheet.

    :param rows: the sheet's rows as XML
    :param more: what follows the rows: merges
    :param columns: what stands before them
    :param sheet_parts: parts that the sheet refers to: name to type and content
    """
    package = "http://schemas.openxmlformats.org/package/2006"
    links = {"worksheets/sheet1.xml": "worksheet", "styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
    head = f'<Relationships xmlns="{package}/relationships">'
    listed = f'<sheets><sheet name="表一" sheetId="1" state="{state}" r:id="rId1"/></sheets>'
    main = {"xl/workbook.xml": "officeDocument"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'{HEAD}<Types xmlns="{package}/content-types"/>')
        archive.writestr("_rels/.rels", f"{HEAD}{head}{_links(main)}</Relationships>")
        archive.writestr("xl/workbook.xml", f'{HEAD}<workbook xmlns="{space}" xmlns:r="{R}">{listed}</workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f"{HEAD}{head}{_links(links)}</Relationships>")
        body = f"{columns}<sheetData>{rows}</sheetData>{more}"
        archive.writestr("xl/worksheets/sheet1.xml", f'{HEAD}<worksheet xmlns="{space}">{body}</worksheet>')
        archive.writestr("xl/styles.xml", f'{HEAD}<styleSheet xmlns="{space}">{styles}</styleSheet>')
        archive.writestr("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{space}">{strings}</sst>')
        if sheet_parts:
            own = _links({f"../{name}": kind for name, (kind, _content) in sheet_parts.items()})
            archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", f"{HEAD}{head}{own}</Relationships>")
            for name, (_kind, content) in sheet_parts.items():
                archive.writestr(f"xl/{name}", content)
    return path


def _links(kinds: dict[str, str]) -> str:
    """Relationships to parts, by their names and the last words of their types."""
    return "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{name}"/>'
        for n, (name, kind) in enumerate(kinds.items(), 1)
    )


def c(address: str, value: str, style: int = 0, kind: str = "n") -> str:
    """A cell that holds a number, or with ``kind`` ``inlineStr`` words."""
    inside = value if value.startswith("<") else f"<t>{value}</t>" if kind == "inlineStr" else f"<v>{value}</v>"
    inside = f"<is>{inside}</is>" if kind == "inlineStr" else inside
    return f'<c r="{address}" s="{style}" t="{kind}">{inside}</c>'


def words(address: str, value: str, style: int = 0) -> str:
    """A cell that holds words."""
    return c(address, value, style, "inlineStr")


def row(number: int, *cells: str, more: str = "") -> str:
    """A row of a sheet."""
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def formats(*codes: str, fonts: str = "<font/>") -> str:
    """Styles with these number formats, from style 0 on."""
    from xml.sax.saxutils import quoteattr

    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(codes))
    uses = "".join(f'<xf numFmtId="{200 + n}" fontId="0"/>' for n in range(len(codes)))
    return f"<numFmts>{own}</numFmts><fonts>{fonts}</fonts><cellXfs>{uses}</cellXfs>"
