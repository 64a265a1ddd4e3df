"""Compiles the modules that read a notice, with mypyc, where this machine has a C compiler; without one all stays Python.

The results are the same either way. ``POLICY_EXTRACT_COMPILE=0 pip install .`` leaves compiling out (it takes two minutes),
``POLICY_EXTRACT_COMPILE=1`` makes a failure of it an error. An editable install is never compiled. Run as a script, this
compiles into a folder: ``python hatch_build.py FOLDER``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
#: Where a notice's time goes; what is seldom asked or talks to other libraries is not worth the compiler's time.
#: In there what is made hundreds of times is a plain class, because the constructor of a dataclass is not compiled, and
#: constants are Final, because the others are looked up by name.
MODULES = (
    "collectives.py", "finders/*.py", "furniture.py", "head.py", "head_lines.py", "header.py", "home.py", "marks.py",
    "numerals.py", "outline.py", "parts.py", "places.py", "reading.py", "registry/resolver.py", "run_on.py", "signature.py",
    "text.py", "titles.py", "variants.py",
)  # fmt: skip
NOT_COMPILED = frozenset({"words.py", "__init__.py"})
_PATIENCE = 900
#: Reads a notice twice, compiled and as Python: what a compiler makes of a program is tried before it is taken.
_TRIAL = """
import sys
sys.path.insert(0, sys.argv[1])
from policy_extract.finders import actions
from policy_extract.reading import parse
from policy_extract.record import to_record
text = open(sys.argv[2], encoding="utf-8").read()
print(actions.__file__.endswith(".py"), to_record(parse(text, id="trial")), file=open(sys.argv[3], "w", encoding="utf-8"))
"""


def sources() -> list[str]:
    """The modules to compile, as paths from here."""
    found = {path for pattern in MODULES for path in (ROOT / "policy_extract").glob(pattern)}
    return sorted(str(path.relative_to(ROOT)) for path in found if path.name not in NOT_COMPILED)


def compile_into(folder: str) -> None:
    """Compiles the modules into a folder, laid out as they are here."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as work:
        options = ["--ignore-missing-imports", "--disable-error-code=unused-ignore", f"--cache-dir={work}/cache"]
        extensions = mypycify([*options, *sources()], opt_level="2", debug_level="0", target_dir=f"{work}/c")
        for extension in extensions:
            extension.extra_compile_args.append("-w")  # looking for what it might warn of takes longer than compiling
        command = build_ext(Distribution({"name": "policy_extract", "ext_modules": extensions}))
        command.build_lib, command.build_temp = folder, f"{work}/objects"
        command.ensure_finalized()
        command.run()


def _run(*arguments: str) -> None:
    """Runs this Python; RuntimeError with its last words where it fails."""
    try:
        done = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, errors="replace", timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"it takes longer than {_PATIENCE} seconds") from error
    if done.returncode:
        told = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise RuntimeError(told[-1] if told else f"exit status {done.returncode}")


def _read_trial(package: str, answer: Path) -> list[str]:
    _run("-c", _TRIAL, package, str(ROOT / "corpus" / "notices" / "hebei-2015-84.txt"), str(answer))
    return answer.read_text("utf-8").split(" ", 1)


def _compiled(folder: Path) -> dict[str, str]:
    """The compiled modules in a folder, tried, each with its place in the package; RuntimeError where that fails."""
    built = folder / "built"
    _run(str(Path(__file__)), str(built))
    made = {str(path): str(path.relative_to(built)) for path in sorted(built.rglob("*")) if path.is_file()}
    shutil.copytree(ROOT / "policy_extract", built / "policy_extract", dirs_exist_ok=True)
    python, expected = _read_trial(str(ROOT), folder / "python.txt")
    compiled, found = _read_trial(str(built), folder / "compiled.txt")
    if (python, compiled) != ("True", "False") or found != expected:
        raise RuntimeError("the compiled modules read the sample notice otherwise")
    return made


if __name__ == "__main__":
    compile_into(str(Path(sys.argv[1]).absolute()))
else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class CompileHook(BuildHookInterface[Any]):
        """Puts the compiled modules beside their sources into the wheel."""

        _work: tempfile.TemporaryDirectory[str] | None = None

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            wanted = os.environ.get("POLICY_EXTRACT_COMPILE", "")
            if version == "editable" or wanted == "0":
                return
            self._work = tempfile.TemporaryDirectory()
            try:
                made = _compiled(Path(self._work.name))
            except (OSError, RuntimeError) as error:
                if wanted == "1":
                    raise
                self.app.display_warning(f"policy_extract is installed without compiled modules: {error}")
                return
            build_data["force_include"] |= made
            build_data["pure_python"], build_data["infer_tag"] = False, True

        def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
            if self._work is not None:
                self._work.cleanup()
