import { describe, expect, it } from 'vitest';
import { bookingAgent } from '../support/analysis-fixture.ts';
import { annotated, namesIn, offeredAt, spansIn, taken } from '../support/analysis-markers.ts';

describe('an environment secret is read in Python by', () => {
  it.each([
    ['subscript', 'import os\nos.environ["A"]'],
    ['get', 'import os\nos.environ.get("A", "x")'],
    ['pop', 'import os\nos.environ.pop("A")'],
    ['setdefault', 'import os\nos.environ.setdefault("A", "x")'],
    ['getenv', 'import os\nos.getenv("A")'],
    ['the keyword of getenv', 'import os\nos.getenv(key="A")'],
    ['imported names', 'from os import environ\nenviron["A"]'],
    ['renamed imports', 'from os import getenv as g\ng("A")'],
    ['a renamed module', 'import os as system\nsystem.environ["A"]'],
    ['an alias', 'import os\nenv = os.environ\nenv["A"]'],
    ['an alias of getenv', 'import os\nread = os.getenv\nread("A")'],
    ['a constant', 'import os\nN = "A"\nos.environ[N]'],
  ])('%s', (_, code) => {
    expect(namesIn(code)).toEqual(['env:A']);
  });

  it.each([
    ['setting it', 'import os\nos.environ["A"] = "x"'],
    ['deleting it', 'import os\ndel os.environ["A"]'],
    ['asking whether it is there', 'import os\n"A" in os.environ'],
    ['a variable of that name', 'environ = {}\nenviron["A"]'],
    ['the environ of a request', 'request.environ["A"]'],
    ['getenv of something else', 'config.getenv("A")'],
  ])('but not by %s', (_, code) => {
    expect(namesIn(code)).toEqual([]);
  });

  it('a name chosen at run time', () => {
    expect(namesIn('import os\nos.getenv(name)')).toEqual(['env:?']);
  });

  it('and never has a finding at first', () => {
    const code = 'import os\nos.environ["STRIPE_API_KEY"]';
    expect(annotated(code)).toBe(code);
  });
});

describe('an environment secret is read in JavaScript by', () => {
  it.each([
    ['a member', 'process.env.A;'],
    ['a string', 'process.env["A"];'],
    ['a template', 'process.env[`A`];'],
    ['optional chaining', 'process?.env?.A;'],
    ['globalThis', 'globalThis.process.env.A;'],
    ['import.meta', 'import.meta.env.A;'],
    ['destructuring', 'const { A } = process.env;'],
    ['destructuring with a rename', 'const { A: a } = process.env;'],
    ['destructuring with a default', 'const { A = "x" } = process.env;'],
    ['destructuring with a rest', 'const { A, ...rest } = process.env;'],
    ['an assignment', '({ A: x } = process.env);'],
    ['an alias', 'const env = process.env; env.A;'],
    ['an import', 'import { env } from "node:process"; env.A;'],
    ['a renamed import', 'import { env as e } from "process"; e.A;'],
    ['env taken out of process', 'const { env } = process; env.A;'],
  ])('%s', (_, code) => {
    expect(namesIn(code, 'javascript')).toEqual(['env:A']);
    expect(namesIn(code, 'typescriptreact')).toEqual(['env:A']);
  });

  it('type assertions in TypeScript', () => {
    const code = 'process.env!.A; (process.env as Env).B; process.env.C as string;';
    expect(namesIn(code, 'typescript')).toEqual(['env:A', 'env:B', 'env:C']);
  });

  it('code between tags', () => {
    expect(namesIn('const x = <a href={process.env.A}>{"y"}</a>;', 'javascriptreact')).toEqual(['env:A']);
  });

  it.each([
    ['setting it', 'process.env.A = "x";'],
    ['deleting it', 'delete process.env.A;'],
    ['the env of something else', 'context.env.A;'],
    ['a parameter of that name', 'const env = process.env; function f(env) { return env.A; }'],
    ['a comment', '// process.env.A'],
    ['a string', '"process.env.A";'],
  ])('but not by %s', (_, code) => {
    expect(namesIn(code, 'javascript').filter((name) => name === 'env:A')).toEqual([]);
  });

  it('a name chosen at run time', () => {
    expect(namesIn('process.env[name]; process.env[`${x}`];', 'javascript')).toEqual(['env:?', 'env:?']);
  });

  it('and its range is the name itself', () => {
    expect(spansIn('process.env.A; process.env["B"];', 'javascript')).toEqual(['A', 'B']);
  });
});

describe('environment names are completed', () => {
  const known = 'import os\nos.environ["CRM_TOKEN"]\nos.environ["SMS_KEY"]\n';

  it('from what the file reads elsewhere, without a vault', () => {
    expect(offeredAt(`${known}os.environ["$0"]`, {})).toEqual(['CRM_TOKEN', 'SMS_KEY']);
    expect(offeredAt(`${known}os.getenv("C$0")`, {})).toEqual(['CRM_TOKEN', 'SMS_KEY']);
  });

  it('after the dot in JavaScript', () => {
    const code = 'process.env.CRM_TOKEN;\nprocess.env.$0';
    expect(offeredAt(code, bookingAgent(), 'javascript')).toEqual(['CRM_TOKEN']);
    expect(taken('process.env.CRM_TOKEN;\nprocess.env.CR$0;', 'CRM_TOKEN', {}, 'typescript')).toBe(
      'process.env.CRM_TOKEN;\nprocess.env.CRM_TOKEN;',
    );
  });

  it('in a string in JavaScript', () => {
    const code = 'process.env.CRM_TOKEN;\nprocess.env["$0"];';
    expect(offeredAt(code, {}, 'javascript')).toEqual(['CRM_TOKEN']);
  });
});
