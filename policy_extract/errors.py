"""What can go wrong, as one tree.

    PolicyExtractError
    ├── NoticeError            a document that cannot be read, with its path and what to do
    ├── LexiconError           a row of a lexicon that cannot be used, with its file and line
    ├── EngineError            a model or server of HanLP that cannot be used, with what to do
    └── MissingExtraError      an optional package that is not installed, with the install line

A strange clause is never an error: what no rule claims is listed in ``Notice.unread``, and what looks wrong in
``Notice.warnings``.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["EngineError", "LexiconError", "MissingExtraError", "NoticeError", "PolicyExtractError"]


class PolicyExtractError(Exception):
    """The root of every error that this library raises on purpose."""


class NoticeError(PolicyExtractError):
    """A document that cannot be read: ``path`` names it, ``reason`` says why, ``advice`` what to do.

    >>> str(NoticeError("notices/a.txt", "the file is empty", "download it again"))
    'notices/a.txt: the file is empty; download it again'
    """

    def __init__(self, path: str | Path | None, reason: str, advice: str = "") -> None:
        self.path = None if path is None else str(path)
        self.reason = reason
        self.advice = advice
        super().__init__(self.path, reason, advice)

    def __str__(self) -> str:
        text = self.reason if self.path is None else f"{self.path}: {self.reason}"
        return f"{text}; {self.advice}" if self.advice else text


class LexiconError(PolicyExtractError):
    """A lexicon row that cannot be used: ``file`` and ``line`` say where it stands."""

    def __init__(self, file: str | Path, line: int | None, reason: str) -> None:
        self.file = str(file)
        self.line = line
        self.reason = reason
        super().__init__(self.file, line, reason)

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.reason}"


class MissingExtraError(PolicyExtractError):
    """An optional package that the called function needs: ``extra`` names the extra to install.

    >>> print(MissingExtraError("hanlp", "engine='hanlp'"))
    engine='hanlp' needs the extra 'hanlp': pip install "policy_extract[hanlp]"
    """

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        self.purpose = purpose
        super().__init__(extra, purpose)

    def __str__(self) -> str:
        return f'{self.purpose} needs the extra {self.extra!r}: pip install "policy_extract[{self.extra}]"'


class EngineError(PolicyExtractError):
    """An engine that cannot be used: ``model`` names its model or server, ``reason`` says why, ``advice`` what to do.

    >>> str(EngineError("models/mtl", "there is no such folder", "check the path"))
    "hanlp model 'models/mtl': there is no such folder; check the path"
    """

    def __init__(self, model: str, reason: str, advice: str = "") -> None:
        self.model = model
        self.reason = reason
        self.advice = advice
        super().__init__(model, reason, advice)

    def __str__(self) -> str:
        text = f"hanlp model {self.model!r}: {self.reason}"
        return f"{text}; {self.advice}" if self.advice else text
