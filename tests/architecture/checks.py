"""What the architecture demands, as functions from the root of the repository to a list of violations."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

PACKAGE = Path("generator/specbind")
TEMPLATES = (Path("templates/package"), Path("templates/review"))
RUNTIME = Path("templates/runtime")

MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 40, 80

ONLY_FACTS = {"rules.py"}
"""Modules that hold nothing but facts and may be as long as there are facts."""

GROUNDS = {"", "source", "diagnostics", "rules", "text_files", "patterns", "words", "exports"}
MODEL = GROUNDS | {"ir"}
STAGE = MODEL | {"config"}
OUTPUT = STAGE | {
    "own_files",
    "python",
    "template_api",
    "template_engine",
    "custom_templates",
    "extras",
    "render",
    "reparse",
    "files",
    "manifest",
}
MAY_IMPORT = {
    "": set[str](),
    "own_files": {""},
    "source": set[str](),
    "patterns": set[str](),
    "words": set[str](),
    "exports": set[str](),
    "diagnostics": {"source"},
    "rules": {"diagnostics"},
    "text_files": {"source", "diagnostics", "rules"},
    "ir": GROUNDS,
    "config": MODEL,
    "report": MODEL,
    "report_sarif": MODEL | {"report"},
    "openapi": STAGE,
    "reference": STAGE,
    "passes": STAGE,
    "diff": STAGE | {"passes", "python"},
    "review": STAGE | {"diff", "report"},
    "openapi_export": STAGE,
    "overlay": STAGE | {"openapi"},
    "overlaid": STAGE | {"openapi", "openapi_export", "overlay"},
    "document": OUTPUT,
    "model_styles": OUTPUT | {"openapi_export"},
    "python": STAGE,
    "render": OUTPUT,
    "template_api": set[str](),
    "template_engine": OUTPUT,
    "custom_templates": OUTPUT,
    "extras": STAGE,
    "reparse": OUTPUT,
    "manifest": STAGE,
    "files": OUTPUT,
    "noted": GROUNDS | {"report"},
    "memo": OUTPUT | {"report", "noted"},
    "workers": OUTPUT | {"pipeline", "noted"},
    "vendor": OUTPUT,
    "distribution": OUTPUT,
    "api_drift": OUTPUT,
    "pipeline": OUTPUT | {"openapi", "reference", "passes", "diff", "openapi_export", "overlaid", "vendor"},
    "mock": STAGE | {"python", "openapi_export", "pipeline", "report"},
    "testing": {"mock"},
    "pytest_plugin": {"testing"},
    "cli": OUTPUT
    | {
        "openapi",
        "reference",
        "passes",
        "diff",
        "openapi_export",
        "model_styles",
        "document",
        "vendor",
        "distribution",
        "api_drift",
        "pipeline",
        "report",
        "report_sarif",
        "review",
        "memo",
        "mock",
        "workers",
    },
    "__main__": {"cli"},
}
"""What each part of the package may import besides itself; `""` is the package's own name and version."""


def modules(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the package, below it, with its syntax tree."""
    for path in sorted((root / PACKAGE).rglob("*.py")):
        yield path.relative_to(root / PACKAGE), ast.parse(path.read_text("utf-8"), str(path))


def part(path: Path) -> str:
    """The part of the package a module belongs to: its folder, or its first word (`cli_*`, `config_*`)."""
    if len(path.parts) > 1:
        return path.parts[0]
    stem = "" if path.stem == "__init__" else path.stem
    if stem in ("config_rules", "review_rules"):
        return "rules"
    return next((word for word in ("cli", "config") if stem.startswith(f"{word}_")), stem)


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the dotted name of all a module imports, in functions and for typing only as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            for alias in node.names:
                yield node.lineno, f"{name}.{alias.name}" if name == "specbind" else name


def layers(root: Path) -> list[str]:
    """Imports that go up or sideways, and parts that have no layer yet."""
    wrong = []
    for path, tree in modules(root):
        if part(path) not in MAY_IMPORT:
            wrong.append(f"{path}: no layer is given to it")
            continue
        for line, name in imported(tree):
            top, _, rest = name.partition(".")
            first = rest.partition(".")[0]
            other = part(Path(f"{first}.py")) if not first.startswith("__") else ""
            if not top:
                wrong.append(f"{path}:{line}: a relative import")
            elif top == "specbind" and other != part(path) and other not in MAY_IMPORT[part(path)]:
                wrong.append(f"{path}:{line}: imports {name}")
    return wrong


def printing(root: Path) -> list[str]:
    """Output from a module that is not the command line's."""
    wrong = []
    for path, tree in modules(root):
        if part(path) == "cli":
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="print" | "input")):
                    wrong.append(f"{path}:{node.lineno}: prints")
                case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr"):
                    wrong.append(f"{path}:{node.lineno}: takes sys.{node.attr}")
    return wrong


