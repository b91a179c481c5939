import { describe, expect, it } from 'vitest';
import { annotated } from '../support/analysis-markers.ts';

describe('a value in a log', () => {
  it.each([
    [
      'print',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    print(token)
#         ^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'its length, and whether it is there',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    print(len(token), bool(token), token is None, not token, token == "x")
    if not token:
        print("missing")
`,
    ],
    [
      'an f-string',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    conv.log.info(f"token is {token}")
#                 ^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches conv.log.info. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'the log of the platform',
      String.raw`
def start(conv):
    plog.info("token", token=conv.utils.get_secret("stripe_api_key"))
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches plog.info. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'its name',
      String.raw`
def start(conv):
    name = "stripe_api_key"
    token = conv.utils.get_secret(name)
    plog.info("reading secret", name=name)
`,
    ],
    [
      'a logger that was made here',
      String.raw`
import logging
audit = logging.getLogger(__name__)
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    audit.info("token %s", token)
#                          ^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches audit.info. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'something else with the methods of a logger',
      String.raw`
audit = connect()
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    audit.info("token %s", token)
`,
    ],
    [
      'the logging module',
      String.raw`
import logging
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    logging.error("failed with " + token)
#                 ^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches logging.error. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'the other thing that is called log',
      String.raw`
log = []
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    log.info(token)
`,
    ],
    [
      'a logger of the object',
      String.raw`
class Api:
    def __init__(self, conv, logger):
        self.token = conv.utils.get_secret("stripe_api_key")
        self.logger = logger
    def call(self):
        self.logger.debug("token: {}".format(self.token))
#                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches self.logger.debug. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'an attribute that is logged beside it',
      String.raw`
class Api:
    def __init__(self, conv, logger):
        self.token = conv.utils.get_secret("stripe_api_key")
        self.logger = logger
        self.url = "https://api.example.com"
    def call(self):
        self.logger.debug("url: {}".format(self.url))
`,
    ],
    [
      'the log that the platform gives',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    log.warning("token", extra={"token": token})
#                              ^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches log.warning. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'a keyword that has its name',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    conv.log.info("loaded", token="***", key=mask(token))
`,
    ],
    [
      'a warning',
      String.raw`
import warnings
def start(conv):
    warnings.warn("old key " + conv.utils.get_secret("stripe_api_key"))
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches warnings.warn. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'a file of its own',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    print(token, file=target)
`,
    ],
    [
      'the error stream',
      String.raw`
import sys
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    print(token, file=sys.stderr)
#         ^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'a print of its own',
      String.raw`
def print(*parts):
    pass
def start(conv):
    print(conv.utils.get_secret("stripe_api_key"))
`,
    ],
    [
      'the text of an exception',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    raise RuntimeError(f"refused {token}")
#                      ^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches the text of an exception. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'an exception about it',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    if not token.startswith("sk_"):
        raise RuntimeError("the key stripe_api_key has another form")
`,
    ],
    [
      'an assertion',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    assert token.startswith("sk_"), token
#                                   ^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches the text of an exception. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'what an assertion tests',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    assert token, "no token"
`,
    ],
    [
      'its field',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    print(creds["client_secret"])
#         ^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "booking_api" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'a field that is no credential',
      String.raw`
def start(conv, name):
    creds = conv.utils.get_secret(name)
    print(creds["client_id"], f"{creds['base_url']}/v1", creds.get("userName"))
`,
    ],
    [
      'its field under another name',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    secret = creds.get("client_secret")
    print(f"secret: {secret}")
#         ^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "booking_api" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'all of its fields',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    print(creds)
#         ^^^^^ secret-in-log: The value of the secret "booking_api" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'the names of its fields',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    print(creds.keys(), list(creds), sorted(creds), len(creds))
`,
    ],
    [
      'as JSON',
      String.raw`
import json
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    print(json.dumps(creds))
#         ^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "booking_api" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'in a dictionary that is logged',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    headers = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
    conv.log.debug("request", headers=headers)
#                                     ^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches conv.log.debug. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'another entry of that dictionary',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    headers = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
    conv.log.debug("request", accept=headers["Accept"])
`,
    ],
    [
      'that dictionary after it was masked',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    headers = {"Authorization": f"Bearer {token}"}
    requests.get("https://api.example.com", headers=headers)
    headers["Authorization"] = "***"
    conv.log.debug("request", headers=headers)
`,
    ],
    [
      'its headers, which were sent before',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    headers = {"Authorization": f"Bearer {token}"}
    response = requests.get("https://api.example.com", headers=headers)
    print("sent", headers)
#                 ^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'a copy of which the field is taken out',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    safe = creds.copy()
    safe.pop("client_secret")
    print(safe)
`,
    ],
    [
      'a copy in which the field is masked',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    safe = {**creds, "client_secret": "***"}
    print(safe)
`,
    ],
    [
      'a copy without the field',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    safe = {name: value for name, value in creds.items() if name != "client_secret"}
    print(safe)
`,
    ],
    [
      'a dictionary that somebody masks',
      String.raw`
def start(conv):
    creds = conv.utils.get_secret("booking_api")
    redact(creds)
    print(creds)
`,
    ],
    [
      'that entry',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    headers = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
    conv.log.debug("request", auth=headers["Authorization"])
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches conv.log.debug. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'most of it',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    print(token[4:])
#         ^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'a few letters of it',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    print(token[:4], token[-4:], f"{token:.4}", f"{token[:4]}…", token[:n])
`,
    ],
    [
      'its hash',
      String.raw`
import hashlib
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    print(hashlib.sha256(token.encode()).hexdigest(), hash(token))
`,
    ],
    [
      'an answer that was got with it',
      String.raw`
import requests
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    answer = requests.get("https://api.example.com", headers={"Authorization": f"Bearer {token}"})
    print(answer.status_code, answer.text)
    conv.log.info("answer", body=answer.json())
`,
    ],
    [
      'what it may be in every case',
      String.raw`
def start(conv, live):
    token = conv.utils.get_secret("stripe_api_key") if live else conv.utils.get_secret("zendesk_prod_api")
    print(token)
#         ^^^^^ secret-in-log: The value of one of the secrets "stripe_api_key", "zendesk_prod_api" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'what it may not be in every case',
      String.raw`
def start(conv, live):
    token = conv.utils.get_secret("stripe_api_key")
    shown = token if live else "***"
    print(shown)
`,
    ],
    [
      'what it was before',
      String.raw`
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    use(token)
    token = "***"
    print(token)
`,
    ],
    [
      'a secret chosen at run time',
      String.raw`
def start(conv, name):
    print(conv.utils.get_secret(name))
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of a secret reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'a variable of the environment',
      String.raw`
import os
def start(conv):
    print(os.environ["STRIPE_API_KEY"], os.getenv("STRIPE_API_KEY"))
`,
    ],
    [
      'what another library reads',
      String.raw`
def start(client):
    print(client.get_secret("stripe_api_key"))
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(code)).toBe(code);
  });
});

