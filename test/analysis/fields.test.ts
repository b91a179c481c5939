import { describe, expect, it } from 'vitest';
import { bookingAgent, secret } from '../support/analysis-fixture.ts';
import { annotated, fixed, fixesAt, offeredAt } from '../support/analysis-markers.ts';

/** It has the fields client_id and client_secret. */
const given = `
def start(conv, k):
    creds = conv.utils.get_secret("booking_api")`;

describe('a field that the secret does not have', () => {
  it.each([
    [
      'in a subscript',
      String.raw`
    return creds["client_ids"]
#                 ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
    [
      'spelt as in the vault',
      String.raw`
    return creds["client_id"]
`,
    ],
    [
      'nothing like any other',
      String.raw`
    return creds["tenant"]
#                 ^^^^^^ secret-field-unknown: The secret "booking_api" has no field "tenant". Use one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'asked for',
      String.raw`
    use(creds.get("client_ids"))
#                  ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
    [
      'asked for with a default',
      String.raw`
    use(creds.get("client_ids", ""))
`,
    ],
    [
      'asked for with a keyword of something else',
      String.raw`
    use(creds.get(key="client_ids"))
`,
    ],
    [
      'taken out',
      String.raw`
    use(creds.pop("client_ids"))
#                  ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
    [
      'taken out with a default',
      String.raw`
    use(creds.pop("client_ids", None))
`,
    ],
    [
      'right at the call',
      String.raw`
    return conv.utils.get_secret("booking_api")["client_ids"]
#                                                ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
    [
      'in an f-string',
      String.raw`
    return call(f"{creds['client_ids']}")
#                         ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
    [
      'in a loop over literal fields',
      String.raw`
    for field in ("client_id", "client_secrets"):
#                               ^^^^^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_secrets". Did you mean "client_secret"?
        use(creds[field])
`,
    ],
    [
      'in a loop over its fields',
      String.raw`
    for field in ("client_id", "client_secret"):
        use(creds[field])
`,
    ],
    [
      'in a comprehension',
      String.raw`
    return call([creds[field] for field in ["client_ids", "client_secret"]])
#                                            ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
    [
      'in a loop over fields that only some have',
      String.raw`
    for field in ("client_id", "region"):
        if field in creds:
            use(creds[field])
`,
    ],
    [
      'in a loop over what is not known',
      String.raw`
    for field in fields():
        use(creds[field])
`,
    ],
    [
      'in a constant',
      String.raw`
    field = "client_ids"
#            ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
    return creds[field]
`,
    ],
    [
      'chosen in a branch',
      String.raw`
    field = "client_id" if k else "tenant"
    return creds[field]
`,
    ],
    [
      'chosen at run time',
      String.raw`
    return creds[k]
`,
    ],
    [
      'of something else',
      String.raw`
    return settings["client_ids"]
`,
    ],
    [
      'of what may be something else',
      String.raw`
    if k:
        creds = load()
    return creds["client_ids"]
`,
    ],
    [
      'of a name that no catalog has',
      String.raw`
    return conv.utils.get_secret(k)["client_ids"]
`,
    ],
    [
      'of the second of two secrets with the same kind',
      String.raw`
    secret = conv.utils.get_secret("booking_api")
    return secret["client_secrets"]
#                  ^^^^^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_secrets". Did you mean "client_secret"?
`,
    ],
    [
      'updated in place',
      String.raw`
    creds["client_ids"] += "x"
#          ^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_ids". Did you mean "client_id"?
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(given + code)).toBe(given + code);
  });
});

describe('code that checks for a field', () => {
  it.each([
    [
      'by testing for it',
      String.raw`
    if "region" in creds:
        return creds["region"]
`,
    ],
    [
      'by testing that it is not there',
      String.raw`
    if "region" not in creds:
        return None
    return creds["region"]
`,
    ],
    [
      'or of another one',
      String.raw`
    if "region" in creds:
        return creds["regions"]
#                     ^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "regions". Use one of its fields: "client_id", "client_secret".
`,
    ],
    [
      'by testing for all of a list',
      String.raw`
    for field in ("tenant", "region"):
        if field not in creds:
            raise RuntimeError("incomplete")
    return creds["tenant"]
`,
    ],
    [
      'by writing it',
      String.raw`
    creds["region"] = "eu"
    return creds["region"]
`,
    ],
    [
      'by a default for it',
      String.raw`
    creds.setdefault("region", "eu")
    return creds["region"]
`,
    ],
    [
      'by an update',
      String.raw`
    creds.update(region="eu")
    return creds["region"]
`,
    ],
    [
      'by a helper that fills it in',
      String.raw`
    add_defaults(creds)
    return creds["region"]
`,
    ],
    [
      'by asking first',
      String.raw`
    if creds.get("region"):
        return creds["region"]
`,
    ],
    [
      'by or',
      String.raw`
    return creds.get("region") or "eu"
`,
    ],
    [
      'by a ternary',
      String.raw`
    return creds["region"] if "region" in creds else "eu"
`,
    ],
    [
      'by a comparison',
      String.raw`
    if creds.get("region") == "eu":
        return None
`,
    ],
    [
      'by trying',
      String.raw`
    try:
        return creds["region"]
    except KeyError:
        return "eu"
`,
    ],
    [
      'by suppressing',
      String.raw`
    with suppress(KeyError):
        return creds["region"]
`,
    ],
    [
      'by trying only this',
      String.raw`
    try:
        return creds["region"]
    except Exception:
        return "eu"
`,
    ],
    [
      'or tries much more',
      String.raw`
    try:
        first = load()
        second = first.load()
        return second(creds["regions"])
#                            ^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "regions". Use one of its fields: "client_id", "client_secret".
    except Exception:
        return "eu"
`,
    ],
    [
      'by looking at what it got',
      String.raw`
    region = creds.get("region")
    if region is None:
        region = "eu"
    return region
`,
    ],
    [
      'but misspells what it looks at',
      String.raw`
    secret = creds.get("client_secretes")
#                       ^^^^^^^^^^^^^^^ secret-field-unknown: The secret "booking_api" has no field "client_secretes". Did you mean "client_secret"?
    if not secret:
        raise RuntimeError("no secret")
`,
    ],
    [
      'by asking for what it can do without',
      String.raw`
    return Client(region=creds.get("region"), tenant=creds.get("tenant"))
`,
    ],
    [
      'by asking for each of some',
      String.raw`
    return all(creds.get(field) for field in ("client_id", "region"))
`,
    ],
    [
      'by merging with its own',
      String.raw`
    merged = {**{"region": "eu"}, **creds}
    return merged["region"]
`,
    ],
  ])('%s', (_, code) => {
    expect(annotated(given + code)).toBe(given + code);
  });
});

describe('two possible secrets', () => {
  const code = `
def start(conv, live):
    creds = conv.utils.get_secret("live_api" if live else "test_api")
    return creds["$field"]
`;
  const agent = (...fields: readonly (readonly string[])[]) =>
    bookingAgent({
      secrets: ['live_api', 'test_api'].map((name, position) =>
        secret(name, { kind: 'key_value', fields: [...(fields[position] ?? [])] }),
      ),
    });

  it('are a problem when both lack the field', () => {
    const found = annotated(code.replace('$field', 'tenant'), agent(['token'], ['token', 'region']));
    expect(found).toContain(
      'None of the secrets "live_api", "test_api" has a field "tenant". Use one of its fields: "token", "region".',
    );
  });

  it.each([
    ['one has the field', agent(['token'], ['token', 'tenant'])],
    ['the fields of one are not known', agent(['token'], [])],
  ])('are not a problem when %s', (_, context) => {
    const known = code.replace('$field', 'tenant');
    expect(annotated(known, context)).toBe(known);
  });

  it('are not a problem without a catalog', () => {
    const { knowledge: _, ...unknown } = bookingAgent();
    const known = code.replace('$field', 'tenant');
    expect(annotated(known, unknown)).toBe(known);
  });
});

describe('the fix of an unknown field', () => {
  it('changes it to the nearest one', () => {
    expect(fixed(`${given}\n    return creds["client_$0ids"]`, 'Change to "client_id"')).toBe(
      `${given}\n    return creds["client_id"]`,
    );
  });

  it('changes the list that a loop iterates over', () => {
    const code = `${given}\n    for field in ('client_$0ids',):\n        use(creds[field])`;
    expect(fixed(code, 'Change to "client_id"')).toContain("for field in ('client_id',):");
  });

  it('is not offered when no field is near', () => {
    const titles = fixesAt(`${given}\n    return creds["ten$0ant"]`).map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Change to'))).toEqual([]);
  });
});

describe('completion of fields', () => {
  const fields = ['client_id', 'client_secret'];

  it.each([
    ['in a subscript', 'return creds["$0"]'],
    ['in a subscript that is being typed', 'return creds["$0'],
    ['in single quotes', "return creds['$0"],
    ['without quotes', 'return creds[$0]'],
    ['in get', 'return creds.get("$0")'],
    ['in get that is being typed', 'return creds.get("$0'],
    ['in pop', "return creds.pop('$0"],
    ['in setdefault', 'creds.setdefault("$0")'],
    ['in a test', 'if "$0" in creds:\n        pass'],
    ['in an f-string', 'return f"{creds[\'$0\']}"'],
    ['through or', 'return (creds or {})["$0"]'],
    ['through another name', 'again = creds\n    return again["$0"]'],
    ['through a tuple', 'one, two = creds, k\n    return one["$0"]'],
    ['in a branch', 'if isinstance(creds, dict):\n        return creds["$0'],
  ])('works %s', (_, code) => {
    expect(offeredAt(`${given}\n    ${code}`)).toEqual(fields);
  });

  it.each([
    [
      'an attribute',
      'class Api:\n    def __init__(self, conv):\n        self.creds = conv.utils.get_secret("booking_api")\n    def call(self):\n        return self.creds["$0',
    ],
    [
      'a parameter of a private function',
      'def _call(creds):\n    return creds["$0"]\ndef start(conv):\n    return _call(conv.utils.get_secret("booking_api"))',
    ],
    [
      'the result of a function',
      'def creds(conv):\n    return conv.utils.get_secret("booking_api")\ndef start(conv):\n    return creds(conv)["$0"]',
    ],
    [
      'the result of a function that is told the name',
      'def read(conv, name):\n    return conv.utils.get_secret(name)\ndef start(conv):\n    return read(conv, "booking_api")["$0"]',
    ],
  ])('works for %s', (_, code) => {
    expect(offeredAt(code)).toEqual(fields);
  });

  it.each([
    ['a single secret', 'key = conv.utils.get_secret("stripe_api_key")\n    return key["$0"]'],
    ['what may be something else', 'creds = creds if k else load()\n    return creds["$0"]'],
    ['a parsed text', 'return json.loads(creds)["$0"]'],
    ['something else', 'return k["$0"]'],
    ['a field of it', 'return creds["client_id"]["$0"]'],
  ])('offers nothing for %s', (_, code) => {
    expect(offeredAt(`${given}\n    ${code}`)).toEqual([]);
  });
});