def budgets(root: Path) -> list[str]:
    """Modules, functions and templates that are longer than one can keep in view."""
    wrong = []
    for path in sorted((*(root / PACKAGE).rglob("*.py"), *(root / RUNTIME).rglob("*.py"))):
        text = path.read_text("utf-8")
        name = path.relative_to(root)
        lines = text.count("\n")
        if lines > MODULE_LINES and path.name not in ONLY_FACTS:
            wrong.append(f"{name}: {lines} lines, {MODULE_LINES} allowed")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    wrong.append(f"{name}:{node.lineno}: {node.name} has {length} lines, {FUNCTION_LINES} allowed")
    for path in sorted(path for folder in TEMPLATES for path in (root / folder).rglob("*.jinja")):
        lines = path.read_text("utf-8").count("\n")
        if lines > TEMPLATE_LINES:
            wrong.append(f"{path.relative_to(root)}: {lines} lines, {TEMPLATE_LINES} allowed")
    return wrong


LAYOUT_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Macro,
    nodes.Call,
    nodes.Include,
    nodes.FromImport,
    nodes.Const,
    nodes.Not,
    nodes.Block,
    nodes.Extends,
)
"""What a template is made of, besides `for` and `if`."""


def templates(root: Path) -> list[str]:
    """Templates that decide anything: they may only lay out values that are ready."""
    environment = jinja2.Environment()
    wrong = []
    for path in sorted(path for folder in TEMPLATES for path in (root / folder).rglob("*.jinja")):
        tree = environment.parse(path.read_text("utf-8"))
        own = {node.name for node in tree.find_all(nodes.Macro)}
        own |= {str(name) for node in tree.find_all(nodes.FromImport) for name in node.names}
        for found, line in deciding(tree, own):
            wrong.append(f"{path.relative_to(root)}:{line}: {found}")
    return wrong


def deciding(node: nodes.Node, macros: set[str]) -> Iterator[tuple[str, int]]:
    """What is more than layout in a template, with its line."""
    match node:
        case nodes.For(test=None, recursive=False, iter=iterated) if ready(iterated):
            pass
        case nodes.If(test=test) if ready(test):
            pass
        case nodes.Call(node=nodes.Name(name=name), args=args, kwargs=[], dyn_args=None, dyn_kwargs=None):
            if name not in macros or not all(ready(each) for each in args):
                yield f"calls {name}", node.lineno
        case nodes.Call():
            yield "calls a value", node.lineno
        case (
            nodes.Const(value=str())
            | nodes.Include(template=nodes.Const())
            | nodes.FromImport(template=nodes.Const())
            | nodes.Extends(template=nodes.Const())
        ):
            pass
        case nodes.Const() | nodes.Include() | nodes.FromImport() | nodes.Extends():
            yield f"has a computed {type(node).__name__}", node.lineno
        case _ if not isinstance(node, LAYOUT_NODES):
            yield f"has {type(node).__name__}", node.lineno
    for child in node.iter_child_nodes():
        yield from deciding(child, macros)


def ready(node: nodes.Node) -> bool:
    """Whether an expression is one ready value, or the absence of one."""
    match node:
        case nodes.Not(node=inner):
            return ready(inner)
        case nodes.Getattr(node=inner):
            return ready(inner)
        case _:
            return isinstance(node, nodes.Name)


def rules(root: Path) -> list[str]:
    """Rules that are not explained, not listed in order, not unique or not used."""
    wrong = []
    trees = list(modules(root))
    mentioned = {name for path, tree in trees if part(path) != "rules" for name in names(tree)}
    codes: dict[str, str] = {}
    for path, tree in trees:
        if part(path) != "rules":
            continue
        found = dict(declared_rules(tree))
        listed = [name for name in names(tree, inside="RULES") if name in found]
        for name, arguments in found.items():
            code = str(arguments[0])
            if codes.setdefault(code, name) != name:
                wrong.append(f"{path}: {code} is both {codes[code]} and {name}")
            texts = [text for text in arguments if isinstance(text, str) and text]
            if len(texts) != 5:
                wrong.append(f"{path}: {code} is not explained")
            if name not in listed:
                wrong.append(f"{path}: {code} is not in RULES")
            if name not in mentioned:
                wrong.append(f"{path}: {code} {name} is not used")
        order = [str(found[name][0]) for name in listed]
        if order != sorted(order):
            wrong.append(f"{path}: RULES is not in code order")
    return wrong


