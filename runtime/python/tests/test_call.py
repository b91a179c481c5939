"""`python -m agent_secrets call`"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from agent_project import BROKEN_GEN, AgentProject
from stub_vault import TOKEN, StubVault, problem, reading

VALUE = "not-a-real-key-1234"


class TestResult:
    @pytest.mark.parametrize(
        ("returned", "printed"),
        [
            ('"Say hello."', "Say hello."),
            ('{"a": [1, 2.5, True, None, "ü"]}', '{"a": [1, 2.5, true, null, "ü"]}'),
            ("None", "null"),
            ("(1, {2})", "[1, [2]]"),
            ("{1: float('inf')}", '{"1": "inf"}'),
            ("__import__('datetime').date(2026, 11, 22)", '"2026-11-22"'),
            ("__import__('http').HTTPStatus.OK", "200"),
            ('"line\\nbreak"', "line\nbreak"),
        ],
    )
    def test_is_text_as_it_is_or_a_line_of_json(
        self, agent: AgentProject, returned: str, printed: str
    ) -> None:
        agent.function(f"return {returned}")
        assert agent.call() == (0, f"{printed}\n", "")

    def test_is_alone_on_standard_output(self, agent: AgentProject) -> None:
        agent.function(
            "print('printed')\nconv.log.info('logged', count=1)\nconv.write_metric('M', 2)\nreturn 'returned'"
        )
        expected = "printed\ninfo: logged count=1\nconv.write_metric('M', 2)\n"
        assert agent.call() == (0, "returned\n", expected)

    def test_of_an_async_function(self, agent: AgentProject) -> None:
        agent.function("return conv.env", head="async def it(conv):")
        assert agent.call() == (0, "sandbox\n", "")

    def test_that_contains_itself(self, agent: AgentProject) -> None:
        agent.function("a = []\na.append(a)\nreturn a")
        assert agent.call() == (0, '"[[...]]"\n', "")


class TestMasking:
    @pytest.mark.parametrize(
        "statement",
        [
            "print(key)",
            "print(f'Bearer {key}!')",
            "conv.log.warning(key, header=f'Bearer {key}')",
            "plog.error(key)",
            "print(__import__('base64').b64encode(f'user:{key}'.encode()).decode())",
            "print(__import__('urllib.parse').parse.quote(key))",
            "[print(letter, end='', flush=True) for letter in key]",
            "__import__('sys').stdout.buffer.write(key.encode())",
            "__import__('os').write(1, key.encode())",
            "__import__('subprocess').run(['printf', key])",
            "__import__('logging').error(key)",
            "__import__('warnings').warn(key)",
            "conv.say(key)",
            "conv.state.key = key; print(conv.state)",
            "raise ValueError(key)",
            "int(key)",
            "__import__('sys').exit(key)",
            "return key",
            "return {key: [key, {'header': 'Bearer ' + key}]}",
            "return repr(key)",
            "assert False, key",
            "__import__('threading').Thread(target=print, args=(key,)).start()",
            "__import__('os').close(1); print(key, file=__import__('sys').stderr)",
            "__import__('sys').stdout.close(); __import__('sys').stderr.write(key)",
            "(__import__('os').fork() == 0 and (print(key, flush=True), __import__('os')._exit(0))) or __import__('os').wait()",
        ],
    )
    def test_hides_what_was_read(self, agent: AgentProject, statement: str) -> None:
        agent.function(f"key = conv.utils.get_secret('key')\n{statement}")
        code, stdout, stderr = agent.call()
        assert code in (0, 1)
        assert VALUE not in stdout + stderr
        assert "[masked]" in stdout + stderr

    @pytest.mark.parametrize(
        "statement",
        [
            "__import__('threading').Thread(target=lambda: (time.sleep(0.3), print(key))).start()",
            "POOL.submit(lambda: (time.sleep(0.3), print(key)))",
            "__import__('atexit').register(print, key)",
            "__import__('atexit').register(__import__('os').write, 1, key.encode())",
            "__import__('weakref').finalize(it, print, key)",
            "log_late(key)",
        ],
    )
    def test_hides_what_is_written_after_the_function_returned(
        self, agent: AgentProject, statement: str
    ) -> None:
        agent.write(
            "functions/it.py",
            f"""
