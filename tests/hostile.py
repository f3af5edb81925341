"""Damaged and hostile input, made from sound files by a fixed seed."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import random
import signal
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

BOMB = 300 * 1024 * 1024
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a ['
    + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))
    + b"]><a>&e9;</a>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LINK = (
    b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    b'Target="http://192.0.2.1/x.png" TargetMode="External"/></Relationships>'
)


class TooSlowError(AssertionError):
    """A case took longer than it may."""


@contextlib.contextmanager
def limits(seconds: float, megabytes: int = 1500) -> Iterator[None]:
    """Stop what takes too long, and refuse memory beyond a limit; where the system knows such limits."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    import resource

    fired: list[TooSlowError] = []

    def stop(_number: int, _frame: Any) -> None:
        fired.append(TooSlowError(f"more than {seconds} s"))
        raise fired[0]

    with open("/proc/self/statm") if _has_proc() else contextlib.nullcontext() as file:
        used = int(file.read().split()[0]) * resource.getpagesize() if file else 0
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        if used:
            resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 1024 * 1024, hard))
        yield
    except Exception as error:
        if fired and error is not fired[0]:
            raise fired[0] from error  # whoever caught it and told something else
        raise
    else:
        if fired:
            raise fired[0]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _has_proc() -> bool:
    import os

    return os.path.exists("/proc/self/statm")


# --- bytes ------------------------------------------------------------------------------------------


def flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _n in range(rng.randint(1, 8)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def spliced(data: bytes, rng: random.Random) -> bytes:
    at, to = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    return data[:to] + data[at:]


def filled(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice([b"\0", b"\xff", b'"', b"\r", b"\n", b",", "中".encode("gbk")]) * 50 + data[at:]


BYTES: list[Callable[[bytes, random.Random], bytes]] = [flipped, truncated, spliced, filled]

# --- tables -----------------------------------------------------------------------------------------

VALUES = [
    "",
    "x" * 100_000,
    "9" * 400,
    "-1",
    "1e999999999",
    "NaN",
    "Infinity",
    "=1+1",
    "2023-13-45",
    "0001-01-01",
    "９９",
    "\u202e",
    "../../etc/passwd",
    "[" * 5000,
    '"',
    "\x00",
    "a;b;;c",
    "𠮷" * 300,
    "1,2",
    "{{ 7*7 }}",
]


def other_cell(data: bytes, rng: random.Random) -> bytes:
    """A table with a cell, a row or a column that is something else."""
    lines = [line.split(",") for line in data.decode("utf-8-sig").splitlines()]
    row = rng.choice(lines)
    match rng.randrange(6):
        case 0 | 1 | 2:
            row[rng.randrange(len(row))] = rng.choice(VALUES)
        case 3:
            row.pop(rng.randrange(len(row)))
        case 4:
            lines.insert(rng.randrange(len(lines)), list(row))
        case _:
            column = rng.randrange(len(lines[0]))
            for line in lines:
                line[column : column + 1] = []
    return "\n".join(map(",".join, lines)).encode("utf-8", "surrogatepass")


# --- JSON -------------------------------------------------------------------------------------------

_NESTED: Any = []
for _n in range(200):
    _NESTED = [_NESTED]
JSON_VALUES: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, "", "x", "../../../etc/passwd", "/etc/passwd", "http://192.0.2.1/a.csv", [], {},
    [None], {"a": 1}, "(a+)+$", "((a*)*)*b", "(a|a)*$", "[", "y" * 10_000, _NESTED,
]  # fmt: skip


def other_json(data: bytes, rng: random.Random) -> bytes:
    """A descriptor with something else at a place, or without it."""
    root = copy.deepcopy(json.loads(data))
    places: list[tuple[Any, Any]] = []

    def collect(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            places.append((node, key))
            if isinstance(node[key], dict | list):
                collect(node[key])

    collect(root)
    node, key = rng.choice(places)
    if rng.random() < 0.2:
        del node[key]
    else:
        node[key] = rng.choice(JSON_VALUES)
    return json.dumps(root, ensure_ascii=False).encode()


# --- packages ---------------------------------------------------------------------------------------


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return out.getvalue()


def other_part(data: bytes, rng: random.Random) -> bytes:
    """An Office file with one of its parts damaged, swapped, missing or hostile."""

    def change(parts: dict[str, bytes]) -> None:
        names = sorted(n for n in parts if n.endswith((".xml", ".rels")))
        name = rng.choice(names)
        blob = parts[name]
        match rng.randrange(12):
            case 0 | 1 | 2:
                parts[name] = rng.choice(BYTES)(blob, rng)
            case 3:
                del parts[name]
            case 4:
                parts[name] = parts[rng.choice(names)]
            case 5:
                parts[name] = rng.choice([ENTITIES, OUTSIDE, ENTITIES.decode().encode("utf-16")])
            case 6:
                parts[name] = b"<a>" * 20_000 + b"</a>" * 20_000
            case 7:
                text = blob.decode("utf-8", "replace")
                parts[name] = _other_attribute(text, rng).encode()
            case 8:
                parts[name] = blob.replace(b">", b">" + b"y" * 200_000, 1)
            case 9:
                rels = rng.choice([n for n in names if n.endswith(".rels")])
                parts[rels] = parts[rels].replace(b"</Relationships>", LINK)
            case 10:
                rels = rng.choice([n for n in names if n.endswith(".rels")])
                parts[rels] = parts[rels].replace(b'Target="', b'Target="../../../../../', 1)
            case _:
                parts[name] = _without_element(blob.decode("utf-8", "replace"), rng).encode()

    return repacked(data, change)


def _other_attribute(text: str, rng: random.Random) -> str:
    quotes = [i for i, c in enumerate(text) if c == '"']
    if len(quotes) < 4:
        return text
    at = rng.randrange(len(quotes) // 2) * 2
    value = rng.choice(["", "-1", "99999999999999999999", "x", "A1:XFD1048576", "rId999", "{{ 1/0 }}", "NaN"])
    return text[: quotes[at] + 1] + value + text[quotes[at + 1] :]


def _without_element(text: str, rng: random.Random) -> str:
    starts = [i for i, c in enumerate(text) if c == "<"]
    at = rng.choice(starts)
    end = text.find(">", at) + 1
    return text[:at] + text[end:]


def bomb(data: bytes, part: str) -> bytes:
    """An Office file with a part that unpacks to some hundred megabytes."""

    def change(parts: dict[str, bytes]) -> None:
        parts[part] = parts[part] + b" " * BOMB

    return repacked(data, change)
