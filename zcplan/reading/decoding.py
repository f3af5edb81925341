"""Text of unknown encoding: what Windows, WPS and old systems write, told apart by what makes sense as Chinese."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 20_000
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通"
    "并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强"
    "放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美"
    "的一是在不了有和人這中大為上個國我以要他時來用們到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "區縣項計劃業億萬億元長達預完額總值費萬億实现万亿元％，。、；：（）“”"
)
"""The characters that Chinese text is mostly made of, simplified and traditional, and its punctuation."""
_TOLERATED = 0.2
"""A share of common characters above this is a text in the right encoding; in a wrong one it is below one in ten."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decoded(raw: bytes, path: Path) -> str:
    """The text of a file, its line ends as ``\\n``.

    :raises UsageError: it is no text, or in an encoding that can't be told
    """
    if not raw.strip():
        raise UsageError(_("the file is empty"), str(path), _("Give the document itself."))
    text = _by_mark(raw)
    text = _by_sense(raw.removeprefix(codecs.BOM_UTF8)) if text is None else text
    if text is not None and not text.strip("\ufeff \t\r\n"):
        raise UsageError(_("the file is empty"), str(path), _("Give the document itself."))
    if text is None or "\x00" in text:
        raise UsageError(_("this is no text file"), str(path), _("Save it as .docx, or as UTF-8 text."))
    return re.sub("\r\n?|\x85|\u2028|\u2029", "\n", text).translate(_SPACES)


_SPACES = {0x0B: " ", 0x0C: " ", 0x1C: " ", 0x1D: " ", 0x1E: " ", 0x1F: " "}


def _by_mark(raw: bytes) -> str | None:
    """The text by its byte order mark, unless it makes no sense so: the mark may be left over from elsewhere."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw.decode(encoding, errors="replace")
            is_sound = encoding == "utf-8-sig" and "\ufffd" not in text
            return text if is_sound or _sense(text) > _TOLERATED else None
    return None


def _by_sense(raw: bytes) -> str | None:
    """The text in the encoding in which it reads as Chinese; UTF-8 where it is valid."""
    text = _utf8(raw)
    if text is not None and "\x00" not in text:
        return text
    candidates = []
    for encoding in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            candidates.append((_sense(text), text))
    if not candidates:
        return None
    sense, text = max(candidates, key=lambda c: c[0])
    return text if sense > _TOLERATED else None


def _utf8(raw: bytes) -> str | None:
    """The text where it is UTF-8, be it cut off in the middle of its last character."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(raw, final=False)
    except UnicodeDecodeError:
        return None


def _sense(text: str) -> float:
    """The share of common characters among those beyond ASCII; 1 for plain ASCII."""
    sample = [c for c in text[:_SAMPLE] if c > "\x7f"]
    return sum(c in _COMMON for c in sample) / len(sample) if sample else 1.0
