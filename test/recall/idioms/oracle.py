"""Runs generated programs and records which secrets they read, and where values really arrive.

Reads a JSON list of programs ({"files": {path: code}, "functions": [name], "calls": number}) and calls each
function `calls` times in a fresh module. For each program, writes {"arrivals": [["path:line", ...], ...],
"reads": {"path:line": [name, ...]}}. `arrivals` has one list of frames, innermost first, for each arrival at
a log, the screen, an exception, the state or the model. `reads` has the names by the location of the read.
For a broken program, writes {"error": text}.

A value has arrived if sixteen consecutive characters of it are found, ignoring case, including in base64 or
hexadecimal. `pick` and `unknown` are run with every combination of results.
"""

import base64
import builtins
import collections
import importlib.util
import io
import json
import logging
import os
import re
import sys
import types
import warnings

MAXIMUM_RUNS = 256
LETTERS = 16
BROKEN = (TypeError, AttributeError, NameError, LookupError, SyntaxError, ImportError)


def marked(word):
    """Returns an obviously fake value. Any sixteen consecutive characters of it are unique."""
    return "sk_fake_" + "".join(f"{word}{number:02}" for number in range(10))


API_KEY, TOKEN, TEXT, JSON, URL = (marked(word) for word in ("apk", "tok", "txt", "jsn", "url"))
SECRETS = {
    "crm_key": TEXT,
    "booking_creds": {
        "API_KEY": API_KEY,
        "TOKEN": TOKEN,
        "base_url": "https://booking.example.com",
        "brand": "Example Hotels",
    },
    "sms_account": json.dumps({"token": JSON, "region": "eu"}),
    "orders_db": f"postgres://orders:{URL}@db.example.com/orders",
}
PIECES = {
    value[start : start + LETTERS].lower()
    for value in (API_KEY, TOKEN, TEXT, JSON, URL)
    for start in range(len("sk_fake_"), len(value) - LETTERS + 1)
}


def holds(text):
    text = text.lower() if isinstance(text, str) else text
    return any(piece in text for piece in PIECES)


def decoded(text):
    yield text
    for run in re.findall(r"[A-Za-z0-9+/=_-]{24,}", text):
        try:
            yield base64.b64decode(run.replace("-", "+").replace("_", "/") + "==", validate=False).decode("latin-1")
        except ValueError:
            pass
        if re.fullmatch(r"[0-9a-fA-F]+", run) and len(run) % 2 == 0:
            yield bytes.fromhex(run).decode("latin-1")


