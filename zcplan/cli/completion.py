"""``zcplan completion``: the script that lets a shell complete commands, options and names."""

from __future__ import annotations

import os

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

from zcplan.cli.parts.values import Word
from zcplan.i18n import gettext as _

VARIABLE = "_ZCPLAN_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = $commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -le $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        }
    $env:COMP_WORDS = $words -join "`n"
    $env:COMP_CWORD = $wordToComplete.Trim("'", '"')
    $env:%(complete_var)s = 'powershell_complete'
    try {
        & %(prog_name)s | ForEach-Object {
            $kind, $value, $help = $_ -split "`t", 3
            if ($kind -eq 'plain') {
                $text = if ($value -match "[\\s'&();]") { "'" + $value.Replace("'", "''") + "'" } else { $value }
                if (-not $help) { $help = $value }
                [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $help)
            }
        }
    }
    finally { Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:%(complete_var)s }
}
"""


@add_completion_class
class PowerShellComplete(ShellComplete):
    """Completion for PowerShell, by click's protocol: words in the environment, an answer a line."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one being typed, and that one."""
        incomplete = os.environ.get("COMP_CWORD", "")
        words = os.environ.get("COMP_WORDS", "").split("\n")[1:]
        return (words[:-1] if incomplete and words and words[-1] == incomplete else words), incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Kind, value and help, apart by tabs."""
        return "\t".join((item.type, item.value, (item.help or "").replace("\t", " ").replace("\n", " ")))


_INSTALL = {
    "bash": 'eval "$(zcplan completion bash)"',
    "zsh": 'eval "$(zcplan completion zsh)"',
    "fish": "zcplan completion fish | source",
    "powershell": "zcplan completion powershell | Out-String | Invoke-Expression",
}


@click.command(
    "completion",
    help=_("Print the script that lets SHELL (bash, zsh, fish or powershell) complete commands and names."),
    epilog="\b\n"
    + _("Put one of these lines into the shell's start-up file:")
    + "\n  "
    + "\n  ".join(_INSTALL.values()),
)
@click.argument("shell", type=Word(SHELLS), metavar="SHELL")
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script."""
    complete = get_completion_class(shell)
    assert complete is not None
    click.echo(complete(ctx.find_root().command, {}, "zcplan", VARIABLE).source())
