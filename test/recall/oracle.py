"""Runs generated programs under a conversation that notes which names are read where.

Reads a JSON list of programs ({"files": {path: code}}) and writes, for each of them, which names were
read: {"path:line": [names]}, or null when there are too many ways through it to try them all.
`pick`, `choose`, `unknown`, `again` and `boom` are tried with every answer, in every order. Where a program
handles what fails, each of its first calls fails once.
"""

import builtins
import json
import sys
import types

MAXIMUM_RUNS = 3000
MAXIMUM_CHOICES = 16
MAXIMUM_TURNS = 3
MAXIMUM_FAILING_CALL = 8


class Boom(Exception):
    pass


class TooLong(BaseException):
    pass


class Choices:
    """Counts through all sequences of answers, like the digits of a number."""

    def __init__(self):
        self.answers, self.limits, self.position = [], [], 0
        self.calls, self.failing_call = 0, None

    def called(self):
        self.calls += 1
        if self.calls == self.failing_call:
            raise Boom

    def pick(self, limit):
        self.called()
        return self.answer(limit)

    def answer(self, limit):
        if self.position == len(self.answers):
            if self.position == MAXIMUM_CHOICES:
                raise TooLong
            self.answers.append(0)
            self.limits.append(limit)
        answer = self.answers[self.position]
        self.position += 1
        return answer

    def next(self):
        self.position = self.calls = 0
        while self.answers and self.answers[-1] + 1 == self.limits[-1]:
            self.answers.pop()
            self.limits.pop()
        if not self.answers:
            return False
        self.answers[-1] += 1
        return True


class Vault:
    def __init__(self, seen, choices):
        self.seen, self.choices = seen, choices

    def get_secret(self, secret_name):
        found = self.note(secret_name)
        self.choices.called()
        return found

    def note(self, name, depth=2):
        frame = sys._getframe(depth)
        place = "%s:%d" % (frame.f_code.co_filename, frame.f_lineno)
        names = self.seen.setdefault(place, set())
        if isinstance(name, str):
            names.add(name)
        return {}


class Conversation:
    def __init__(self, seen, choices):
        self.utils = Vault(seen, choices)


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, *arguments):
        return kind is Boom


def run(files):
    seen = {}
    code = {path: compile(text, path, "exec") for path, text in files.items()}
    handles = "Boom" in files["start.py"] or "manager" in files["start.py"]
    for failing_call in [None, *range(1, MAXIMUM_FAILING_CALL + 1)] if handles else [None]:
        if not run_all(code, seen, failing_call):
            return None
    return {place: sorted(names) for place, names in seen.items()}


def run_all(code, seen, failing_call):
    choices = Choices()
    choices.failing_call = failing_call
    for _ in range(MAXIMUM_RUNS):
        try:
            run_once(code, seen, choices)
        except (Boom, NameError):
            pass
        except TooLong:
            return False
        if not choices.next():
            return True
    return False


def run_once(code, seen, choices):
    def boom():
        if choices.answer(2):
            raise Boom

    turns = {}

    def again():
        line = sys._getframe(1).f_lineno
        turns[line] = turns.get(line, 0) + 1
        return turns[line] <= MAXIMUM_TURNS and choices.pick(2)

    conversation = Conversation(seen, choices)
    given = {
        "conv": conversation,
        "pick": choices.pick,
        "choose": lambda *values: values[choices.pick(len(values))],
        "unknown": lambda *_: ("u1", "u2")[choices.pick(2)],
        "again": again,
        "boom": boom,
        "Boom": Boom,
        "given": "u1",
        "manager": Manager,
    }
    modules = vault_modules(conversation.utils)

    def load(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0 and name not in modules and name.replace(".", "/") + ".py" not in code:
            return builtins.__import__(name, globals, locals, fromlist, level)
        if name == "":
            package = types.ModuleType("package")
            for module in fromlist:
                setattr(package, module, load(module))
            return package
        if name not in modules:
            path = name.replace(".", "/") + ".py"
            modules[name] = module = types.ModuleType(name)
            module.__dict__.update(given, __builtins__=named)
            exec(code[path], module.__dict__)
        return modules[name]

    named = dict(vars(builtins), __import__=load)
    start = dict(given, __name__="__main__", __builtins__=named)
    exec(code["start.py"], start)


def vault_modules(vault):
    def secret_vault(secret_name):
        return vault.note(secret_name)

    inner = types.ModuleType("utils.secret_vault")
    inner.secret_vault = secret_vault
    utils = types.ModuleType("utils")
    utils.secret_vault = secret_vault
    return {"utils": utils, "utils.secret_vault": inner}


if __name__ == "__main__":
    json.dump([run(program["files"]) for program in json.load(sys.stdin)], sys.stdout)