def texts_of(value, depth=0):
    """Yields every string in a value, as a log, a state or a model would keep it."""
    if isinstance(value, bytes):
        yield value.decode("latin-1")
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_of(key, depth + 1)
            yield from texts_of(item, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from texts_of(item, depth + 1)
    else:
        yield repr(value)
        yield str(value)


class Observer:
    def __init__(self, files):
        self.paths, self.arrivals, self.reads = set(files), set(), {}
        self.lines = {path: text.splitlines() for path, text in files.items()}

    def line(self, frame):
        return self.lines[frame.f_code.co_filename][frame.f_lineno - 1]

    def get_secret(self, secret_name):
        """Records a read. Only strings are recorded as names."""
        place = self.stack(sys._getframe(1))[0]
        names = self.reads.setdefault(place, set())
        if isinstance(secret_name, str):
            # For a string enumeration, this is its characters and not its name.
            names.add(str.__str__(secret_name))
        value = SECRETS.get(secret_name, TEXT)
        return dict(value) if isinstance(value, dict) else value

    def arrive(self, *values, stack=None):
        found = any(holds(text) for value in values for one in texts_of(value) for text in decoded(one))
        if found:
            self.arrivals.add(stack or self.stack(sys._getframe(1)))

    def stack(self, frame):
        lines = []
        while frame is not None:
            if frame.f_code.co_filename in self.paths:
                lines.append("%s:%d" % (frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        return tuple(lines)


class Screen(io.TextIOBase):
    def __init__(self, observer):
        self.observer = observer

    def write(self, text):
        self.observer.arrive(text)
        return len(text)


class Handler(logging.Handler):
    STANDARD = frozenset(vars(logging.makeLogRecord({})))

    def __init__(self, observer):
        super().__init__()
        self.observer = observer

    def emit(self, record):
        extra = [value for name, value in vars(record).items() if name not in self.STANDARD]
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.observer.arrive(record.getMessage(), trace, *extra)


class Log:
    def __init__(self, observer):
        self.observer = observer

    def __getattr__(self, name):
        return lambda *values, **named: self.observer.arrive(*values, *named.values())


class Store(dict):
    """The conversation's state, in which attributes and entries are the same."""

    def __init__(self, observer):
        super().__init__()
        object.__setattr__(self, "observer", observer)

    def __setattr__(self, name, value):
        self[name] = value

    def __getattr__(self, name):
        return self.get(name)

    def __setitem__(self, name, value):
        self.observer.arrive(name, value)
        super().__setitem__(name, value)

    def update(self, *values, **named):
        self.observer.arrive(*values, named)
        super().update(*values, **named)

    def setdefault(self, name, default=None):
        """Also observes what is written to a dictionary that is created in the state."""
        if name not in self:
            self.observer.arrive(name, default)
            kept = Store(self.observer) if type(default) is dict else default
            super().setdefault(name, kept)
            if kept is not default:
                dict.update(kept, default)
        return self[name]


class Conversation:
    def __init__(self, observer):
        self.utils, self.log, self.state = observer, Log(observer), Store(observer)
        self.say = lambda *values: observer.arrive(*values)
        self.write_metric = lambda *values: observer.arrive(*values)


class Response:
    status_code, text, ok = 200, '{"ok": true}', True

    def json(self):
        return {"ok": True}

    def raise_for_status(self):
        return None


class Session:
    def __init__(self):
        self.headers = {}

    def request(self, *_, **__):
        return Response()

    get = post = put = delete = request

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class Choices:
    """Counts through all sequences of choices, like the digits of a number."""

    def __init__(self):
        self.answers, self.limits, self.position = [], [], 0

    def pick(self, limit):
        if self.position == len(self.answers):
            self.answers.append(0)
            self.limits.append(limit)
        answer = self.answers[self.position]
        self.position += 1
        return answer

    def next(self):
        self.position = 0
        while self.answers and self.answers[-1] + 1 == self.limits[-1]:
            self.answers.pop()
            self.limits.pop()
        if self.answers:
            self.answers[-1] += 1
        return bool(self.answers)


def run(program):
    files = program["files"]
    observer = Observer(files)
    try:
        code = {path: compile(text, path, "exec") for path, text in files.items()}
        for function in program["functions"]:
            run_function(code, function, program["calls"], observer)
    except BROKEN as error:
        return {"error": f"{type(error).__name__}: {error}"}
    reads = {place: sorted(names) for place, names in observer.reads.items()}
    return {"arrivals": sorted(observer.arrivals), "reads": reads}


def run_function(code, function, calls, observer):
    choices = Choices()
    for _ in range(MAXIMUM_RUNS):
        run_once(code, function, calls, observer, choices)
        if not choices.next():
            return
    raise TypeError("too many combinations of choices")


def run_once(code, function, calls, observer, choices):
    logging.getLogger().handlers[:] = [Handler(observer)]
    logging.getLogger().setLevel(logging.DEBUG)
    conversation = Conversation(observer)
    module = start(code, choices, conversation)
    outer = sys.stdout, sys.stderr, dict(os.environ), warnings.showwarning
    sys.stdout = sys.stderr = Screen(observer)
    warnings.showwarning = lambda message, *_, **__: observer.arrive(str(message))
    warnings.simplefilter("always")
    try:
        for _ in range(calls):
            call(module[function], conversation, observer)
    finally:
        sys.stdout, sys.stderr, environment, warnings.showwarning = outer
        os.environ.clear()
        os.environ.update(environment)


def call(function, conversation, observer):
    returned = []

    def traced(frame, event, value):
        # At the end of a `with` block, Python runs the first line of the block again.
        if event == "line" and re.match(r"\s*return\b", observer.line(frame)):
            returned[:] = ["%s:%d" % (frame.f_code.co_filename, frame.f_lineno)]
        if event == "return" and value is not None:
            observer.arrive(value, stack=tuple(dict.fromkeys((*returned, *observer.stack(frame)))))
        return traced

    def trace(frame, event, _):
        return traced if event == "call" and frame.f_code is function.__code__ else None

    sys.settrace(trace)
    try:
        function(conversation)
    except BROKEN:
        raise
    except Exception as error:
        sys.settrace(None)
        lines, step = [], error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename in observer.paths:
                lines.append("%s:%d" % (step.tb_frame.f_code.co_filename, step.tb_lineno))
            step = step.tb_next
        observer.arrive(str(error), *error.args, stack=tuple(reversed(lines)))
    finally:
        sys.settrace(None)


def start(code, choices, conversation):
    given = {
        "pick": choices.pick,
        "unknown": lambda: ("u1", "u2")[choices.pick(2)],
        "Conversation": Conversation,
        "func_description": lambda *_: lambda function: function,
        "func_parameter": lambda *_: lambda function: function,
    }
    utils = types.ModuleType("utils")
    utils.secret_vault = conversation.utils.get_secret
    requests = types.ModuleType("requests")
    requests.Session = Session
    requests.get = requests.post = requests.request = Session().request
    requests.HTTPError = requests.RequestException = type("HTTPError", (OSError,), {})
    for name in ["start", *map(module_of, code)]:
        forget(name)
    sys.modules.update(utils=utils, requests=requests)
    sys.meta_path[:] = [Files(code, given), *(one for one in sys.meta_path if not isinstance(one, Files))]
    return vars(importlib.import_module("start"))


def module_of(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def forget(name):
    for known in [one for one in sys.modules if one == name or one.startswith(name + ".")]:
        del sys.modules[known]


class Files:
    """Imports the modules and packages of a program."""

    def __init__(self, code, given):
        self.paths = {module_of(path): path for path in code}
        self.code, self.given = code, given

    def find_spec(self, name, _path=None, _target=None):
        path = self.paths.get(name)
        if path is None:
            return None
        return importlib.util.spec_from_loader(name, self, is_package=path.endswith("__init__.py"))

    def create_module(self, _spec):
        return None

    def exec_module(self, module):
        module.__dict__["__builtins__"] = {**vars(builtins), **self.given}
        exec(self.code[self.paths[module.__name__]], vars(module))


if __name__ == "__main__":
    results = [run(program) for program in json.load(sys.stdin)]
    json.dump(results, sys.stdout)
