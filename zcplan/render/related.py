"""What parts of an Office file refer to, and which kind they are said to be."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from zcplan import opc

TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIP = f"{{{_RELATIONSHIPS}}}Relationship"
_PART_NAME = "PartName"


class Relation(NamedTuple):
    """A reference: the last word of its kind (``worksheet``, ``drawing``), and the part or address it leads to."""

    kind: str
    target: str


def rels(name: str) -> str:
    """The part that tells what another part refers to."""
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"


def relations(parts: Mapping[str, bytes], name: str) -> dict[str, Relation]:
    """What a part refers to, by the id of the reference."""
    blob = parts.get(rels(name))
    if blob is None:
        return {}
    folder = posixpath.dirname(name)
    return {r.get("Id", ""): Relation(_kind(r), _target(r, folder)) for r in etree.fromstring(blob).iter(_RELATIONSHIP)}


def of_kind(parts: Mapping[str, bytes], name: str, kind: str) -> list[str]:
    """The parts that a part refers to as a kind."""
    return [r.target for r in relations(parts, name).values() if r.kind == kind and r.target in parts]


def insert(root: etree._Element, element: etree._Element, behind: Iterable[str]) -> None:
    """Put an element into its place: behind the first of some names that stands there.

    :param behind: what may stand before it, the last first
    """
    next(found for name in behind if (found := root.find(name)) is not None).addnext(element)


def _kind(relation: etree._Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]


def _target(relation: etree._Element, folder: str) -> str:
    target = relation.get("Target", "")
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def without(parts: Mapping[str, bytes], dropped: Iterable[str]) -> opc.Parts:
    """The parts without some of them: nothing refers to these any more, and none tells their kind."""
    gone = {name for name in dropped if name in parts}
    if not gone:
        return dict(parts)
    kept = {name: blob for name, blob in parts.items() if name not in gone and name not in set(map(rels, gone))}
    for name, blob in kept.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            root = etree.fromstring(blob)
            told = [r for r in root.iter(_RELATIONSHIP) if _target(r, folder) in gone]
        elif name == TYPES:
            root = etree.fromstring(blob)
            told = [e for e in root if isinstance(e.tag, str) and e.get(_PART_NAME, "").lstrip("/") in gone]
        else:
            continue
        for element in told:
            root.remove(element)
        if told:
            kept[name] = xml(root)
    return kept


def xml(root: etree._Element) -> bytes:
    """A part as Office writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
