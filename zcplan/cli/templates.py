"""``zcplan templates``: list them, copy them to edit, check an edited one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zcplan import resources
from zcplan.cli import suggest
from zcplan.cli.output import asks_for_columns, emit, format_option, note
from zcplan.cli.parts import values
from zcplan.cli.parts.group import Group
from zcplan.cli.parts.table import plain
from zcplan.cli.produced import complain_of_each
from zcplan.cli.settings import Settings
from zcplan.errors import MissingError, OutputError, UsageError, ZcplanError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.render.lint import Finding
    from zcplan.reports.parts.layout import Output

_OFFICE = (".docx", ".xlsx", ".docm", ".xlsm", ".doc", ".xls")
_SAMPLES = 20
"""How many of the files made of one template are looked at for names."""


@click.group(
    "templates",
    cls=Group,
    help=_("The Word and Excel templates that give the documents their layout."),
    epilog=_("Example: zcplan templates export mine/templates"),
)
def command() -> None:
    """The group of template commands."""


def _names() -> list[str]:
    found = (p for p in resources.bundled("templates").iterdir() if p.suffix in (".docx", ".xlsx", ".toml"))
    return sorted(p.name for p in found)


@command.command(
    "list",
    help=_("List the templates and where each one in use is."),
    epilog=_("Example: zcplan --templates mine/templates templates list"),
)
@format_option
@click.pass_obj
def list_templates(settings: Settings, form: str) -> None:
    """Print the templates in use."""
    records = [
        {
            "template": n,
            "path": str(settings.find_template(n)),
            "own": settings.find_template(n).parent == settings.templates,
        }
        for n in _names()
    ]
    emit(form, records, plain(template=_("Template"), file=_("File")), [(r["template"], r["path"]) for r in records])


@command.command(
    "export",
    short_help=_("Copy the templates into a folder, to edit them there."),
    help=_("Copy the templates into DIR, to be edited in Word, Excel or WPS and used with --templates DIR."),
    epilog=_("Example: zcplan templates export mine/templates brief.docx"),
)
@click.argument("folder", type=click.Path(), metavar="DIR")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=suggest.templates)
def export(folder: str, names: tuple[str, ...]) -> None:
    """Copy templates; files that are there already are kept."""
    from zcplan.files import write

    chosen = names or tuple(_names())
    _must_exist(chosen)
    target = values.folder(Path(folder))
    failures = []
    for name in chosen:
        try:
            write(target / name, (resources.bundled("templates") / name).read_bytes(), lambda _old: False)
            click.echo(str(target / name))
        except OutputError as error:
            failures.append(error)
    complain_of_each(failures)
    if failures:
        raise click.exceptions.Exit(1)


@command.command(
    "check",
    short_help=_("Tell what is wrong in the templates."),
    help=_(
        "Check every template (or those named): its tags, then its names, by filling it with the dataset's newest "
        "year. Every mistake is named with its file and place."
    ),
    epilog=_("Example: zcplan --templates mine/templates templates check brief.docx"),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=suggest.templates)
@format_option
@click.pass_obj
def check(settings: Settings, names: tuple[str, ...], form: str) -> None:
    """Tell every mistake of the templates; exit with 1 if one keeps a template from being used."""
    from zcplan.render import lint

    chosen = names or tuple(_names())
    _must_exist(chosen)
    found = {n: _structure(settings, n) for n in chosen}
    failure = None
    try:
        untold = _check_names(settings, found)
    except MissingError as error:
        note(_("Names were not looked at: {reason}").format(reason=error))
        untold = set()
    except ZcplanError as error:  # without data the templates' own mistakes are told all the same
        failure, untold = error, set(found)
    findings = [f for of_one in found.values() for f in of_one] + list(_strangers(settings))
    if form == "table" and not asks_for_columns():
        for finding in findings:
            is_advice = finding.level == lint.ADVICE
            click.echo(_("Advice: {message}").format(message=finding) if is_advice else str(finding))
        for name in found:
            if name not in untold and not _wrong(found[name]):
                click.echo(f"{name}: " + _("sound"))
    else:
        rows = [(f.file, f.place, f.tag, f.what, f.todo) for f in findings]
        head = plain(file=_("File"), place=_("Place"), tag=_("Tag"), what=_("What"), todo=_("What to do"))
        emit(form, [_record(f) for f in findings], head, rows)
    if failure:
        raise failure
    if _wrong(findings):
        raise click.exceptions.Exit(1)


def _structure(settings: Settings, name: str) -> list[Finding]:
    """What is wrong in a template, or in the file of phrases, whatever it is filled with."""
    from zcplan.errors import TemplateError
    from zcplan.render import lint
    from zcplan.reports.parts import phrases

    path = settings.find_template(name)
    if name != phrases.FILE:
        return lint.structure(path)
    try:
        mistakes = phrases.check(path, resources.template(name))
    except TemplateError as error:
        return [lint.of_error(path, error)]
    return [lint.Finding("phrase", lint.ERROR, m.name, "", m.what, m.todo, str(path)) for m in mistakes]


def _must_exist(names: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(_names()))
    if unknown:
        from zcplan.render.nearest import nearest

        path = Path(unknown[0])
        todo = nearest(unknown[0], _names())
        if path.name in _names():
            command = f"zcplan --templates {path.parent} templates check {path.name}"
            todo = _("Name it without its folder: {command}").format(command=command)
        raise UsageError(_("there is no template “{name}”").format(name=unknown[0]), todo=todo)


def _wrong(findings: list[Finding]) -> bool:
    from zcplan.render.lint import ERROR

    return any(f.level == ERROR for f in findings)


def _record(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "level": finding.level,
        "file": finding.file,
        "place": finding.place,
        "tag": finding.tag,
        "what": finding.what,
        "todo": finding.todo,
    }


def _check_names(settings: Settings, found: dict[str, list[Finding]]) -> set[str]:
    """Hold each template against what it is given, and fill it if it seems sound; return those given nothing."""
    from zcplan.errors import TemplateError
    from zcplan.files import explained
    from zcplan.render import lint, package
    from zcplan.render.lint import width
    from zcplan.render.produce import render
    from zcplan.reports.parts import phrases

    given = _given(settings, found)
    for name, outputs in given.items():
        path = settings.find_template(name)
        found[name] += lint.names(path, [o.context for o in outputs[:_SAMPLES]])
        if not _wrong(found[name]):
            try:
                made = render(settings.find_template, outputs[0], settings.stamp)
                found[name] += lint.made(path, package.unpack(made, str(path)))
                if path.suffix == ".xlsx":
                    found[name] += [f.of(path) for f in width.clipped(made)]
            except TemplateError as error:
                found[name].append(lint.of_error(path, error))
            except OSError as error:
                raise explained(error, path) from None
    return set(found) - set(given) - {phrases.FILE}


def _given(settings: Settings, names: Iterable[str]) -> dict[str, list[Output]]:
    """The files that are made of each template in the newest year."""
    from zcplan.reports import each_kind, equipped
    from zcplan.reports.parts import progress

    year = settings.year(None)
    given: dict[str, list[Output]] = {}
    for kind in (*(kind for _name, kind in each_kind()), progress):
        for output in equipped(_outputs(kind, settings.writer, year), settings.writer):
            if output.template in names:
                given.setdefault(output.template, []).append(output)
    return given


def _strangers(settings: Settings) -> Iterator[Finding]:
    """Files among the own templates that no document is made of: a slip in the name, most likely."""
    from zcplan.render.lint import ADVICE, Finding
    from zcplan.render.nearest import nearest

    known = _names()
    for path in sorted(settings.templates.iterdir()) if settings.templates else ():
        if path.suffix in _OFFICE and path.name not in known and not path.name.startswith("~$"):
            what = _("no document is made of a template of this name")
            yield Finding("unused", ADVICE, "", "", what, nearest(path.name, _names()), str(path))


def _outputs(kind: Any, writer: Any, year: int) -> Iterator[Any]:
    """The files of a kind; none where the data gives nothing for it."""
    try:
        yield from kind.outputs(writer, year)
    except UsageError as error:
        note(_("{kind} is left out: {reason}").format(kind=kind.TITLE, reason=error.what))
