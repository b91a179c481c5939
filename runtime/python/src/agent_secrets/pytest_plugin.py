"""Fixtures for testing functions. pytest finds them when the package is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ._configuration import Secret
from ._local.conversation import Conversation
from ._local.platform import Platform
from ._local.problem import CannotRun
from ._local.project import project_above
from .testing import conversation

_platform = Platform()


def pytest_configure(config: pytest.Config) -> None:
    """Makes an agent's functions importable if the tests are inside its project."""
    for folder in (config.rootpath, Path(config.invocation_params.dir)):
        try:
            project = project_above(folder)
        except CannotRun as problem:
            raise pytest.UsageError(str(problem)) from None
        if project is not None:
            _platform.provide(project.root)
            return


@pytest.fixture
def fake_secrets() -> dict[str, Secret | None]:
    """Secrets for `conv`. None is a secret that the agent cannot read; missing names do not exist."""
    return {}


@pytest.fixture
def conv(fake_secrets: dict[str, Secret | None]) -> Iterator[Conversation]:
    """A conversation that reads from `fake_secrets`."""
    made = conversation(fake_secrets)
    _platform.read_from(made.utils)
    yield made
    _platform.read_from(None)