def declared_rules(tree: ast.Module) -> Iterator[tuple[str, list[object]]]:
    """The names of rules with their arguments, where these are constants."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(func=ast.Name(id="Rule"), args=arguments)):
                yield name, [each.value if isinstance(each, ast.Constant) else None for each in arguments]


def names(tree: ast.Module, inside: str | None = None) -> Iterator[str]:
    """The names and attributes a module mentions, or those in the value of one of its assignments."""
    for statement in tree.body:
        if inside is not None and getattr(getattr(statement, "target", None), "id", None) != inside:
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr


HANDLERS = ("python", "diff", "openapi_export")
"""The parts that have to handle every node of the IR, as far as they exist."""

WALKERS = (
    "ir/walk.py",
    "ir/dump.py",
    "python/annotations.py",
    "python/checks.py",
    "python/sample.py",
    "python/examples.py",
)
"""Modules that take every kind of value type apart, as far as they exist."""

SUMS = {"Type", "Extra", "Pagination", "SecurityScheme"}
"""The closed sums of the IR."""


def ir_nodes(root: Path) -> list[str]:
    """Classes of the IR that are open or mutable, and variants of its sums that a handler leaves out."""
    wrong = []
    variants: set[str] = set()
    types: set[str] = set()
    for path, tree in modules(root):
        if path not in (Path("ir/types.py"), Path("ir/api.py")):
            continue
        for node in tree.body:
            match node:
                case ast.ClassDef(name=name) if not is_closed(node):
                    wrong.append(f"{path}:{node.lineno}: {name} is neither a frozen dataclass nor an Enum")
                case ast.AnnAssign(target=ast.Name(id=name), value=value) if name in SUMS and value is not None:
                    text = value.value if isinstance(value, ast.Constant) else ast.unparse(value)
                    words = {word.strip() for word in str(text).split("|")}
                    variants |= words
                    types |= words if name == "Type" else set()
    for handler in HANDLERS:
        trees = [tree for path, tree in modules(root) if part(path) == handler]
        if trees:
            handled = {name for tree in trees for name in names(tree)}
            wrong += [f"{handler}: does not handle {name}" for name in sorted(variants - handled)]
    for path, tree in modules(root):
        if path.as_posix() in WALKERS:
            matched = {ast.unparse(pattern.cls) for pattern in ast.walk(tree) if isinstance(pattern, ast.MatchClass)}
            wrong += [f"{path.as_posix()}: no case for {name}" for name in sorted(types - matched)]
    return wrong


def exported_fields(root: Path) -> list[str]:
    """Fields of the IR that the exporter neither mentions nor lists in `UNSAID` with a reason."""
    trees = dict(modules(root))
    exporter = [tree for path, tree in trees.items() if part(path) == "openapi_export"]
    if not exporter:
        return []
    mentioned = {name for tree in exporter for name in names(tree)}
    for tree in exporter:
        mentioned |= {name for node in ast.walk(tree) if isinstance(node, ast.MatchClass) for name in node.kwd_attrs}
    unsaid = {
        ast.unparse(key)
        for node in ast.walk(trees.get(Path("openapi_export/unsaid.py"), ast.Module([], [])))
        if isinstance(node, ast.Dict)
        for key, reason in zip(node.keys, node.values, strict=True)
        if key is not None and not (isinstance(reason, ast.Constant) and not reason.value)
    }
    wrong = []
    for path in (Path("ir/types.py"), Path("ir/api.py")):
        for node in trees[path].body if path in trees else ():
            if isinstance(node, ast.ClassDef) and node.name not in unsaid:
                fields = [ast.unparse(each.target) for each in node.body if isinstance(each, ast.AnnAssign)]
                wrong += [
                    f"openapi_export: {node.name}.{name} is neither exported nor in UNSAID"
                    for name in fields
                    if name not in mentioned and f"({node.name}, '{name}')" not in unsaid
                ]
    return wrong


def is_closed(node: ast.ClassDef) -> bool:
    """Whether a class is a frozen dataclass or an enumeration."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    bases = {ast.unparse(base) for base in node.bases}
    return bases == {"enum.Enum"} or (not bases and any("dataclass(frozen=True" in each for each in decorators))
