"""Finds the names that `import *` would import from a module, without running the module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

Names = dict[str, "Name"]


class Name:
    """`module` is where the name is imported from, and `is_error` is whether it is an exception class."""

    def __init__(self, module: str | None = None, is_error: bool = False) -> None:
        self.module = module
        self.is_error = is_error


def public_names(package: Path) -> Names:
    """Returns the names that `from _gen import *` would import from a package of generated modules."""
    return _names_in(package / "__init__.py", package, set())


def _names_in(file: Path, package: Path, seen: set[Path]) -> Names:
    if file in seen:
        return {}
    seen.add(file)
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    names: Names = {}
    listed: set[str] | None = None
    for statement in _statements(tree.body):
        match statement:
            case ast.ClassDef(name=name):
                names[name] = Name(is_error=any(_is_error(base, names) for base in statement.bases))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names[name] = Name()
            case ast.Import():
                for alias in statement.names:
                    top = alias.name.split(".")[0]
                    names[alias.asname or top] = Name(alias.name if alias.asname else top)
            case ast.ImportFrom():
                names |= _imported(statement, file, package, seen)
            case ast.Assign() | ast.AnnAssign():
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        if target.id == "__all__":
                            listed = _texts_in(statement.value)
                        names[target.id] = Name()
            case _:
                pass
    if listed is not None:
        return {name: names.get(name, Name()) for name in listed}
    return {name: one for name, one in names.items() if not name.startswith("_")}


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, (ast.If, ast.Try)):
            yield from _statements(statement.body)
            yield from _statements(statement.orelse)


def _imported(statement: ast.ImportFrom, file: Path, package: Path, seen: set[Path]) -> Names:
    module = statement.module or ""
    own = statement.level > 0 or module == package.name or module.startswith(f"{package.name}.")
    if own:
        start = file.parents[statement.level - 1] if statement.level > 0 else package.parent
        path = start.joinpath(*module.split(".")) if module else start
        source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        there = _names_in(source, package, seen | {file})
    else:
        there = {}
    found: Names = {}
    for alias in statement.names:
        if alias.name == "*":
            found |= there
        else:
            # A name from another package, such as `datetime.date`.
            found[alias.asname or alias.name] = there.get(alias.name) or Name(
                None if own else f"{module}.{alias.name}"
            )
    return found


def _is_error(base: ast.expr, names: Names) -> bool:
    if not isinstance(base, ast.Name):
        return False
    known = names.get(base.id)
    return known.is_error if known else base.id.endswith(("Exception", "Error"))


def _texts_in(value: ast.expr | None) -> set[str]:
    if not isinstance(value, (ast.List, ast.Tuple)):
        return set()
    return {one.value for one in value.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)}
