from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from agent_project import AgentProject

SOURCE = str(Path(__file__).parent.parent / "src")
sys.path.insert(0, SOURCE)

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", SOURCE, prepend=os.pathsep)  # For processes that a test starts.
    for name in list(os.environ):
        if name.startswith("AGENT_SECRETS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def agent(tmp_path: Path) -> AgentProject:
    return AgentProject(tmp_path)
