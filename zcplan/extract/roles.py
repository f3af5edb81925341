"""Who leads, supports and is responsible, read from the words that a division of tasks says it with.

Three wordings are common: labels (牵头单位：A；配合单位：B、C), verbs (A牵头，B、C配合), and a mark behind a name
(A（牵头）、B). They stand in brackets, on lines of their own, and in the cells of tables; all are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEAD, SUPPORT, RESPONSIBLE = "lead", "support", "responsible"
FIRST_LEADS = "first"
"""A column or label for both (牵头及配合单位): who stands first leads, the others support."""
OPEN, CLOSE = "（(〔【[［﹝｛{", "）)〕】]］﹞｝}"
_OPENS, _CLOSES = f"[{re.escape(OPEN)}]", f"[{re.escape(CLOSE)}]"

_LEADING = "牵头|主办|主责|主抓"
_SUPPORTING = "配合|协办|协同|协助|协作|参与|参加"
_ANSWERING = "责任|负责|承办|落实|实施|执行"
_OTHER = "分管|包抓|包联|包保|挂点|联系|督办|督导|督查|完成|办结|办理|整改|推进|监督"
_QUALIFYING = "主要|具体|直接|共同|第一|市级|县级|区级|省级|镇级|市|县|区|省|各|本|相关|有关"
_ROLE_WORD = f"{_LEADING}|{_SUPPORTING}|{_ANSWERING}"
_NOUN = "单位|部门|科室|处室|股室|机构|主体|领导同志|领导|负责人|责任人|人员|人|时限|时间|日期|期限|电话"
_JOIN = "[（(/／、及和或与 ]?"
LABEL = re.compile(
    rf"(?:(?:{_ROLE_WORD}|{_OTHER}|{_QUALIFYING}){_JOIN}[）)]?){{1,6}}(?:(?:{_NOUN}){_JOIN}[）)]?){{0,4}}(?:排序)?[:：]"
    rf"|(?:时限|期限|时间|联系电话|备注)[:：]"
)
_NO_DEPARTMENTS = re.compile("领导|责任人|负责人|联系人|人员|时限|期限|时间|日期|电话|进度|督办|督导|督查|监督|备注")
_ADVERBS = (
    "(?:按照?(?:各自)?(?:的)?(?:职责|职能)(?:分工)?|根据职责分工|依职责分工|按(?:任务)?分工|各负其责|分别|共同|联合|具体|"
    "积极|协同|密切|分头|统筹|总){0,4}"
)
_VERB = re.compile(
    rf"{_ADVERBS}(?<!{_OPENS})(?P<verb>{_LEADING}|{_SUPPORTING}|负责|承办|落实|实施|执行)"
    rf"(?:抓好|抓)?(?=$|[，,；;。、\s）)\]】］]|负责|落实|实施|推进|抓|组织|配合|参与|协助)"
)
_MARKED = re.compile(rf"^(?P<name>.+?){_OPENS}(?P<mark>牵头|主办|主责|配合|协办|负责|责任)(?:单位|部门)?{_CLOSES}$")
_ETC = re.compile("(?:等(?:[0-9一二三四五六七八九十]+个?)?(?:有关|相关|各)?(?:部门和?单位|部门|单位|机构)?)$")
_HARD = re.compile(r"[、，,；;。/／|\s]+")
_SOFT = re.compile("以及|及其|会同|和|与|及|并")
_HEAD_GLUE = re.compile(f"^(?:由|请|并由|会同|联合|同时|另|其中|和|与|及|以及|[:：—-]|{_ADVERBS}$)+")
_ENDING = re.compile(
    "(?:局|委|办|厅|署|院|部|处|科|所|站|队|组|中心|政府|管委会|委员会|办公室|公司|集团|街道|街办|镇|乡|村|社区|开发区|新区|园区|"
    "高新区|示范区|合作区|区|县|市|州|盟|旗|省|会|社|联|团|行|馆|校|学院|大学|医院|部门|单位|机关|专班|台|库|场|基地|"
    "学会|协会|党委|支队|大队|分局|总队|法庭|企业|平台|组委|网|港|国资|指挥部|党工委|银保监|电信|移动|联通|铁塔|供电)"
    f"(?:{_OPENS}[^{re.escape(OPEN + CLOSE)}]{{1,12}}{_CLOSES})?$"
)
_BODIES = re.compile("(?:乡镇|镇乡|乡|镇|街道|镇街|县区|区县|市县|县市区|园区)(?:人民政府|政府|党委|办事处|管委会)")
"""Bodies of a kind without a name, as behind 各 in a list: 各乡镇人民政府、街道办事处."""
COLLECTIVE_ALL, COLLECTIVE_SOME = "all", "some"
_LONGEST_LIST = 3000
"""Characters of the longest list of departments, some 300 of them; more is no such list."""
_LONGEST_NAME = 40
"""Characters that a department's name has at most, brackets included; more is a sentence."""


