"""What the package shows and loads: public names, floors of the house, weight of the import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import policy_extract

PACKAGE = Path(policy_extract.__file__).parent

PUBLIC = """
    Action Agency Clause Deadline EngineError HanLP Header Lexicon LexiconError MissingExtraError Notice NoticeError
    Part PolicyExtractError Quantity Reference Responsibility Results Span agency_graph agency_measures
    agency_task_graph citation_graph data_dictionary expand find_organisations find_targets load_lexicon load_results
    open_results parse predecessors projection read read_many resolve same_line successors to_tables write_graph
    write_page write_records write_tables
""".split()

# Each module may import those of the floors below it; the few arrows inside a floor are named.
FLOORS = [
    {"absent", "errors", "frozen", "numerals", "variants"},
    {"addresses", "model"},
    {"text", "record"},
    {"lexicon"},
    {"collectives", "marks", "signature", "titles"},
    {"furniture", "places"},
    {"registry", "targets", "citations"},
    {"lines", "home", "tables"},
    {"graph"},
    {"export", "plots"},
    {"arrow"},
    {"finders", "outline", "loaders", "view", "annotation"},
    {"head_lines"},
    {"run_on"},
    {"head"},
    {"parts"},
    {"header"},
    {"deep"},  # what a model adds to a notice that the rules have read; reading and cli hand it their notices
    {"reading"},
    {"checking", "unknown", "evaluate", "results"},
    {"batch"},
    {"cli"},
]
INSIDE = {
    ("finders/duty_items", "finders/agencies"),
    ("finders/duty_lists", "finders/agencies"),
    ("finders/duty_places", "finders/agencies"),
    ("finders/duty_places", "finders/duty_lists"),
    ("finders/duty_places", "finders/task_tables"),
    ("finders/duty_sentences", "finders/agencies"),
    ("finders/duty_sentences", "finders/duty_items"),
    ("finders/duty_sentences", "finders/duty_lists"),
    ("finders/responsibilities", "finders/agencies"),
    ("finders/responsibilities", "finders/duty_lists"),
    ("finders/responsibilities", "finders/duty_places"),
    ("finders/responsibilities", "finders/duty_sentences"),
    ("finders/actions", "finders/words"),
    ("finders/actions", "finders/measures"),
    ("finders/actions", "finders/phrases"),
    ("finders/actions", "finders/pieces"),
    ("finders/actions", "finders/predicates"),
    ("finders/actions", "finders/verbs"),
    ("finders/phrases", "finders/predicates"),
    ("finders/phrases", "finders/verbs"),
    ("finders/predicates", "finders/verbs"),
    ("finders/numbers", "finders/units"),
    ("finders/bounds", "finders/numbers"),
    ("finders/bounds", "finders/units"),
    ("finders/indicators", "finders/names"),
    ("finders/quantities", "finders/bounds"),
    ("finders/quantities", "finders/indicators"),
    ("finders/references", "finders/titles"),
    ("finders/references", "finders/document_numbers"),
    ("finders/references", "finders/relations"),
    ("finders/references", "finders/short_names"),
    ("finders/relations", "finders/titles"),
    ("finders/titles", "finders/document_numbers"),
    ("finders/quantities", "finders/numbers"),
    ("finders/quantities", "finders/units"),
}
# A method that leads to what is built on its class, a function with workers; imported when it is called.
UPWARD = {("model", "record"), ("model", "view"), ("reading", "batch/pool")}


def test_public_names() -> None:
    assert sorted(policy_extract.__all__) == sorted(PUBLIC)
    for name in PUBLIC:
        assert getattr(policy_extract, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        policy_extract.nothing  # noqa: B018


def test_importing_is_light() -> None:
    code = (
        "import sys, policy_extract; "
        "heavy = {'pandas', 'numpy', 'networkx', 'jieba', 'hanlp', 'torch', 'lxml', 'pyarrow', 'rich', 'docx'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def test_parsing_loads_no_framework() -> None:
    code = (
        "import sys; from policy_extract import parse; parse('一、加强监管\\n开展检查。(省科技厅负责)'); "
        "print(sorted({'pandas', 'networkx', 'hanlp', 'torch', 'lxml', 'pyarrow', 'rich'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def _modules() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if p.name != "__init__.py" or p.parent != PACKAGE]


def _room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "/".join(p for p in parts if p != "__init__")


def _imports(path: Path) -> set[str]:
    """The modules of ours that a file imports anywhere in it, as rooms."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("policy_extract."):
            base = node.module.removeprefix("policy_extract.").replace(".", "/")
            names = [f"{base}/{a.name}" for a in node.names if (PACKAGE / f"{base}/{a.name}.py").exists()]
            found |= set(names or [base])
    return found


@pytest.mark.parametrize("path", _modules(), ids=_room)
def test_arrows_go_down(path: Path) -> None:
    floor = {name: i for i, names in enumerate(FLOORS) for name in names}
    here = _room(path)
    for there in _imports(path):
        a, b = here.split("/")[0], there.split("/")[0]
        if a == b:
            assert a in ("batch", "cli", "deep", "export", "loaders", "registry", "view") or (here, there) in INSIDE, (
                f"{here} imports {there} of its own floor"
            )
        else:
            assert floor[b] < floor[a] or (here, there) in UPWARD, (
                f"{here} imports {there}, which does not lie below it"
            )


@pytest.mark.parametrize("package, home", [
    ("jieba", {"finders/words"}),
    ("hanlp", {"finders/words"}),
    ("hanlp_restful", {"finders/words"}),
    ("pandas", {"tables", "export/columns", "export/excel", "export/stata", "export/tables", "graph"}),
    ("networkx", {"graph", "export/flat", "export/graphs", "plots"}),
])  # fmt: skip
def test_heavy_packages_have_one_home(package: str, home: set[str]) -> None:
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if any(name.split(".")[0] == package for name in names):
                assert _room(path) in home, f"{_room(path)} imports {package}"
