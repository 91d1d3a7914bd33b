"""`airflow standalone` without its log servers, which would listen on every interface of the machine."""

from __future__ import annotations

from typing import Any


def main() -> None:
    """Run Airflow's own standalone command; task logs are read from the files beside it."""
    from airflow.cli.commands import standalone_command

    class QuietSubCommand(standalone_command.SubCommand):  # type: ignore[misc]
        """A component that serves no logs over HTTP."""

        def __init__(self, parent: Any, name: str, command: list[str], env: dict[str, str]) -> None:
            if name in {"scheduler", "triggerer"}:
                command = [*command, "--skip-serve-logs"]
            super().__init__(parent, name, command, env)

    standalone_command.SubCommand = QuietSubCommand
    standalone_command.StandaloneCommand().run()


if __name__ == "__main__":
    main()
