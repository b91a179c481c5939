"""Reads secrets with the Python client: a JSON line {"id", "name"} in, a JSON line with the outcome out.

`python3 python_client_process.py threads|asyncio [OPTIONS]`; without options the environment configures the client.
"""

import asyncio
import json
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import agent_secrets

MODE = sys.argv[1]
OPTIONS = json.loads(sys.argv[2]) if len(sys.argv) > 2 else None
FIELDS = {
    "code": "code",
    "request_id": "requestId",
    "assistant_id": "assistantId",
    "secret_name": "secretName",
}
client = None
writing = Lock()


def chosen():
    global client
    if client is None:
        names = {"vaultUrl": "vault_url", "agentId": "agent_id", "token": "token", "retries": "retries"}
        options = {python: OPTIONS[name] for name, python in names.items() if name in OPTIONS}
        if "timeoutMs" in OPTIONS:
            options["timeout"] = OPTIONS["timeoutMs"] / 1000
        client = agent_secrets.Client(**options)
    return client


def report(order, value=None, error=None):
    outcome = {"id": order["id"], "value": value}
    if error is not None:
        outcome = {"id": order["id"], "error": described(error)}
    with writing:
        print(json.dumps(outcome), flush=True)


def described(error):
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = "\n".join([*told.format(), repr(error), repr(client), repr(vars(error))])
    fields = {ours: getattr(error, name) for name, ours in FIELDS.items() if getattr(error, name, None) is not None}
    return {**fields, "type": type(error).__name__, "message": str(error), "shown": shown}


def read(order):
    try:
        name = order["name"]
        report(order, agent_secrets.get_secret(name) if OPTIONS is None else chosen().get_secret(name))
    except Exception as error:
        report(order, error=error)


async def read_async(order):
    try:
        asking = agent_secrets.Client() if OPTIONS is None else chosen()
        report(order, await asking.get_secret_async(order["name"]))
    except Exception as error:
        report(order, error=error)


async def serve_async():
    tasks = set()
    while line := await asyncio.to_thread(sys.stdin.readline):
        tasks.add(asyncio.create_task(read_async(json.loads(line))))


if MODE == "asyncio":
    asyncio.run(serve_async())
else:
    with ThreadPoolExecutor(32) as pool:
        for line in sys.stdin:
            pool.submit(read, json.loads(line))