import logging.handlers, time
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor()

def log_late(key):
    handler = logging.handlers.MemoryHandler(9, target=logging.StreamHandler())
    logging.getLogger("late").addHandler(handler)
    logging.getLogger("late").error(key)

def it(conv):
    key = conv.utils.get_secret("key")
    {statement}
    return "returned"
""",
        )
        code, stdout, stderr = agent.call()
        assert (code, stdout) == (0, "returned\n")
        assert "[masked]" in stderr and VALUE not in stderr

    @pytest.mark.parametrize("write", ["print(self.key)", "write(1, self.key.encode())"])
    def test_hides_what_is_written_while_the_interpreter_ends(self, agent: AgentProject, write: str) -> None:
        agent.write(
            "functions/it.py",
            f"""
from os import write

class Late:
    def __init__(self, key):
        self.key = key
        self.cycle = self

    def __del__(self, write=write, print=print):
        {write}

def it(conv):
    global late
    late = Late(conv.utils.get_secret("key"))
    return "returned"
""",
        )
        code, stdout, stderr = agent.call()
        assert (code, stdout) == (0, "returned\n")
        assert VALUE not in stderr

    def test_keeps_json_valid_where_a_number_is_a_value(self, agent: AgentProject) -> None:
        agent.function("return {'n': int(conv.utils.get_secret('number')), 'm': 1}")
        assert agent.call().stdout == '{"n": "[masked]", "m": 1}\n'

    def test_hides_values_read_with_the_client_itself_and_the_token(self, agent: AgentProject) -> None:
        agent.function(
            "import agent_secrets, os\nprint(os.environ['AGENT_SECRETS_AGENT_TOKEN'])\nreturn agent_secrets.get_secret('key')"
        )
        with StubVault(reading(VALUE)) as vault:
            run = agent.call(fakes=False, **environment_of(vault))
        assert run == (0, "[masked]\n", "[masked]\n")


class TestFailure:
    def test_shows_a_traceback_that_begins_in_the_persons_code(self, agent: AgentProject) -> None:
        agent.write(
            "functions/it.py",
            "def it(conv):\n    return helper(conv)\n\ndef helper(conv):\n    return conv.utils.get_secret('absent')\n",
        )
        code, stdout, stderr = agent.call()
        lines = stderr.splitlines()
        assert (code, stdout) == (1, "")
        assert lines[0] == "Traceback (most recent call last):"
        assert [line for line in lines if line.startswith("  File")] == [
            f'  File "{agent.root}/functions/it.py", line 2, in it',
            f'  File "{agent.root}/functions/it.py", line 5, in helper',
        ]
        assert lines[-1].endswith('SecretNotFound: The secret "absent" does not exist. Check its name.')

    def test_at_import_of_the_file_is_the_functions_too(self, agent: AgentProject) -> None:
        agent.write("functions/it.py", "LIMIT = 1 / 0\n\ndef it(conv):\n    pass\n")
        code, _, stderr = agent.call()
        assert code == 1
        assert 'it.py", line 1, in <module>' in stderr and "frozen" not in stderr

    def test_of_an_attribute_that_is_not_known_names_the_remedy(self, agent: AgentProject) -> None:
        agent.function("return [conv.weather, conv.utils.extract_city().city]")
        code, _, stderr = agent.call()
        assert code == 1
        assert "conv.weather is not known outside of a call. Give it with --conv FILE" in stderr
        agent.write("conv.json", '{"weather": "sun", "utils": {"extract_city": 3}}')
        assert "has no attribute 'city'" in agent.call("functions/it.py", "--conv", "conv.json").stderr


def environment_of(vault: StubVault, **other: str) -> dict[str, str]:
    return {"AGENT_SECRETS_VAULT_URL": vault.url, "AGENT_SECRETS_AGENT_TOKEN": TOKEN, **other}


class TestCouldNotRun:
    def sentence(self, agent: AgentProject, *args: str, **environment: str) -> str:
        code, stdout, stderr = agent.call(*args, fakes="PYTHONPATH" in environment, **environment)
        assert (code, stdout) == (2, "")
        assert len(stderr.splitlines()) == 1 and "Traceback" not in stderr
        return stderr.strip()

    def test_without_configuration(self, agent: AgentProject) -> None:
        agent.function("return 1")
        assert self.sentence(agent).startswith(
            "No vault is configured. Start this command with `agent-secrets run"
        )
        url = {"AGENT_SECRETS_VAULT_URL": "https://vault.example.com"}
        assert "token is missing" in self.sentence(agent, **url)

    @pytest.mark.parametrize(
        ("reply", "said"),
        [
            (problem(401, "Unauthenticated"), "rejects the token"),
            (problem(401, "CredentialExpired"), "has expired or was revoked"),
            (problem(404, "NotFound"), "The token is not one of agent HOTEL."),
            (problem(503, "Sealed"), "is sealed"),
        ],
    )
    def test_because_of_the_vault(self, agent: AgentProject, reply: object, said: str) -> None:
        agent.function("return conv.utils.get_secret('key')")
        with StubVault(reply) as vault:  # pyright: ignore[reportArgumentType]
            assert said in self.sentence(agent, **environment_of(vault))

    def test_because_the_vault_is_away(self, agent: AgentProject) -> None:
        agent.function("return conv.utils.get_secret('key')")
        away = {"AGENT_SECRETS_VAULT_URL": "http://127.0.0.1:9", "AGENT_SECRETS_AGENT_TOKEN": TOKEN}
        assert "127.0.0.1:9 is unreachable" in self.sentence(agent, **away)

    def test_for_an_agent_that_is_not_the_projects(self, agent: AgentProject) -> None:
        agent.function("return 1")
        with StubVault(reading("x")) as vault:
            said = self.sentence(agent, **environment_of(vault, AGENT_SECRETS_AGENT="CLINIC"))
        assert said == (
            "functions/it.py belongs to agent HOTEL, but AGENT_SECRETS_AGENT is CLINIC. Run it for agent HOTEL."
        )

    def test_what_is_not_there(self, agent: AgentProject) -> None:
        agent.write("functions/it.py", "def take_deposit(conv): ...\ndef refund(conv): ...\nclass It: ...\n")
        for args, said in [
            (("functions/absent.py",), "There is no file functions/absent.py."),
            (("functions/it.py:take_deposite",), "Did you mean take_deposit?"),
            (("functions/it.py:zzz",), "has no function zzz. It has take_deposit, refund."),
            (("functions/it.py",), "has no function it. It has take_deposit, refund."),
            (("functions/it.py:It",), "has no function It."),
            (("fakes.json",), "fakes.json is not a Python file."),
            (("functions/it.py", "--conv", "absent.json"), "There is no file absent.json."),
            (("functions/it.py", "--wat"), "There is no option --wat."),
            (("functions/it.py", "loose"), "Write parameters as name=value."),
        ]:
            code, stdout, stderr = agent.call(*args)
            assert (code, stdout) == (2, "") and said in stderr, args
            assert len(stderr.splitlines()) == 1

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files to another user"
    )
    @pytest.mark.parametrize("foreign", ["project.yaml", "_gen", "."])
    def test_what_another_user_put_above_the_file(self, agent: AgentProject, foreign: str) -> None:
        agent.write("_gen/__init__.py", "print('imported')\n")
        agent.function("return 1")
        os.chown(agent.root / foreign, 12345, 12345)
        code, stdout, stderr = agent.call()
        assert (code, stdout) == (2, "")
        assert "belongs to another user" in stderr and "imported" not in stderr
        tests = [sys.executable, "-B", "-m", "pytest", "-p", "agent_secrets.pytest_plugin"]
        inner = agent.root / "functions"
        done = subprocess.run(tests, cwd=inner, capture_output=True, encoding="utf-8")
        assert ("belongs to another user" in done.stderr) and "imported" not in done.stdout + done.stderr

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files to another user"
    )
    def test_a_mounted_project_of_another_user_runs(self, agent: AgentProject) -> None:
        agent.function("return 1")
        for path in (agent.root, *agent.root.rglob("*")):
            os.chown(path, 12345, 12345)
        assert agent.call() == (0, "1\n", "")

    def test_names_do_not_reach_the_terminal_as_they_are(self, agent: AgentProject) -> None:
        agent.write("project.yaml", "project_id: A\x1b[2J\x9b\u202eB\n")
        agent.function("return 1")
        said = self.sentence(
            agent, AGENT_SECRETS_AGENT="C", AGENT_SECRETS_VAULT_URL="http://127.0.0.1:9", PYTHONUTF8="1"
        )
        assert r"A\u{1b}[2J\u{9b}\u{202e}B" in said and not set("\x1b\x9b\u202e") & set(said)

    def test_a_file_of_the_project_does_not_replace_what_the_client_imports(
        self, agent: AgentProject
    ) -> None:
        agent.write("inner/project.yaml", "project_id: HOTEL\n")
        agent.write("inner/stringprep.py", "print('replaced')\n")
        agent.function("return conv.utils.get_secret('key')", name="inner/functions/it.py")
        with StubVault(reading(VALUE)) as vault:
            url = vault.url.replace("127.0.0.1", "localhost")
            environment = environment_of(vault) | {"AGENT_SECRETS_VAULT_URL": url}
            run = agent.call("inner/functions/it.py", fakes=False, **environment)
        assert run == (0, "[masked]\n", "")

    def test_parameters(self, agent: AgentProject) -> None:
        agent.function("return amount", head="def it(conv, amount: int):")
        for args, said in [
            ((), "it needs amount (a whole number). Add amount=…."),
            (("amount=not-a-real-number",), "amount must be a whole number."),
            (("amont=1", "amount=1"), "it has no parameter amont. Did you mean amount?"),
        ]:
            assert agent.call("functions/it.py", *args) == (2, "", f"{said}\n")

    @pytest.mark.parametrize("file", ["functions/it.py", "functions/helper.py"])
    def test_a_file_that_does_not_parse(self, agent: AgentProject, file: str) -> None:
        agent.write("functions/it.py", "from functions import helper\n\ndef it(conv):\n    return 1\n")
        agent.write("functions/helper.py", "")
        agent.write(file, "x = 1\ndef it(conv:\n    pass\n")
        code, _, stderr = agent.call()
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        assert code == 2
        assert stderr.startswith(f"{file}:2: Python {version} cannot read this file: ")

    def test_a_package_that_is_missing(self, agent: AgentProject) -> None:
        agent.write("functions/it.py", "import no_such_package.inside\n\ndef it(conv): ...\n")
        code, _, stderr = agent.call()
        assert code == 2 and "-m pip install no_such_package" in stderr

    @pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": {"b": 1}}', "\xff"])
    def test_fakes_that_are_none(self, agent: AgentProject, text: str) -> None:
        agent.function("return 1")
        agent.write("fakes.json", text)
        code, _, stderr = agent.call()
        assert code == 2 and stderr.startswith("fakes.json")


class TestPlatform:
    def test_stands_in_for_generated_modules_that_do_not_import_here(self, agent: AgentProject) -> None:
        agent.write_all(BROKEN_GEN)
        agent.function(
            """
