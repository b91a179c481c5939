import { describe, expect, it } from 'vitest';
import { annotated } from '../support/analysis-markers.ts';

/**
 * The agent's "booking_api" has the fields client_id and client_secret; "stripe_api_key" is a single text.
 */
const given = `
def start(conv, live, oauth):
    creds = conv.utils.get_secret("booking_api")
    key = conv.utils.get_secret("stripe_api_key")`;

describe('a key/value secret as text', () => {
  it.each([
    [
      'in an f-string',
      String.raw`
    return {"Authorization": f"Bearer {creds}"}
#                                      ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'of which a field is in the f-string',
      String.raw`
    return {"Authorization": f"Bearer {creds['client_secret']}"}
`,
    ],
    [
      'added to a string',
      String.raw`
    header = "Basic " + creds
#                       ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'of which a field is added to a string',
      String.raw`
    header = "Basic " + creds["client_secret"]
`,
    ],
    [
      'added to something that may be anything',
      String.raw`
    header = prefix + creds
`,
    ],
    [
      'in a string of three parts',
      String.raw`
    header = "Basic " + name + creds
#                              ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'with %',
      String.raw`
    header = "Basic %s" % creds
#                         ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'with % among others',
      String.raw`
    header = "%s %s" % ("Basic", creds)
#                                ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'whose fields % takes',
      String.raw`
    header = "%(client_id)s:%(client_secret)s" % creds
`,
    ],
    [
      'with format',
      String.raw`
    header = "Basic {}".format(creds)
#                              ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'whose fields format takes',
      String.raw`
    header = "{0[client_id]}:{0[client_secret]}".format(creds)
    other = "{client_id}".format(**creds)
`,
    ],
    [
      'with a method of texts',
      String.raw`
    raw = creds.encode()
#         ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'with a method of dictionaries',
      String.raw`
    copied = creds.copy()
`,
    ],
    [
      'cut like a text',
      String.raw`
    start = creds[:8]
#           ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'of which a field is cut',
      String.raw`
    start = creds["client_id"][:8]
`,
    ],
    [
      'at a position',
      String.raw`
    first = creds[0]
#           ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'as a header',
      String.raw`
    requests.get(url, headers={"Authorization": creds})
#                                               ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'of which a field is a header',
      String.raw`
    requests.get(url, headers={"Authorization": creds["client_secret"]})
`,
    ],
    [
      'in the body of a request',
      String.raw`
    requests.post(url, json={"credentials": creds})
`,
    ],
    [
      'as a header that has a name',
      String.raw`
    headers = {"X-Api-Key": creds}
#                           ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
    return requests.get(url, headers=headers)
`,
    ],
    [
      'in a dictionary without headers',
      String.raw`
    headers = {"X-Api-Key": creds}
    return client.call(headers)
`,
    ],
    [
      'shown to a developer',
      String.raw`
    text = f"{creds!r}"
`,
    ],
    [
      'passed on',
      String.raw`
    client = Client(creds)
`,
    ],
    [
      'turned into text on purpose',
      String.raw`
    body = json.dumps(creds)
    text = str(creds)
`,
    ],
    [
      'compared',
      String.raw`
    same = creds == other or creds is None
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(given + code)).toBe(given + code);
  });
});

describe('a single secret as a dictionary', () => {
  it.each([
    [
      'with a field',
      String.raw`
    return key["client_id"]
#               ^^^^^^^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'parsed before',
      String.raw`
    data = json.loads(key)
    return data["client_id"]
`,
    ],
    [
      'asked for a field',
      String.raw`
    return key.get("client_id")
#                   ^^^^^^^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'asked for a field with a default',
      String.raw`
    return key.get("client_id", "")
#          ^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'used as text',
      String.raw`
    return requests.get(url, headers={"Authorization": f"Bearer {key.strip()}"})
`,
    ],
    [
      'gone through',
      String.raw`
    for name, value in key.items():
#                      ^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
        use(name, value)
`,
    ],
    [
      'gone through letter by letter',
      String.raw`
    for letter in key:
        use(letter)
`,
    ],
    [
      'unpacked into arguments',
      String.raw`
    client = Client(**key)
#                     ^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'passed as an argument',
      String.raw`
    client = Client(key, *key)
`,
    ],
    [
      'unpacked into a dictionary',
      String.raw`
    options = {**key, "timeout": 5}
#                ^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'copied as a dictionary',
      String.raw`
    options = dict(key)
#                  ^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'copied as a list',
      String.raw`
    letters = list(key)
`,
    ],
    [
      'cut',
      String.raw`
    masked = key[:4] + key[0]
`,
    ],
    [
      'tested for a part',
      String.raw`
    if "test" in key:
        return None
`,
    ],
    [
      'whose field is set',
      String.raw`
    key["client_id"] = "1"
#   ^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'assigned something else first',
      String.raw`
    key = load(key)
    return key["client_id"]
`,
    ],
    [
      'or something else',
      String.raw`
    key = load() or key
    return key["client_id"]
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(given + code)).toBe(given + code);
  });
});

describe('code that checks what it received', () => {
  it.each([
    [
      'with isinstance',
      String.raw`
    if isinstance(key, dict):
        return key["client_id"]
    return key
`,
    ],
    [
      'with isinstance on the way out',
      String.raw`
    if isinstance(key, str):
        return key
    return key["client_id"]
`,
    ],
    [
      'with elif',
      String.raw`
    if isinstance(creds, str):
        return f"Bearer {creds}"
    elif isinstance(creds, dict):
        return creds["client_id"]
`,
    ],
    [
      'in a ternary',
      String.raw`
    return key["client_id"] if isinstance(key, dict) else key
`,
    ],
    [
      'with and',
      String.raw`
    return isinstance(key, dict) and key["client_id"]
`,
    ],
    [
      'by its type',
      String.raw`
    if type(key) is dict:
        return key["client_id"]
`,
    ],
    [
      'by its class',
      String.raw`
    if creds.__class__ is str:
        return creds.strip()
`,
    ],
    [
      'by what it can',
      String.raw`
    if hasattr(key, "get"):
        return key.get("client_id")
`,
    ],
    [
      'under another name',
      String.raw`
    value = key
    if isinstance(value, dict):
        return key["client_id"]
`,
    ],
    [
      'with match',
      String.raw`
    match creds:
        case str():
            return creds.strip()
`,
    ],
    [
      'by trying',
      String.raw`
    try:
        return key["client_id"]
    except TypeError:
        return key
`,
    ],
    [
      'by trying with a handler for everything',
      String.raw`
    try:
        return key["client_id"]
    except Exception:
        return key
`,
    ],
    [
      'but tries something else',
      String.raw`
    try:
        answer = requests.get(url, auth=(key["client_id"], ""))
#                                             ^^^^^^^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
    except requests.RequestException:
        return None
`,
    ],
    [
      'and still knows the fields',
      String.raw`
    if isinstance(creds, dict):
        return creds["client_id"]
`,
    ],
    [
      'and misspells a field',
      String.raw`
    if isinstance(creds, dict):
        return creds["client_ids"]
#                     ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(given + code)).toBe(given + code);
  });
});

describe('a value that is passed through', () => {
  it.each([
    [
      'another name',
      String.raw`
    again = creds
    return again.strip()
#          ^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'brackets and or',
      String.raw`
    return (creds or {}).strip()
#          ^^^^^^^^^^^^^ secret-kind-mismatch: "booking_api" is a key/value secret, which returns a dictionary, but is used as a string here. Read one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'a tuple',
      String.raw`
    one, two = creds, key
    return two["client_id"]
#               ^^^^^^^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'the other one of a tuple',
      String.raw`
    one, two = creds, key
    return one["client_id"]
`,
    ],
    [
      'a walrus',
      String.raw`
    if token := conv.utils.get_secret("stripe_api_key"):
        return token["value"]
#                     ^^^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'nothing at all',
      String.raw`
    return conv.utils.get_secret("stripe_api_key")["value"]
#                                                   ^^^^^ secret-kind-mismatch: "stripe_api_key" is a single secret: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'one of two secrets of a kind',
      String.raw`
    name = "stripe_api_key" if live else "zendesk_prod_api"
    value = conv.utils.get_secret(name)
    return value["client_id"]
#                 ^^^^^^^^^ secret-kind-mismatch: "stripe_api_key", "zendesk_prod_api" are single secrets: the value is a string and has no fields. Use it unchanged, or parse it first.
`,
    ],
    [
      'one of two kinds',
      String.raw`
    name = "stripe_api_key" if oauth else "booking_api"
    value = conv.utils.get_secret(name)
    return value["client_id"] if oauth else f"{value}"
`,
    ],
    [
      'a name chosen at run time',
      String.raw`
    value = conv.utils.get_secret(name)
    return value["client_id"] + f"{value}"
`,
    ],
    [
      'a name that no catalog has',
      String.raw`
    value = conv.utils.get_secret("payroll_api_2")
#                                  ^^^^^^^^^^^^^ secret-not-found: No secret named "payroll_api_2" exists for Booking. Did you mean "payroll_api"? Otherwise create the secret in the vault.
    return value["client_id"]
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(given + code)).toBe(given + code);
  });
});
