"""``zcplan templates``: list them, copy them to edit, check an edited one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from zcplan import resources
from zcplan.cli.output import emit, format_option, note
from zcplan.cli.settings import Settings
from zcplan.errors import OutputError, UsageError, ZcplanError
from zcplan.i18n import gettext as _


@click.group("templates", help=_("The Word and Excel templates that give the documents their layout."))
def command() -> None:
    """The group of template commands."""


def _names() -> list[str]:
    return sorted(p.name for p in resources.bundled("templates").iterdir() if p.suffix in (".docx", ".xlsx"))


@command.command("list", help=_("List the templates and where each one in use is."))
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
    emit(form, records, [_("Template"), _("File")], [(r["template"], r["path"]) for r in records])


@command.command(
    "export", help=_("Copy the templates into DIR, to be edited in Word, Excel or WPS and used with --templates DIR.")
)
@click.argument("folder", type=click.Path())
@click.argument("names", nargs=-1)
def export(folder: str, names: tuple[str, ...]) -> None:
    """Copy templates; files that are there already are kept."""
    from zcplan.files import write

    chosen = names or tuple(_names())
    unknown = sorted(set(chosen) - set(_names()))
    if unknown:
        raise ZcplanError(
            _("there is no template “{name}”").format(name=unknown[0]),
            todo=_("There are: {names}").format(names=", ".join(_names())),
        )
    failures = []
    for name in chosen:
        try:
            write(Path(folder) / name, (resources.bundled("templates") / name).read_bytes(), lambda _old: False)
            click.echo(str(Path(folder) / name))
        except OutputError as error:
            failures.append(error)
    for failure in failures:
        note(_("Error: {message}").format(message=failure))
    if failures:
        raise click.exceptions.Exit(1)


@command.command(
    "check", help=_("Fill every template (or those named) with the dataset's newest year and name what is wrong in it.")
)
@click.argument("names", nargs=-1)
@click.pass_obj
def check(settings: Settings, names: tuple[str, ...]) -> None:
    """Try the templates; exit with 1 if one is wrong."""
    from zcplan.render.produce import render
    from zcplan.reports import each_kind
    from zcplan.reports.parts import progress

    year, wrong = settings.year(None), 0
    seen = set()
    for kind in (*(kind for _name, kind in each_kind()), progress):
        for output in _outputs(kind, settings.dataset, year):
            if output.template in seen or (names and output.template not in names):
                continue
            seen.add(output.template)
            try:
                render(settings.find_template, output, settings.stamp)
                click.echo(f"{output.template}: {_('sound')}")
            except ZcplanError as error:
                wrong += 1
                click.echo(str(error))
    unknown = sorted(set(names) - seen)
    if unknown:
        raise ZcplanError(
            _("there is no template “{name}”").format(name=unknown[0]),
            todo=_("There are: {names}").format(names=", ".join(_names())),
        )
    if wrong:
        raise click.exceptions.Exit(1)


def _outputs(kind: Any, dataset: Any, year: int) -> Iterator[Any]:
    """The files of a kind; none where the data gives nothing for it."""
    try:
        yield from kind.outputs(dataset, year)
    except UsageError as error:
        note(_("{kind} is left out: {reason}").format(kind=kind.TITLE, reason=error.what))
