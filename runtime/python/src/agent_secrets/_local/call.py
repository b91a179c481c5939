"""`python -m agent_secrets call FILE[:FUNCTION] [name=value …]`"""

from __future__ import annotations

import asyncio
import difflib
import importlib
import importlib.util
import inspect
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from .. import _reads
from .._client import Client
from .._configuration import AGENT, TOKEN, VAULT_URL, Secret
from ..exceptions import AgentSecretsError, InvalidInput, MissingAccess, NotConfigured, SecretNotFound
from .conversation import Conversation
from .fakes import FAKE_AGENT, Fakes, SecretReader
from .masking import Masks
from .output import MaskedOutput
from .parameters import arguments_of
from .platform import Platform
from .problem import CannotRun
from .project import Project, project_of
from .results import result_text
from .tracebacks import traceback_text

RETURNED, RAISED, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130

USAGE = """\
usage: python -m agent_secrets call FILE[:FUNCTION] [name=value …] [--fakes FILE] [--conv FILE]

Calls a function of an agent with a local conv, and prints what it returns: text as it is, all else as
one line of JSON. What it logs and prints goes to standard error. Values that it reads are masked.

  FILE[:FUNCTION]  the function; the default is the one that has the name of the file
  name=value       parameters, converted as they are annotated; lists and objects in JSON
  --fakes FILE     read from a JSON file instead of a vault: {"name": "value", "other": {"field": "value"},
                   "not_granted": null}
  --conv FILE      attributes of conv from a JSON file: {"env": "live", "state": {"order": 1}}

exit codes: 0 the function returned, 1 it raised an exception, 2 it could not run
"""


@dataclass
class Order:
    """The parsed command line."""

    file: Path
    function: str | None
    given: dict[str, str] = field(default_factory=dict[str, str])
    fakes: Path | None = None
    conv: Path | None = None


def main(args: list[str]) -> int:
    if not args or args[0] in ("-h", "--help") or "--help" in args[1:]:
        print(USAGE, end="", file=sys.stdout if args else sys.stderr)
        return RETURNED if args else COULD_NOT_RUN
    sys.dont_write_bytecode = True
    masks = Masks()
    output = MaskedOutput(masks)
    try:
        if args[0] != "call":
            raise CannotRun(f"There is no command {args[0]}. Use: python -m agent_secrets call FILE")
        return _call(_order(args[1:]), masks, output)
    except CannotRun as problem:
        output.say(str(problem))
        return COULD_NOT_RUN


def _order(args: list[str]) -> Order:
    """:raises CannotRun:"""
    order: Order | None = None
    options: dict[str, Path] = {}
    rest = iter(args)
    given: dict[str, str] = {}
    for arg in rest:
        option, equals, inline = arg.partition("=")
        if option in ("--fakes", "--conv"):
            value = inline if equals else next(rest, None)
            if not value:
                raise CannotRun(f"{option} needs a file.")
            options[option] = Path(value)
        elif arg.startswith("-"):
            raise CannotRun(f"There is no option {option}. See: python -m agent_secrets --help")
        elif order is None:
            order = _function_in(arg)
        elif equals and option.isidentifier():
            given[option] = inline
        else:
            raise CannotRun("Write parameters as name=value.")
    if order is None:
        raise CannotRun("Say which function to call: python -m agent_secrets call FILE[:FUNCTION]")
    order.given, order.fakes, order.conv = given, options.get("--fakes"), options.get("--conv")
    return order


def _function_in(text: str) -> Order:
    before, colon, after = text.rpartition(":")
    # A colon after a drive letter does not start a function name.
    if colon and after.isidentifier() and not Path(text).exists():
        return Order(Path(before), after)
    return Order(Path(text), None)


def _call(order: Order, masks: Masks, output: MaskedOutput) -> int:
    file = _existing(order.file)
    project = project_of(file)
    _check_syntax(file)
    reader, agent_id = _reader_of(order, project)
    attributes = _attributes_in(order.conv)
    _reads.listeners.append(masks.add)
    masks.add(os.environ.get(TOKEN, ""))
    watched = _Watched(reader, masks)
    platform = Platform()
    platform.read_from(watched)
    try:
        conv = Conversation(watched, attributes, agent_id)
    except TypeError as error:
        raise CannotRun(f"{order.conv}: {error}") from None
    try:
        function = _function_of(order, file, project, platform)
        arguments = arguments_of(function, order.given, {"conv": conv, "flow": conv.flow()})
        result = function(**arguments)
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        output.write_result(result_text(result, masks))
    except CannotRun:
        raise
    except KeyboardInterrupt:
        return INTERRUPTED
    except BaseException as error:
        if _is_about_the_vault(error):
            raise CannotRun(str(error)) from None
        output.say(traceback_text(error, project.root).rstrip())
        return RAISED
    if watched.failure is not None:
        output.say(f"note: the function returned although a read failed: {watched.failure}")
    return RETURNED


class _Watched:
    """Remembers a failure that a function may hide by catching every exception."""

    def __init__(self, reader: SecretReader, masks: Masks) -> None:
        self._reader = reader
        self._masks = masks
        self.failure: str | None = None

    def get_secret(self, secret_name: str) -> Secret:
        try:
            value = self._reader.get_secret(secret_name)
        except AgentSecretsError as error:
            if _is_about_the_vault(error):
                self.failure = str(error)
            raise
        self._masks.add(value)
        return value


