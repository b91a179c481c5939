"""Runs programs and prints which names each one asks for. Standard input: a JSON list of sources."""

import json
import os
import sys

asked = []


class Reads:
    """Secrets, fields of a secret and variables: whatever is read from it, by whichever way."""

    def read(self, name, *rest, **more):
        asked.append(name if isinstance(name, str) else repr(name))
        return self

    def read_secret(self, secret_name, *rest, **more):
        return self.read(secret_name)

    __getitem__ = get = pop = setdefault = read
    get_secret = read_secret


class Conversation:
    utils = Reads()


os.environ = Reads()
os.getenv = os.environ.read


def observed(source):
    asked.clear()
    scope = {"conv": Conversation()}
    try:
        exec(source, scope)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"asked": list(asked), "after": scope.get("after")}


json.dump([observed(source) for source in json.load(sys.stdin)], sys.stdout)
