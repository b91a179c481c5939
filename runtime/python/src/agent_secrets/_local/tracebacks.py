"""Formats tracebacks so that they start in the user's code."""

from __future__ import annotations

import traceback
from pathlib import Path

_OURS = str(Path(__file__).resolve().parent.parent)
_PACKAGES = ("site-packages", "dist-packages")


def traceback_text(error: BaseException, root: Path) -> str:
    """:param root: the folder of the user's code"""
    shown = traceback.TracebackException.from_exception(error)
    _trim(shown, root)
    return "".join(shown.format())


def _trim(shown: traceback.TracebackException, root: Path) -> bool:
    """Trims the frames before the user's code. Returns whether the exception passed through that code."""
    frames = [frame for frame in shown.stack if not frame.filename.startswith(_OURS)]
    first = next((at for at, frame in enumerate(frames) if _is_in(Path(frame.filename), root)), len(frames))
    shown.stack[:] = frames[first:]
    # Exceptions that a library raised and handled itself say nothing about the user's code.
    if shown.__cause__ is not None and not _trim(shown.__cause__, root):
        shown.__cause__ = None
    if shown.__context__ is not None and not _trim(shown.__context__, root):
        shown.__context__ = None
    for one in getattr(shown, "exceptions", None) or ():
        _trim(one, root)
    return first < len(frames)


def _is_in(file: Path, root: Path) -> bool:
    return root in file.parents and not any(part in _PACKAGES for part in file.parts)