assert it.description == "Does it"
conv.set_voice(ElevenLabsVoice(provider_voice_id="x"))
assert timedelta(days=1) and datetime.date(2026, 11, 22)
seen = []
for name in ("key", "not_granted", "absent"):
    try:
        seen.append(conv.utils.get_secret(name))
    except MissingAccess as error:
        seen.append(["missing", error.assistant_id, error.secret_name])
    except SecretNotFound as error:
        seen.append(["not found", error.secret_name])
try:
    raise SMSIntegrationNotFound("a", "b")
except SMSIntegrationNotFound:
    flow.goto_step("next")
return seen
""",
            name="flows/book room/functions/it.py",
            head='@func_description("Does it")\n@func_parameter("x", "y")\ndef it(conv: Conversation, flow: Flow, x: HandoffConfig | None = None):',
        )
        run = agent.call("flows/book room/functions/it.py")
        assert run.code == 0, run.stderr
        assert json.loads(run.stdout) == [
            "[masked]",
            ["missing", "HOTEL", "not_granted"],
            ["not found", "absent"],
        ]

    def test_stands_in_for_generated_modules_that_are_not_there(self, agent: AgentProject) -> None:
        agent.function(
            "plog.info('hello')\ntry:\n    conv.utils.get_secret('not_granted')\nexcept MissingAccess:\n    return 'no access'",
            head="@func_description('x')\n@func_latency_control(delay_before_responses_start=1)\ndef it(conv: Conversation):",
        )
        assert agent.call() == (0, "no access\n", "info: hello\n")

    def test_leaves_generated_modules_that_import_and_fills_what_does_nothing(
        self, agent: AgentProject
    ) -> None:
        agent.write(
            "_gen/__init__.py",
            "from _gen.log import plog\nfrom _gen.vault import MissingAccess, secret_vault\nMINE = 3\n",
        )
        agent.write("_gen/log.py", "class Logger:\n    def info(self, message): ...\n\nplog = Logger()\n")
        agent.write("_gen/vault.py", "class MissingAccess(Exception): ...\n\ndef secret_vault(name): ...\n")
        agent.function(
            "plog.info(secret_vault('key'))\ntry:\n    secret_vault('not_granted')\nexcept MissingAccess:\n    return MINE"
        )
        assert agent.call() == (0, "3\n", "info: [masked]\n")

    @pytest.mark.parametrize(
        "imported",
        [
            "from utils.secret_vault import secret_vault as read",
            "from utils import secret_vault as read",
            "from utils.secret_vault import get_secret_vault_custom_secret as read",
            "from any_company.functions.builtin import secret_vault as read",
            "import any_company.functions.builtin\nread = any_company.functions.builtin.secret_vault",
        ],
    )
    def test_has_the_older_functions(self, agent: AgentProject, imported: str) -> None:
        agent.write("functions/it.py", f"{imported}\n\ndef it(conv):\n    return read('crm')\n")
        assert agent.call() == (0, '{"id": "[masked]", "password": "[masked]"}\n', "")

    def test_a_module_of_the_project_wins(self, agent: AgentProject) -> None:
        agent.write("utils/secret_vault.py", "def secret_vault(name):\n    return 'mine'\n")
        agent.write(
            "functions/it.py",
            "from utils.secret_vault import secret_vault\n\ndef it(conv):\n    return secret_vault('key')\n",
        )
        assert agent.call() == (0, "mine\n", "")

    def test_functions_import_each_other_as_there(self, agent: AgentProject) -> None:
        agent.write("functions/helper.py", "def helper():\n    return 'helped'\n")
        agent.write(
            "functions/it.py",
            "from functions.helper import helper\nfrom .helper import helper as same\n\ndef it(conv):\n    return helper() + same()\n",
        )
        assert agent.call() == (0, "helpedhelped\n", "")

    def test_conv_has_what_a_file_gives_it(self, agent: AgentProject) -> None:
        agent.function(
            "return [conv.env, conv.variant.city, conv.state['order']['id'], conv.state.nothing, conv.project_id]"
        )
        agent.write("conv.json", '{"env": "live", "variant": {"city": "Ulm"}, "state": {"order": {"id": 1}}}')
        run = agent.call("functions/it.py", "--conv", "conv.json")
        assert run == (0, '["live", "Ulm", 1, null, "HOTEL"]\n', "")

    def test_a_failed_read_that_the_function_hides_is_noted(self, agent: AgentProject) -> None:
        agent.function("try:\n    conv.utils.get_secret('key')\nexcept Exception:\n    return 'hidden'")
        with StubVault(problem(401, "Unauthenticated")) as vault:
            code, stdout, stderr = agent.call(fakes=False, **environment_of(vault))
        assert (code, stdout) == (0, "hidden\n")
        assert stderr.startswith("note: the function returned although a read failed: ")
        assert len(vault.requests) == 1

    def test_leaves_no_files_beside_the_persons(self, agent: AgentProject) -> None:
        agent.function("return 1")
        before = sorted(agent.root.rglob("*"))
        assert agent.call().code == 0
        assert sorted(agent.root.rglob("*")) == before