@dataclass(frozen=True)
class Part:
    """A department's part in a task.

    :param department: its name as printed
    :param role: ``lead`` ``support`` ``responsible``
    :param etc: whether 等 stands behind it: the list goes on unnamed
    """

    department: str
    role: str
    etc: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether its name ends as the name of a department does; a person's does not."""
        return is_department(self.department)


def role_of(label: str) -> str:
    """The role that a label or a column's head names, empty where it names persons, dates or nothing.

    >>> role_of("牵头责任单位"), role_of("责任（配合）单位"), role_of("责任领导")
    ('lead', 'support', '')
    """
    bare = re.sub(r"\s", "", label)
    bare = re.sub(f"{_OPENS}[^{re.escape(CLOSE)}]*(?:排|列|首|第一)[^{re.escape(CLOSE)}]*{_CLOSES}", "", bare)
    if _NO_DEPARTMENTS.search(bare) and not re.search("(?:单位|部门)(?:及|和|、|/|$|[:：])", bare):
        return ""
    leads, supports = re.search(_LEADING, bare), re.search(_SUPPORTING, bare)
    if leads and supports:
        return FIRST_LEADS
    if leads:
        return LEAD
    if supports:
        return SUPPORT
    return RESPONSIBLE if re.search(_ANSWERING, bare) else ""


def is_department(name: str) -> bool:
    """Whether a name ends as departments' names do, collectives included."""
    return bool(_ENDING.search(name)) and len(name) <= _LONGEST_NAME


def collective_of(name: str) -> str:
    """``all`` for a name that stands for every one of a kind (各地级市人民政府), ``some`` for several unnamed ones
    (区有关部门), empty for a department of its own."""
    bare = re.sub(f"{_OPENS}[^{re.escape(CLOSE)}]*{_CLOSES}", "", name)
    if (
        re.search(
            "(?:有关|相关)(?:部门|单位|科室|镇街|镇|街道|企业|乡镇|县区|村|社区|平台|园区)|部门和单位|成员单位|专班牵头",
            bare,
        )
        and "各" not in bare[:1]
    ):
        return COLLECTIVE_SOME
    if _BODIES.fullmatch(bare):
        return COLLECTIVE_ALL
    if re.match("(?:各|全[市县区省]各|所有|全体)", bare) or re.search(
        "(?:直|属|级|委|府|辖|在)各|成员单位$|^[市县区省]{0,2}各(?!类|项)", bare
    ):
        return COLLECTIVE_ALL
    return COLLECTIVE_SOME if re.search("等(?:部门|单位)$", bare) else ""