describe('a helper of the module', () => {
  it.each([
    [
      'that logs what it is given',
      String.raw`
def debug(value):
    print("debug:", value)
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    debug(token)
#         ^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print in debug. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'that logs how long it is',
      String.raw`
def debug(value):
    print("debug:", len(value))
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    debug(token)
`,
    ],
    [
      'that logs its other parameter',
      String.raw`
def debug(value, label):
    print("debug:", label)
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    debug(token, "token")
`,
    ],
    [
      'that logs a parameter given by name',
      String.raw`
def debug(label, value=None):
    print(label, value)
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    debug("token", value=token)
#                        ^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print in debug. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'that only it may call',
      String.raw`
def _debug(value):
    print("debug:", value)
def start(conv):
    _debug("started")
    use(conv.utils.get_secret("stripe_api_key"))
`,
    ],
    [
      'that only it calls',
      String.raw`
def _debug(value):
    print("debug:", value)
def start(conv):
    _debug(conv.utils.get_secret("stripe_api_key"))
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print in _debug. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'of another object with that name',
      String.raw`
def debug(value):
    print("debug:", value)
def start(conv, client):
    client.debug(conv.utils.get_secret("stripe_api_key"))
`,
    ],
    [
      'that is a method',
      String.raw`
class Api:
    def _trace(self, text):
        conv.log.info(text)
    def call(self, conv):
        self._trace(conv.utils.get_secret("stripe_api_key"))
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches conv.log.info in _trace. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'that returns the value',
      String.raw`
def token(conv):
    return conv.utils.get_secret("stripe_api_key")
def start(conv):
    print(token(conv))
#         ^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'that returns the value for a request',
      String.raw`
import requests
def token(conv):
    return conv.utils.get_secret("stripe_api_key")
def start(conv):
    return requests.get("https://api.example.com", auth=("api", token(conv)))
`,
    ],
    [
      'that returns headers',
      String.raw`
def headers(conv):
    return {"Authorization": "Bearer " + conv.utils.get_secret("stripe_api_key")}
def start(conv):
    print(headers(conv))
#         ^^^^^^^^^^^^^ secret-in-log: The value of the secret "stripe_api_key" reaches print. Leave it out; if it ran already, rotate the secret.
`,
    ],
    [
      'that returns something made with it',
      String.raw`
def session(conv):
    return connect(conv.utils.get_secret("stripe_api_key"))
def start(conv):
    print(session(conv))
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(code)).toBe(code);
  });
});

