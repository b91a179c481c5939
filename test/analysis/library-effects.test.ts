import { describe, expect, it } from 'vitest';
import { noProjectFunctions } from '../../analysis/index.ts';
import { createJavaScript } from '../../analysis/languages/javascript.ts';
import { createPython } from '../../analysis/languages/python.ts';
import { StepBudget } from '../../analysis/flow/step-budget.ts';
import { runToEnd } from '../../analysis/model/in-slices.ts';
import type { Language } from '../../analysis/source/language.ts';
import { SourceFile } from '../../analysis/source/source-file.ts';

/** Whether the value of a secret arrives at the sinks in the code. */
function arrives(language: Language, languageId: string, text: string): boolean {
  const file = new SourceFile({ uri: `file:///w/functions/start.${languageId}`, languageId, text }, language);
  const references = runToEnd(language.references(file, undefined));
  const followed = language.follow?.(file, undefined, () => references);
  const arrivals = followed ? runToEnd(followed).arrivals : [];
  return arrivals.length > 0;
}

const python = createPython(noProjectFunctions, new StepBudget());
const javaScript = createJavaScript('jsx', noProjectFunctions, new StepBudget());

/** The last line of the code is the value that is logged. */
function inPython(code: string): boolean {
  const lines = code.split('; ');
  const shown = lines.pop() ?? '';
  const body = ['v = conv.utils.get_secret("crm")', ...lines, `print(${shown})`].map(
    (line) => `    ${line}\n`,
  );
  const imports =
    'import base64, collections, copy, dataclasses, functools, io, itertools, json, operator, re, string, textwrap, types, urllib.parse\n';
  return arrives(python, 'python', `${imports}\ndef start(conv):\n${body.join('')}`);
}

function inJavaScript(code: string): boolean {
  const lines = code.split('; ');
  const shown = lines.pop() ?? '';
  const body = ['const v = await conv.utils.getSecret("crm")', ...lines, `console.log(${shown})`].map(
    (line) => `  ${line};\n`,
  );
  return arrives(javaScript, 'javascript', `export async function start(conv) {\n${body.join('')}}\n`);
}

describe('what functions of Python do with a value', () => {
  it.each([
    'v.strip().upper()',
    'str(v)',
    'json.dumps(v)',
    'json.JSONEncoder().encode({"key": v})',
    'list(itertools.product(["a"], ["b", v]))',
    'd = {}; operator.setitem(d, "key", v); d',
    'o = types.SimpleNamespace(); object.__setattr__(o, "key", v); o.key',
    's = {1}; s.symmetric_difference_update({v}); s',
    'base64.b64encode(v.encode()).decode()',
    'urllib.parse.quote(v)',
    'urllib.parse.urlencode({"key": v})',
    'v.replace("-", "")',
    'v.replace(" ", "").lower()',
    'str.strip(v)',
    '", ".join(["key", v])',
    '"key {}".format(v)',
    '"{key} of {name}".format(key=v, name="crm")',
    '"{key}".format(**{"key": v})',
    '"{0[API_KEY]}".format(v)',
    '"{key}".format_map({"key": v})',
    'string.Template("key $key").substitute(key=v)',
    'textwrap.dedent(f"key {v}")',
    're.sub(r"\\s+", "", v)',
    're.sub("KEY", v, "KEY of crm")',
    'v.split("_")',
    'v.split("_")[-1]',
    'v.partition("_")[2]',
    'v.split("@")[0]',
    'v[4:]',
    'v[:40]',
    'v[2:-2]',
    'dict(key=v)["key"]',
    'dict([("key", v)])["key"]',
    'd = {"key": v}; d.get("key")',
    'd = {}; d.update(key=v); d["key"]',
    'd = {}; d.update({"key": v}); d',
    'd = {}; d.setdefault("key", v)',
    'd = {"key": v}; d.pop("key")',
    'd = {"key": v}; list(d.values())',
    'd = {"key": v}; list(d.items())',
    'v.get("API_KEY")',
    'v.get("TOKEN", "")',
    'dict(v)',
    'v.copy()',
    'list(v.values())',
    'list(v.items())',
    '{**v}["API_KEY"]',
    '{**v, "brand": "x"}["API_KEY"]',
    'dict(v, brand="x")["TOKEN"]',
    'v.pop("API_KEY")',
    '{k: x for k, x in v.items()}["API_KEY"]',
    'copy.deepcopy({"a": [v]})["a"][0]',
    'l = []; l.append(v); l[0]',
    'l = [1]; l.extend([v]); l[-1]',
    'l = [1]; l.insert(0, v); l[0]',
    'l = [v]; l.pop()',
    'l = [v]; l.copy()',
    'list(map(str.strip, [v]))',
    'list(filter(None, [v]))',
    'next(iter([v]))',
    'max([v, ""])',
    'sorted([v, ""])',
    'list(reversed([v]))',
    'list(zip(["crm"], [v]))',
    'list(enumerate([v]))[0][1]',
    'list(itertools.chain([1], [v]))',
    'functools.reduce(lambda a, b: a + b, ["a", v])',
    'functools.partial(lambda a, b: a, v)("crm")',
    'operator.itemgetter("API_KEY")(v)',
    'json.loads(v)["token"]',
    'json.loads(json.dumps({"token": v}))["token"]',
    'urllib.parse.urlparse(v).password',
    'C = collections.namedtuple("C", "key name"); C(v, "crm").key',
    'types.SimpleNamespace(key=v).key',
    'getattr(types.SimpleNamespace(key=v), "key")',
    'o = types.SimpleNamespace(); setattr(o, "key", v); o.key',
    'collections.ChainMap({"key": v}, {"key": "none"})["key"]',
    'd = collections.defaultdict(str); d["key"] = v; d["key"]',
    'o = io.StringIO(); o.write(v); o.getvalue()',
  ])('holds: %s', (code) => {
    expect(inPython(code)).toBe(true);
  });

  it.each([
    'len(v)',
    'v.startswith("sk_")',
    '"{name}".format(key=v, name="crm")',
    '"{key:.4}".format(key=v)',
    '"{0[brand]}".format(v)',
    '"{name}".format(**{"key": v, "name": "crm"})',
    'string.Template("of $name").substitute(key=v, name="crm")',
    'v.replace(v, "***")',
    're.sub(r".", "*", v)',
    're.sub(r"\\w", "*", v)',
    're.sub(r"(?<=.{4}).", "*", v)',
    'v.rsplit("@", 1)[1]',
    'v.split("@")[-1]',
    'v.split("_")[0]',
    'v.partition("_")[0]',
    'v[:4]',
    'v[-4:]',
    'v[2:6]',
    'd = {"key": v, "name": "crm"}; d.get("name")',
    'd = {"key": v}; d.pop("key"); d',
    'd = {"key": v}; d.update(key="***"); d',
    'd = {"key": v}; d.clear(); d',
    'd = {"key": v}; list(d)',
    'd = {"key": v}; list(d.keys())',
    'v.get("brand")',
    'sorted(v)',
    'list(v.keys())',
    'dict(v, API_KEY="***", TOKEN="***")["API_KEY"]',
    'v.pop("API_KEY"); v["API_KEY"]',
    'dict.fromkeys(v, "***")',
    '{k: "***" for k in v}',
    '{k: x for k, x in v.items()}["base_url"]',
    '{k: x for k, x in v.items() if k not in ("API_KEY", "TOKEN")}',
    'dict({"key": v}, key="***")',
    'l = [v]; l.clear(); l',
    'l = [v, 1]; l.pop(0); l',
    '[v, 1, 3][1:]',
    'list(enumerate([v]))[0][0]',
    'operator.itemgetter("brand")(v)',
    'json.loads(v)["region"]',
    'urllib.parse.urlparse(v).hostname',
    'C = collections.namedtuple("C", "key name"); C(v, "crm").name',
    'collections.ChainMap({"key": "none"}, {"key": v})["key"]',
  ])('does not hold: %s', (code) => {
    expect(inPython(code)).toBe(false);
  });
});

