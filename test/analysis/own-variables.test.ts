import { describe, expect, it } from 'vitest';
import { rulesIn, withEnvironment } from '../support/analysis-rules.ts';

const known = withEnvironment('HOTEL_API_KEY');

describe('a variable that the program sets itself, or that is not a credential', () => {
  const readLater = 'import os\nf(os.environ["CRM_TOKEN"])\n';
  it.each([
    ['an assignment', 'os.environ["CRM_TOKEN"] = "x"'],
    ['an assignment on one side of a long file', `${'x = 1\n'.repeat(2000)}os.environ["CRM_TOKEN"] = "x"`],
    ['a default', 'os.environ.setdefault("CRM_TOKEN", "x")'],
    ['a fixture', 'def t(monkeypatch):\n    monkeypatch.setenv("CRM_TOKEN", "x")'],
    ['a fixture for dictionaries', 'monkeypatch.setitem(os.environ, "CRM_TOKEN", "x")'],
    ['a patch', '@mock.patch.dict(os.environ, {"CRM_TOKEN": "x"})\ndef t(): pass'],
    ['a patch by name', 'with patch.dict("os.environ", {\n    "CRM_TOKEN": "x",\n}):\n    g()'],
    ['a patch with something unknown', 'with patch.dict(os.environ, variables):\n    g()'],
    ['an update', 'os.environ.update({"A": "1", "CRM_TOKEN": "x"})'],
    ['an update by keyword', 'os.environ.update(CRM_TOKEN="x")'],
    ['an update with something unknown', 'os.environ.update(settings)'],
    ['a merge', 'os.environ |= {"CRM_TOKEN": "x"}'],
    ['names in a loop', 'for key in found:\n    os.environ[key] = found[key]'],
    ['a file of variables', 'from dotenv import load_dotenv\nload_dotenv()'],
  ])('is not reported in a file that sets the variable by %s', (_, code) => {
    expect(rulesIn(readLater + code, known)).toEqual([]);
  });

  it.each([
    ['another variable', 'os.environ["CRM_USER"] = "x"'],
    ['a longer name', 'os.environ["CRM_TOKEN_2"] = "x"\nmonkeypatch.setenv("CRM_TOKEN_2", "x")'],
    ['a comparison', 'os.environ["A"] == "CRM_TOKEN"'],
    ['a patch of another variable', 'with patch.dict(os.environ, {"A": "x"}):\n    g()'],
    ['a patch of another dictionary', 'with patch.dict(settings, {"CRM_TOKEN": "x"}):\n    g()'],
    ['an update of another dictionary', 'settings.update({"CRM_TOKEN": "x"})'],
    ['a dictionary for another program', 'run(env={"CRM_TOKEN": "x"})'],
    ['an import of what reads files of variables', 'from dotenv import dotenv_values'],
  ])('is reported as a hint next to %s', (_, code) => {
    expect(rulesIn(readLater + code, known)).toContainEqual('env-secret-missing @ CRM_TOKEN');
  });

  it.each([
    'process.env.CRM_TOKEN = "t";',
    'process.env["CRM_TOKEN"] = "t";',
    'vi.stubEnv("CRM_TOKEN", "t");',
    'Object.assign(process.env, { CRM_TOKEN: "t" });',
    'Object.assign(process.env, variables);',
    'process.env = { ...process.env, CRM_TOKEN: "t" };',
    'for (const key of keys) process.env[key] = "t";',
    'import "dotenv/config";',
    'require("dotenv").config();',
    'process.loadEnvFile();',
  ])('is not reported in a TypeScript file with %s', (code) => {
    expect(rulesIn(`${code}\nf(process.env.CRM_TOKEN);`, known, 'typescript')).toEqual([]);
  });

  it.each([
    'process.env.CRM_USER = "t";',
    'if (process.env.A === "CRM_TOKEN") g();',
    'vi.stubEnv("CRM_TOKEN_2", "t");',
    'Object.assign(process.env, { CRM_USER: "t" });',
    'Object.assign(settings, { CRM_TOKEN: "t" });',
    'process.env = { ...process.env, CRM_USER: "t" };',
  ])('is reported as a hint in a TypeScript file with %s', (code) => {
    expect(rulesIn(`${code}\nf(process.env.CRM_TOKEN);`, known, 'typescript')).toEqual([
      'env-secret-missing @ CRM_TOKEN',
    ]);
  });

  it.each([
    'MAX_TOKEN',
    'PAD_TOKEN',
    'BOS_TOKEN',
    'LLM_EOS_TOKEN',
    'CSRF_TOKEN',
    'AZURE_CERTIFICATE_PASSWORD',
  ])('is not reported for %s, which does not have to be secret', (name) => {
    expect(rulesIn(`import os\nos.environ["${name}"]`, known)).toEqual([]);
  });
});

