import { describe, expect, it } from 'vitest';
import { rulesIn, withEnvironment } from '../support/analysis-rules.ts';

const known = withEnvironment('HOTEL_API_KEY');

describe('a variable that the program sets itself, or that is no credential', () => {
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
  ])('is silent in a file that sets the variable by %s', (_, code) => {
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
  ])('is hinted at beside %s', (_, code) => {
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
  ])('is silent in a TypeScript file with %s', (code) => {
    expect(rulesIn(`${code}\nf(process.env.CRM_TOKEN);`, known, 'typescript')).toEqual([]);
  });

  it.each([
    'process.env.CRM_USER = "t";',
    'if (process.env.A === "CRM_TOKEN") g();',
    'vi.stubEnv("CRM_TOKEN_2", "t");',
    'Object.assign(process.env, { CRM_USER: "t" });',
    'Object.assign(settings, { CRM_TOKEN: "t" });',
    'process.env = { ...process.env, CRM_USER: "t" };',
  ])('is hinted at in a TypeScript file with %s', (code) => {
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
  ])('is silent about %s, which no code needs to be kept secret for it', (name) => {
    expect(rulesIn(`import os\nos.environ["${name}"]`, known)).toEqual([]);
  });
});
