"""Finds an agent's project, and the module names of its files."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .problem import CannotRun

_GENERATED = "_gen"
_PROJECT_FILE = "project.yaml"
_PROJECT_ID = re.compile(r"^project_id[ \t]*:[ \t]*(.*?)[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_FUNCTION_FOLDERS = ("functions", "function_steps")


class Project:
    """An agent's folder. `agent_id` is None if no file specifies it."""

    def __init__(self, root: Path, agent_id: str | None) -> None:
        self.root = root
        self.agent_id = agent_id

    def module_name(self, file: Path) -> str | None:
        """Returns the name by which functions import the file; None if it has no valid dotted name."""
        parts = file.relative_to(self.root).with_suffix("").parts
        return None if any("." in part for part in parts) else ".".join(parts)


def project_of(file: Path) -> Project:
    """Returns the nearest project above a file, or the folder that looks like one.

    :raises CannotRun: if another user could have written code that would be imported
    """
    project = _nearest_project(file)
    _check_owners(project.root, _owners_of(file))
    return project


def project_above(folder: Path) -> Project | None:
    """:raises CannotRun: like `project_of`"""
    project = _project_above(folder)
    if project is not None:
        _check_owners(project.root, _owners_of(folder))
    return project


def _nearest_project(file: Path) -> Project:
    found = _project_above(file.parent)
    if found is not None:
        return found
    for folder in file.parents:
        if (folder / _GENERATED).exists():
            return Project(folder, None)
    folder = file.parent
    if folder.name in _FUNCTION_FOLDERS:
        above = folder.parent
        return Project(above.parent.parent if above.parent.name == "flows" else above, None)
    return Project(folder, None)


def _project_above(folder: Path) -> Project | None:
    for one in (folder, *folder.parents):
        text = _text_of(one / _PROJECT_FILE)
        if text is not None:
            return Project(one, _project_id_in(text))
    return None


def _check_owners(root: Path, trusted: set[int]) -> None:
    """Checks owners like Git does for a repository, because in a shared folder, other users can add files
    above the user's.

    :param trusted: owners of the requested file, which runs in any case, such as in a mounted folder
    """
    for one in (root, root / _PROJECT_FILE, root / _GENERATED):
        if not _owners_of(one) <= trusted | {_current_user(), 0}:
            raise CannotRun(
                f"{one} belongs to another user, whose code would run with your secrets. "
                "Move your files to a folder of your own, or change the owner."
            )


def _owners_of(file: Path) -> set[int]:
    """Returns the owners of the file and, if it is a link, of the link. Empty on systems without owners."""
    if os.name != "posix":
        return set()
    try:
        return {file.lstat().st_uid, file.stat().st_uid}
    except OSError:
        return set()


def _current_user() -> int:
    return os.geteuid() if os.name == "posix" else 0


def _project_id_in(text: str) -> str | None:
    found = _PROJECT_ID.search(text)
    return (found[1].strip("'\"") or None) if found else None


def _text_of(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None