describe('code that works without a variable', () => {
  it.each([
    'invariant(process.env.CRM_TOKEN);\nf(process.env.CRM_TOKEN);',
    'assert(process.env.CRM_TOKEN, "set it");',
    'assert.ok(process.env.CRM_TOKEN!);',
    'const c = { key: process.env.CRM_TOKEN };\nif (!c.key) throw new Error();',
    'const c = { crm: { key: process.env.CRM_TOKEN } } as const;\nif (!c.crm.key) throw new Error();',
    'const c = { "key": process.env.CRM_TOKEN };\nconst { key } = c;\nreturn key ? f(key) : undefined;',
    'switch (process.env.CRM_TOKEN) { case undefined: f(); }',
    'ask({ type: "password", initial: process.env.CRM_TOKEN });',
    'option({ default: process.env.CRM_TOKEN });',
    'option({ "defaultValue": process.env.CRM_TOKEN as string });',
  ])('in TypeScript: %s', (code) => {
    expect(rulesIn(code, known, 'typescript')).toEqual([]);
  });

  it.each([
    'book(process.env.CRM_TOKEN);',
    'assert(x, process.env.CRM_TOKEN);',
    'const c = { key: process.env.CRM_TOKEN };\nif (!c.user) throw new Error();',
    'client({ key: process.env.CRM_TOKEN });\nif (!key) throw new Error();',
    'switch (x) { case 1: f(process.env.CRM_TOKEN); }',
    'ask({ token: process.env.CRM_TOKEN });',
  ])('but not in TypeScript: %s', (code) => {
    expect(rulesIn(code, known, 'typescript')).toEqual(['env-secret-missing @ CRM_TOKEN']);
  });

  it.each([
    'parser.add_argument("--token", default=os.getenv("CRM_TOKEN"))',
    'def f(token=os.environ.get("CRM_TOKEN")):\n    pass',
    'c = {"key": os.getenv("CRM_TOKEN")}\nif not c["key"]:\n    raise ValueError()',
    'c = Settings(key=os.getenv("CRM_TOKEN"))\nif c.key is None:\n    raise ValueError()',
    'match os.getenv("CRM_TOKEN"):\n    case None:\n        f()',
  ])('in Python: %s', (code) => {
    expect(rulesIn(`import os\n${code}`, known)).toEqual([]);
  });

  it.each([
    'parser.add_argument("--token", default=os.environ["CRM_TOKEN"])',
    'connect(token=os.getenv("CRM_TOKEN"))\nif token:\n    f()',
    'c = {"key": os.environ["CRM_TOKEN"]}\nif not c["key"]:\n    raise ValueError()',
    'c = {"key": os.getenv("CRM_TOKEN")}\nif not c["user"]:\n    raise ValueError()',
    'match x:\n    case None:\n        f(os.getenv("CRM_TOKEN"))',
  ])('but not in Python: %s', (code) => {
    expect(rulesIn(`import os\n${code}`, known)).toEqual(['env-secret-missing @ CRM_TOKEN']);
  });
});
