"""`agent_secrets.testing`, and the fixtures of the pytest plugin."""

from __future__ import annotations

from pathlib import Path

import pytest
from agent_project import BROKEN_GEN
from stub_vault import StubVault, client_of, reading

from agent_secrets import InvalidInput, MissingAccess, SecretNotFound
from agent_secrets.testing import conversation

PLUGIN = ("-p", "agent_secrets.pytest_plugin")


def test_a_conversation_reads_made_up_values() -> None:
    conv = conversation({"key": "not-a-real-key", "crm": {"id": "not-a-real-id"}, "other": None})
    assert conv.utils.get_secret("key") == "not-a-real-key"
    with pytest.raises(MissingAccess) as missing:
        conv.utils.get_secret("other")
    assert missing.value.secret_name == "other"
    with pytest.raises(SecretNotFound):
        conv.utils.get_secret("absent")
    with pytest.raises(InvalidInput):
        conv.utils.get_secret(" absent")


def test_a_function_cannot_change_the_fakes() -> None:
    conv = conversation({"crm": {"id": "not-a-real-id"}})
    crm = conv.utils.get_secret("crm")
    assert isinstance(crm, dict)
    crm["id"] = "changed"
    assert conv.utils.get_secret("crm") == {"id": "not-a-real-id"}


def test_a_conversation_reads_with_a_client() -> None:
    with StubVault(reading("x")) as vault:
        conv = conversation(client_of(vault.url))
        assert (conv.utils.get_secret("key"), conv.project_id) == ("x", "BOOKING")


def test_a_conversation_remembers_what_was_asked_of_the_platform() -> None:
    conv = conversation({}, state={"order": 1}, env="live", variant={"city": "Ulm"})
    conv.say("Hello.")
    conv.write_metric("M", 2, write_once=True)
    conv.flow().goto_step("next")
    conv.state.paid = True
    assert [str(action) for action in conv.actions] == [
        "say('Hello.')",
        "write_metric('M', 2, write_once=True)",
        "goto_step('next')",
    ]
    assert (conv.state, conv.env, conv.variant.city) == ({"order": 1, "paid": True}, "live", "Ulm")


def test_fixtures(pytester: pytest.Pytester) -> None:
    """Uses a project whose generated modules cannot be imported on this Python."""
    pytester.makefile(".yaml", project="project_id: HOTEL\n")
    for name, text in BROKEN_GEN.items():
        write(pytester.path / name, text)
    write(
        pytester.path / "functions/it.py",
        """
from _gen import *
from utils.secret_vault import secret_vault

@func_description("x")
def it(conv: Conversation):
    try:
        return conv.utils.get_secret("key") + secret_vault("key")
    except MissingAccess:
        conv.write_metric("NO_ACCESS")
        return "no access"
""",
    )
    write(
        pytester.path / "tests/test_it.py",
        """
import pytest
from _gen import SecretNotFound
from functions.it import it

def test_reads(conv, fake_secrets):
    fake_secrets["key"] = "not-a-real-key "
    assert it(conv) == "not-a-real-key not-a-real-key "

def test_no_access(conv, fake_secrets):
    fake_secrets["key"] = None
    assert it(conv) == "no access"
    assert conv.actions[0].args == ("NO_ACCESS",)

def test_not_found(conv):
    with pytest.raises(SecretNotFound):
        it(conv)
""",
    )
    result = pytester.runpytest_subprocess(*PLUGIN, "-p", "no:cacheprovider", "tests")
    result.assert_outcomes(passed=3)


def test_fakes_of_the_project_take_the_place_of_the_fixture(pytester: pytest.Pytester) -> None:
    write(
        pytester.path / "test_it.py",
        """
import pytest

class FakeSecrets:
    def get_secret(self, secret_name):
        return f"not-a-real-{secret_name}"

@pytest.fixture
def fake_secrets():
    return FakeSecrets()

def test_it(conv):
    assert conv.utils.get_secret("key") == "not-a-real-key"
""",
    )
    pytester.runpytest_subprocess(*PLUGIN, "-p", "no:cacheprovider").assert_outcomes(passed=1)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