describe('a value that the model reads', () => {
  it.each([
    [
      'what a described function returns',
      String.raw`
@func_description("Looks up the booking")
def start(conv):
    return conv.utils.get_secret("stripe_api_key")
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-to-model: The value of the secret "stripe_api_key" reaches the model through the return value. Return what the caller needs to know instead.
`,
    ],
    [
      'what a helper returns',
      String.raw`
def start(conv):
    return conv.utils.get_secret("stripe_api_key")
`,
    ],
    [
      'in a dictionary',
      String.raw`
@func_description("Looks up the booking")
@func_parameter("number", "The number")
def start(conv, number):
    token = conv.utils.get_secret("stripe_api_key")
    return {"content": "Done", "debug": token}
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-to-model: The value of the secret "stripe_api_key" reaches the model through the return value. Return what the caller needs to know instead.
`,
    ],
    [
      'what a function in it returns',
      String.raw`
@func_description("Looks up the booking")
def start(conv):
    def token():
        return conv.utils.get_secret("stripe_api_key")
    return lookup(token())
`,
    ],
    [
      'what a request with it brings',
      String.raw`
@func_description("Looks up the booking")
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    response = requests.get("https://api.example.com", headers={"Authorization": f"Bearer {token}"})
    return f"The status is {response.json()['status']}."
`,
    ],
    [
      'whether it is there',
      String.raw`
@func_description("Looks up the booking")
def start(conv):
    token = conv.utils.get_secret("stripe_api_key")
    return "ready" if token else "not ready"
`,
    ],
    [
      'what is said',
      String.raw`
def start(conv):
    conv.say(f"The key is {conv.utils.get_secret('stripe_api_key')}")
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-to-model: The value of the secret "stripe_api_key" reaches the model through conv.say. Return what the caller needs to know instead.
`,
    ],
    [
      'what is said about it',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    conv.say("I have the key now" if key else "I have no key")
`,
    ],
    [
      'a prompt',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    return conv.utils.prompt_llm(f"Call the API with {key}")
#                                ^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-to-model: The value of the secret "stripe_api_key" reaches the model through conv.utils.prompt_llm. Return what the caller needs to know instead.
`,
    ],
    [
      'what somebody else says',
      String.raw`
def start(conv, narrator):
    narrator.say(conv.utils.get_secret("stripe_api_key"))
`,
    ],
    [
      'what a described function takes for itself',
      String.raw`
@func_description("Looks up the booking")
def start(number, conv):
    return conv.utils.get_secret("stripe_api_key")
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(code)).toBe(code);
  });
});

describe('a value that is stored', () => {
  it.each([
    [
      'in the state',
      String.raw`
def start(conv):
    conv.state["key"] = conv.utils.get_secret("stripe_api_key")
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'that it is there',
      String.raw`
def start(conv):
    conv.state["has_key"] = bool(conv.utils.get_secret("stripe_api_key"))
`,
    ],
    [
      'as an attribute of the state',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    conv.state.key = key
#                    ^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'in an attribute of something else',
      String.raw`
class Api:
    def __init__(self, conv):
        self.state = State()
        self.state.key = conv.utils.get_secret("stripe_api_key")
        self.key = conv.utils.get_secret("stripe_api_key")
`,
    ],
    [
      'by an update',
      String.raw`
def start(conv):
    conv.state.update({"headers": {"X-Key": conv.utils.get_secret("stripe_api_key")}})
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'by an update with a name',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    conv.state.update(key=key)
#                         ^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'an update without it',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    conv.state.update(key_loaded=True, name="key")
`,
    ],
    [
      'under another name of the state',
      String.raw`
def start(conv):
    state = conv.state
    state["key"] = conv.utils.get_secret("stripe_api_key")
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'a state of its own',
      String.raw`
def start(conv):
    state = {}
    state["key"] = conv.utils.get_secret("stripe_api_key")
    call(state)
`,
    ],
    [
      'by setattr',
      String.raw`
def start(conv):
    setattr(conv.state, "key", conv.utils.get_secret("stripe_api_key"))
#                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'deep in the state',
      String.raw`
def start(conv):
    conv.state["guest"]["key"] = conv.utils.get_secret("stripe_api_key")
#                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      "of an object's conversation",
      String.raw`
class Api:
    def __init__(self, conv):
        self.conv = conv
    def login(self):
        self.conv.state["key"] = self.conv.utils.get_secret("stripe_api_key")
#                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.state, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'as a metric',
      String.raw`
def start(conv):
    conv.write_metric("KEY", conv.utils.get_secret("stripe_api_key"))
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.write_metric, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'a metric beside it',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    conv.write_metric("KEY_LOADED", len(key))
`,
    ],
    [
      'what a request brings',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    conv.state["order"] = requests.get("https://api.example.com", headers={"X-Key": key}).json()
`,
    ],
    [
      'in the memory',
      String.raw`
def start(conv):
    conv.memory["key"] = conv.utils.get_secret("stripe_api_key")
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-state: The value of the secret "stripe_api_key" is stored in conv.memory, where it outlives the call. Read the secret where it is needed.
`,
    ],
    [
      'an answer in the state that is named like it',
      String.raw`
def start(conv):
    key = conv.utils.get_secret("stripe_api_key")
    conv.state["key"] = exchange(key)
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(code)).toBe(code);
  });
});