def _is_about_the_vault(error: BaseException) -> bool:
    """Whether the error is about the vault rather than the requested secret, which functions handle."""
    return isinstance(error, AgentSecretsError) and not isinstance(
        error, (SecretNotFound, MissingAccess, InvalidInput)
    )


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise CannotRun(f"There is no file {file}.")
    if file.suffix != ".py":
        raise CannotRun(f"{file} is not a Python file.")
    return file.resolve()


def _check_syntax(file: Path) -> None:
    try:
        compile(file.read_bytes(), str(file), "exec", dont_inherit=True)
    except SyntaxError as error:
        raise CannotRun(_syntax_message(error)) from None
    except (OSError, ValueError) as error:
        raise CannotRun(f"{_shown(file)} cannot be read: {error}") from None


def _syntax_message(error: SyntaxError) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    place = f"{_shown(Path(error.filename or ''))}:{error.lineno or 1}"
    return f"{place}: Python {version} cannot read this file: {error.msg}."


def _shown(file: Path) -> str:
    relative = os.path.relpath(file) if file.is_absolute() else str(file)
    return str(file) if relative.startswith("..") else relative


def _reader_of(order: Order, project: Project) -> tuple[SecretReader, str]:
    if order.fakes is not None:
        agent_id = project.agent_id or FAKE_AGENT
        return Fakes(_fakes_in(order.fakes), agent_id), agent_id
    asked = os.environ.get(AGENT)
    if asked and project.agent_id and asked != project.agent_id:
        raise CannotRun(
            f"{_shown(order.file)} belongs to agent {project.agent_id}, but {AGENT} is {asked}. "
            f"Run it for agent {project.agent_id}."
        )
    if not os.environ.get(VAULT_URL):
        raise CannotRun(
            "No vault is configured. Start this command with `agent-secrets run -- …`, "
            "or call the function without a vault: add --fakes FILE."
        )
    try:
        client = Client(agent_id=asked or project.agent_id)
    except NotConfigured as error:
        raise CannotRun(str(error)) from None
    os.environ[AGENT] = client.agent_id  # For code that creates its own client.
    return client, client.agent_id


def _fakes_in(file: Path) -> Mapping[str, Secret | None]:
    fakes: dict[str, Secret | None] = {}
    for name, value in _object_in(file).items():
        if isinstance(value, dict) and all(
            isinstance(one, str) for one in cast("dict[str, object]", value).values()
        ):
            fakes[name] = cast("dict[str, str]", value)
        elif value is None or isinstance(value, str):
            fakes[name] = value
        else:
            raise CannotRun(f"{file}: the secret {name} must be a string, an object of strings, or null.")
    return fakes


def _attributes_in(file: Path | None) -> Mapping[str, Any]:
    return {} if file is None else _object_in(file)


def _object_in(file: Path) -> dict[str, object]:
    try:
        value: object = json.loads(file.read_bytes())
    except OSError:
        raise CannotRun(f"There is no file {file}.") from None
    except json.JSONDecodeError as error:
        raise CannotRun(f"{file}:{error.lineno}: This is not JSON: {error.msg}.") from None
    except (ValueError, RecursionError):
        raise CannotRun(f"{file} is not JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise CannotRun(f"{file} must contain a JSON object.")
    return cast("dict[str, object]", value)


def _function_of(order: Order, file: Path, project: Project, platform: Platform) -> Callable[..., object]:
    platform.provide(project.root)
    module = _loaded(file, project)
    wanted = order.function or file.stem
    found = vars(module).get(wanted)
    if callable(found) and not inspect.isclass(found):
        return found
    own = [
        name
        for name, one in vars(module).items()
        if inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_")
    ]
    if order.function is None and len(own) == 1:
        return vars(module)[own[0]]
    raise CannotRun(_no_function(_shown(file), wanted, own))


def _no_function(file: str, wanted: str, own: list[str]) -> str:
    near = difflib.get_close_matches(wanted, own, 1)
    if near:
        return f"{file} has no function {wanted}. Did you mean {near[0]}?"
    there = f"It has {', '.join(own)}." if own else "It has no functions."
    return f"{file} has no function {wanted}. {there}"


def _loaded(file: Path, project: Project) -> ModuleType:
    name = project.module_name(file)
    try:
        if name is not None:
            return importlib.import_module(name)
        spec = importlib.util.spec_from_file_location(file.stem, file)
        if spec is None or spec.loader is None:
            raise CannotRun(f"{_shown(file)} is not a Python file.")
        module = importlib.util.module_from_spec(spec)
        sys.modules[file.stem] = module
        spec.loader.exec_module(module)
        return module
    except SyntaxError as error:  # In a file that it imports.
        raise CannotRun(_syntax_message(error)) from None
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        raise CannotRun(
            f"{_shown(file)} needs the module {error.name}, which this Python does not have. "
            f"If it is a package, run: {Path(sys.executable).name} -m pip install {missing}"
        ) from None
