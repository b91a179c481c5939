import { spawnSync } from 'node:child_process';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, test } from 'vitest';
import { fixedIn, loggingPrograms } from '../support/logging-programs.ts';
import { python } from '../support/python.ts';

const fixed = (language: string): readonly string[] =>
  loggingPrograms()
    .filter(({ languageId }) => languageId === language)
    .flatMap((program) => fixedIn(program).map(({ text }) => text));

/** Prints the programs that Python does not compile. */
const compiler = `
import json, sys, warnings
warnings.simplefilter("ignore")
def fails(text):
    try:
        compile(text, "program", "exec")
    except SyntaxError as error:
        return f"{error}: {text}"
print(json.dumps([found for found in map(fails, json.load(sys.stdin)) if found]))
`;

describe('what the fixes for logs leave', () => {
  test('is compiled by Python', { timeout: 60_000 }, () => {
    const texts = fixed('python');
    const { stdout, stderr } = spawnSync(python, ['-c', compiler], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([]);
    expect(texts.length).toBeGreaterThan(800);
  });

  test('is parsed by Node as TypeScript', { timeout: 60_000 }, () => {
    const texts = fixed('typescript');
    const broken = texts.filter((text) => {
      try {
        stripTypeScriptTypes(text);
        return false;
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
    expect(texts.length).toBeGreaterThan(300);
  });
});