describe('a value that is retained', () => {
  it.each([
    [
      'in a variable of the module',
      String.raw`
from utils.secret_vault import secret_vault
if LIVE:
    TOKEN = secret_vault("stripe_api_key")
#   ^^^^^ secret-cached: The value of the secret "stripe_api_key" stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.
`,
    ],
    [
      'in a variable of a function',
      String.raw`
from utils.secret_vault import secret_vault
def start(conv):
    token = secret_vault("stripe_api_key")
    use(token)
`,
    ],
    [
      'in a global variable',
      String.raw`
TOKEN = None
def start(conv):
    global TOKEN
    TOKEN = conv.utils.get_secret("stripe_api_key")
#   ^^^^^ secret-cached: The value of the secret "stripe_api_key" stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.
`,
    ],
    [
      'in a variable that is named like a global one',
      String.raw`
TOKEN = None
def start(conv):
    TOKEN = conv.utils.get_secret("stripe_api_key")
    use(TOKEN)
`,
    ],
    [
      'in a dictionary of the module',
      String.raw`
CACHE = {}
def start(conv, name):
    CACHE[name] = conv.utils.get_secret(name)
#   ^^^^^^^^^^^ secret-cached: The value of a secret stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.
`,
    ],
    [
      'in a dictionary of a function',
      String.raw`
def start(conv, name):
    cache = {}
    cache[name] = conv.utils.get_secret(name)
    use(cache)
`,
    ],
    [
      'in a dictionary that is filled by a method',
      String.raw`
CACHE = {}
def start(conv):
    CACHE.setdefault("token", conv.utils.get_secret("stripe_api_key"))
#   ^^^^^ secret-cached: The value of the secret "stripe_api_key" stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.
`,
    ],
    [
      'by a decorator',
      String.raw`
from functools import lru_cache
class Api:
    @lru_cache(maxsize=None)
#    ^^^^^^^^^ secret-cached: The value of the secret "stripe_api_key" stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.
    def token(conv):
        return conv.utils.get_secret("stripe_api_key")
`,
    ],
    [
      'by a decorator that keeps something else',
      String.raw`
from functools import lru_cache
class Api:
    @lru_cache(maxsize=None)
    def token(conv):
        return exchange(conv.utils.get_secret("stripe_api_key"))
`,
    ],
    [
      'by a decorator that keeps nothing',
      String.raw`
@retry(times=3)
def token(conv):
    return conv.utils.get_secret("stripe_api_key")
`,
    ],
    [
      'in a program',
      String.raw`
from utils.secret_vault import secret_vault
if __name__ == "__main__":
    token = secret_vault("stripe_api_key")
    run(token)
`,
    ],
    [
      'what is made with it',
      String.raw`
from utils.secret_vault import secret_vault
if LIVE:
    client = Client(secret_vault("stripe_api_key"))
`,
    ],
    [
      'as a header of the module',
      String.raw`
from utils.secret_vault import secret_vault
if LIVE:
    HEADERS = {"X-Key": secret_vault("stripe_api_key")}
#   ^^^^^^^ secret-cached: The value of the secret "stripe_api_key" stays in the module, where a rotation or revocation does not reach it. Read the secret in each call.
`,
    ],
    [
      'in the outer function only',
      String.raw`
def outer(conv):
    token = None
    def read():
        nonlocal token
        token = conv.utils.get_secret("stripe_api_key")
    read()
    return use(token)
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(code)).toBe(code);
  });
});

describe('half-typed code above', () => {
  it('keeps a local variable local, though the function seems to have ended', () => {
    const code =
      'def f(conv):\n        conv.log.info("x")\n    key = conv.utils.get_secret("stripe_api_key")\n';
    expect(annotated(code)).toBe(code);
  });
});
