"""One module a command. ``gongkai.cli.root`` names them and imports a module only when its command is called."""
