import { describe, expect, it } from 'vitest';
import { colouredCode } from '../support/analysis-features.ts';

describe('names of agent secrets have their own color', () => {
  it.each([
    ['in code', 'x = conv.utils.get_secret("crm")', 'x = conv.utils.get_secret("«crm»")'],
    ['whether they exist or not', 'conv.utils.get_secret("no")', 'conv.utils.get_secret("«no»")'],
    ['in single quotes', "conv.utils.get_secret('crm')", "conv.utils.get_secret('«crm»')"],
  ])('%s', (_, code, expected) => {
    expect(colouredCode(code)).toBe(expected);
  });

  it('in settings of the agent', () => {
    expect(colouredCode('{ "secret_name": "crm" }', 'json')).toBe('{ "secret_name": "«crm»" }');
  });

  it('in the visible lines', () => {
    const line = 'conv.utils.get_secret("crm")\n';
    expect(colouredCode(line.repeat(3), 'python', [1, 2])).toBe(
      `${line}conv.utils.get_secret("«crm»")\n${line}`,
    );
  });
});

describe('nothing else has that color', () => {
  it.each([
    ['other strings', 'print("crm")'],
    ['variables of the environment', 'import os\nos.environ["CRM"]'],
    ['names that are chosen', 'conv.utils.get_secret("a" if x else "b")'],
    ['empty names', 'conv.utils.get_secret("")'],
    ['strings of several lines', 'conv.utils.get_secret("""a\nb""")'],
    ['other functions', 'aws.get_secret("crm")'],
  ])('%s', (_, code) => {
    expect(colouredCode(code)).toBe(code);
  });
});
