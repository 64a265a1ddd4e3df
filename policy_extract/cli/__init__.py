"""The command ``policy-extract``: ``check`` a strange folder, ``read`` one notice, ``run`` over a folder of them.

Exit status: 0 all well, 1 some notices could not be read, 2 the call cannot be carried out (usage, no such folder).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from policy_extract.cli.parser import parser_of
from policy_extract.errors import NoticeError, PolicyExtractError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with these arguments (default: those of the process); returns the exit status."""
    parser = parser_of()
    options = parser.parse_args(arguments)
    if not hasattr(options, "command"):
        parser.print_help()
        return 2
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except PolicyExtractError as error:
        print(f"policy-extract: {error}", file=sys.stderr)
        return 2 if not isinstance(error, NoticeError) else 1
    except ValueError as error:
        print(f"policy-extract: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # the reader of a pipe has seen enough: policy-extract read … | head
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        print(f"policy-extract: {error.filename or ''}: {error.strerror or error}; check the path", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("policy-extract: stopped", file=sys.stderr)
        return 130