describe('what functions of JavaScript do with a value', () => {
  it.each([
    'v.trim()',
    'String(v)',
    'JSON.stringify({ key: v })',
    'JSON.stringify({ key: v }, ["key"])',
    'v.replace("-", "")',
    'v.replace(/\\s+/g, "")',
    'v.split("_")[2]',
    'v.slice(4)',
    'v.substring(2)',
    'Buffer.from(v).toString("base64")',
    'btoa(v)',
    'new URLSearchParams({ key: v }).toString()',
    'JSON.parse(v).token',
    'new URL(v).password',
    '"Bearer ".concat(v)',
    '["key", v].join(" ")',
    'Object.assign({}, { key: v })',
    'Object.values(v)',
    'Object.entries(v)',
    'Object.fromEntries([["key", v]]).key',
    'structuredClone(v)',
    'const l = []; l.push(v); l[0]',
    '[v].map((item) => `key ${item}`)',
    '[v, null].filter(Boolean)',
    '[v].find((item) => item !== null)',
    '["none", v].at(-1)',
    '["a", v].reduce((all, item) => all + item, "")',
    '["a"].concat([v])',
    'new Map([["key", v]]).get("key")',
    'const m = new Map(); m.set("key", v); m.get("key")',
    '[...new Set([v])]',
    'await Promise.all([v])',
    'await Promise.resolve(v).then((value) => value)',
    '({ ...v })',
  ])('holds: %s', (code) => {
    expect(inJavaScript(code)).toBe(true);
  });

  it.each([
    'v.length',
    'v.slice(0, 4)',
    'v.slice(-4)',
    'v.substr(0, 4)',
    'v.replace(/./g, "*")',
    'JSON.stringify({ key: v, name: "crm" }, ["name"])',
    'Object.keys(v)',
    'Object.fromEntries(Object.keys(v).map((name) => [name, "***"]))',
    'Object.fromEntries(Object.entries(v).filter(([name]) => !["API_KEY", "TOKEN"].includes(name)))',
    'JSON.parse(v).region',
    'new URL(v).hostname',
    '[v].map((item) => typeof item)',
    'const m = new Map([["key", v]]); m.delete("key"); m.get("key")',
    '"*".repeat(v.length)',
  ])('does not hold: %s', (code) => {
    expect(inJavaScript(code)).toBe(false);
  });
});