def parts_of(text: str, default: str = "") -> tuple[Part, ...]:
    """Who has a part, in printed order; none where the text speaks of no department.

    :param default: the role of who stands without label and verb, as a table's column says
    """
    text = re.sub(r"[ \t\u3000]+", " ", text.strip())
    if len(text) > _LONGEST_LIST:
        return ()
    found: list[Part] = []
    labels = list(LABEL.finditer(text))
    head = text[: labels[0].start()] if labels else text
    found += _worded(head, default)
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        role, said = role_of(label[0]), text[label.end() : end]
        if not role:  # persons, up to where the list of them ends: 责任领导：某某；某局负责
            said = re.split("[；;。]", said, maxsplit=1)[1] if re.search("[；;。]", said) else ""
        found += _worded(said, role or default)
    return tuple(dict.fromkeys(found))


def _worded(text: str, default: str) -> Iterator[Part]:
    """Parts of a text without labels: 由A牵头，B、C配合; what no verb governs has the role given."""
    at = 0
    for match in _VERB.finditer(text):
        names = text[at : match.start()]
        at = match.end()
        if names.strip("，,；;。、 "):
            yield from _named(names, _verb_role(match["verb"]))
    if default:
        yield from _named(text[at:], default)


def _verb_role(verb: str) -> str:
    if re.fullmatch(_LEADING, verb):
        return LEAD
    return SUPPORT if re.fullmatch(_SUPPORTING, verb) else RESPONSIBLE


def _named(text: str, role: str) -> Iterator[Part]:
    """A list of names, each with its role: the list's, or that of a mark behind it."""
    names = list(_names(text))
    for at, (name, etc) in enumerate(names):
        own = role if role != FIRST_LEADS else LEAD if at == 0 else SUPPORT
        marked = _MARKED.match(name)
        if marked:
            yield Part(marked["name"], role_of(marked["mark"]), etc)
        else:
            yield Part(name, own, etc)


def _names(text: str) -> Iterator[tuple[str, bool]]:
    """The names of a list, each with whether 等 follows it."""
    pieces = _joined_letters([p for p in _outside_brackets(text) if p])
    for piece in pieces:
        for name in _softly(piece):
            bare = _HEAD_GLUE.sub("", re.sub(r"\s", "", name)).strip("。.:：-—")
            bare = re.sub(f"{_ADVERBS}$", "", bare)
            collective = collective_of(bare)
            etc = _ETC.search(bare)
            if etc and not (collective and not etc[0].startswith("等")):
                bare = bare[: etc.start()]
            if bare and re.search("[\u4e00-\u9fff]", bare):
                yield bare, bool(etc and etc[0].startswith("等"))


def _outside_brackets(text: str) -> list[str]:
    """The text split at the marks of a list that stand outside brackets."""
    pieces, depth, start, at = [], 0, 0, 0
    while at < len(text):
        depth += (text[at] in OPEN) - (text[at] in CLOSE)
        mark = _HARD.match(text, at) if depth <= 0 else None
        if mark:
            pieces.append(text[start:at])
            start = at = mark.end()
        else:
            at += 1
    return [*pieces, text[start:]]


def _joined_letters(pieces: list[str]) -> list[str]:
    """Names whose characters stand apart (区 财 政 局) put together again."""
    if len(pieces) > 2 and all(len(p) == 1 for p in pieces):
        return ["".join(pieces)]
    return pieces


def _softly(piece: str) -> Iterator[str]:
    """A piece split at 和, 及, 与 where departments' names end before and behind it: not in 教育和体育局."""
    start = 0
    for match in _SOFT.finditer(piece[: 3 * _LONGEST_NAME]):
        if match.start() < start or match.start() - start < 2:
            continue
        before, behind = piece[start : match.start()], piece[match.end() :]
        if is_department(_ETC.sub("", before)) and is_department(_ETC.sub("", behind)) and not _goes_on(before, behind):
            yield before
            start = match.end()
    yield piece[start:]


def _goes_on(before: str, behind: str) -> bool:
    """Whether 部门和单位 is one name: 各有关部门和单位, 区直部门及单位."""
    return bool(re.search("(?:部门|机关|街道|镇街)$", before)) and bool(
        re.match("(?:有关|相关)?(?:单位|机构|企业)$", behind)
    )
