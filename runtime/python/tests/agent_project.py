"""Runs the functions of an agent project on disk, as a user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent.parent / "src"

# As the platform generates it: written for a newer Python, and with undefined names.
BROKEN_GEN = {
    "_gen/__init__.py": """
from .conversation import *
from .decorators import *
from .secret_vault import *
from .flow import Flow
import datetime
from datetime import timedelta
""",
    "_gen/conversation.py": """
__all__ = ["Conversation", "ElevenLabsVoice", "SMSIntegrationNotFound", "HandoffConfig"]
class SMSIntegrationNotFound(Exception):
    def __init__(self, secret_name: str, integration: str) -> None: ...
class ElevenLabsVoice: ...
class HandoffConfig:
    sip_type: HandoffMethod
class Conversation:
    def from_dict(cls) -> UndefinedAsWell: ...
""",
    "_gen/flow.py": "class Flow: ...\n",
    "_gen/decorators.py": """
def func_description(text):
    def remember(function):
        function.description = text
        return function
    return remember
""",
    "_gen/secret_vault.py": """
__all__ = ["InvalidInput", "MissingAccess", "SecretNotFound"]
class SecretNotFound(Exception):
    def __init__(self, secret_name: str) -> None: ...
class MissingAccess(Exception):
    def __init__(self, assistant_id: str, secret_name: str) -> None: ...
class InvalidInput(Exception):
    def __init__(self, assistant_id: str, secret_name: str) -> None: ...
def secret_vault(secret_name: str) -> str | dict: ...
""",
}

FAKES = {
    "key": "not-a-real-key-1234",
    "crm": {"id": "not-a-real-id", "password": "not-a-real-password"},
    "number": "99887766",
    "not_granted": None,
}


class Run(NamedTuple):
    code: int
    stdout: str
    stderr: str


class AgentProject:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("project.yaml", 'project_id: "HOTEL"  # of the account\nproject_name: Hotel\n')
        self.write("fakes.json", json.dumps(FAKES))

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def write_all(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            self.write(name, text)

    def function(self, body: str, name: str = "functions/it.py", head: str = "def it(conv):") -> None:
        lines = "".join(f"    {line}\n" for line in body.strip("\n").split("\n"))
        self.write(name, f"from _gen import *\n\n{head}\n{lines}")

    def call(self, *args: str, fakes: bool = True, **environment: str) -> Run:
        variables = {
            name: value for name, value in os.environ.items() if not name.startswith("AGENT_SECRETS_")
        }
        variables |= {"PYTHONPATH": str(SOURCE)} | environment
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-B", "-m", "agent_secrets", "call", *(args or ("functions/it.py",))]
        if fakes:
            command += ["--fakes", "fakes.json"]
        done = subprocess.run(command, cwd=self.root, env=variables, capture_output=True, encoding="utf-8")
        return Run(done.returncode, done.stdout, done.stderr)
