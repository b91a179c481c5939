"""Reads secrets with the Python client: a JSON line {"id", "name", "settings"?} in, one with the outcome out.

`python3 python_client_process.py threads|asyncio`; without settings the environment configures the client.
"""

import asyncio
import json
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import agent_secrets

FIELDS = {
    "code": "code",
    "request_id": "requestId",
    "assistant_id": "assistantId",
    "secret_name": "secretName",
}
clients = {}
writing = Lock()


def client_for(settings):
    key = json.dumps(settings)
    if key not in clients:
        names = {"vaultUrl": "vault_url", "agentId": "agent_id", "token": "token", "retries": "retries"}
        options = {python: settings[name] for name, python in names.items() if name in settings}
        if "timeoutMs" in settings:
            options["timeout"] = settings["timeoutMs"] / 1000
        clients[key] = agent_secrets.Client(**options)
    return clients[key]


def report(outcome):
    with writing:
        print(json.dumps(outcome), flush=True)


def described(error):
    """All that an error reporter could send: the trace, and the local variables of its frames."""
    shown = [*traceback.format_exception(error), repr(error), repr(vars(error)), repr([*clients.values()])]
    for frame, _ in traceback.walk_tb(error.__traceback__):
        # The settings are the test's own.
        shown += [shown_safely(one) for name, one in frame.f_locals.items() if name not in ("order", "settings")]
    fields = {ours: getattr(error, name) for name, ours in FIELDS.items() if getattr(error, name, None) is not None}
    return {**fields, "type": type(error).__name__, "message": str(error), "shown": "\n".join(shown)}


def shown_safely(value):
    try:
        return repr(value)
    except Exception as error:
        return repr(error)


def outcome_of(order):
    name, settings = order["name"], order.get("settings")
    try:
        value = agent_secrets.get_secret(name) if settings is None else client_for(settings).get_secret(name)
        report({"id": order["id"], "value": value})
    except Exception as error:
        report({"id": order["id"], "error": described(error)})


async def outcome_of_async(order):
    try:
        value = await client_for(order.get("settings") or {}).get_secret_async(order["name"])
        report({"id": order["id"], "value": value})
    except Exception as error:
        report({"id": order["id"], "error": described(error)})


async def serve_async():
    tasks = set()
    while line := await asyncio.to_thread(sys.stdin.readline):
        tasks.add(asyncio.create_task(outcome_of_async(json.loads(line))))


if sys.argv[1] == "asyncio":
    asyncio.run(serve_async())
else:
    with ThreadPoolExecutor(32) as pool:
        for line in sys.stdin:
            pool.submit(outcome_of, json.loads(line))
