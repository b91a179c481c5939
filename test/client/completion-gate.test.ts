import { describe, expect, it } from 'vitest';
import { wantsCompletion } from '../../client/completion-gate.ts';

const asked = (text: string): boolean => {
  const cursor = text.indexOf('|');
  return wantsCompletion(text.replace('|', ''), cursor);
};

describe('while typing, the server is asked', () => {
  it.each([
    'key = conv.utils.get_secret("|',
    "key = sv('str|",
    'key = fetch(|',
    'os.environ["STRI|',
    'process.env.STRI|',
    'const { STRI| } = process.env;',
    'credentials["cli|',
    '    secret_name = "|',
    '        "stri|',
    'conv.utils.get_secret(secret_name=stri|',
  ])('at %j', (line) => {
    expect(asked(line)).toBe(true);
  });
});

describe('while typing, the server is left alone', () => {
  it.each([
    'def book|',
    'return total|',
    'import requests|',
    '    if order.status|',
    '# a comment|',
    'key = conv.utils.|',
    'total = price|',
    'order.total(price|',
  ])('at %j', (line) => {
    expect(asked(line)).toBe(false);
  });
});
