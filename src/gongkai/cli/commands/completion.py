"""``gongkai completion``: the script that makes a shell complete commands and options."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from gongkai.cli.chinese import OneOf, described

EXAMPLES = (
    ("echo 'eval \"$(gongkai completion bash)\"' >> ~/.bashrc", "bash：以后每次打开终端都能按 Tab 补全。"),
    ("echo 'eval \"$(gongkai completion zsh)\"' >> ~/.zshrc", "zsh：同上。"),
    ("gongkai completion fish > ~/.config/fish/completions/gongkai.fish", "fish：写到它找补全的地方。"),
)


@described(examples=EXAMPLES)
@click.argument("shell", type=OneOf(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def command(shell: str) -> int:
    """打印命令补全脚本，装好后按 Tab 可补全命令、选项和文件名。"""
    from gongkai.cli.root import root

    kind = get_completion_class(shell)
    assert kind is not None
    # Not kind.source(): that starts a shell to ask its version.
    click.echo(ShellComplete.source(kind(root, {}, "gongkai", "_GONGKAI_COMPLETE")))
    return 0
