import { describe, expect, it } from 'vitest';
import { wantsCompletion } from '../../client/completion-gate.ts';

const asked = (text: string, typed?: string): boolean => {
  const cursor = text.indexOf('|');
  return wantsCompletion(text.replace('|', ''), cursor, typed);
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

describe('a dot that was typed', () => {
  it.each(['process.env.|', 'import.meta.env.|', 'process.env?.|', 'const url = `${process.env.|`'])(
    'asks the server at %j',
    (line) => {
      expect(asked(line, '.')).toBe(true);
    },
  );

  it.each([
    'conv.|',
    'conv.utils.|',
    'self.secret_name.|',
    '"https://a.|',
    'environ.|',
    'os.environ.|',
    'x = 1.|',
  ])('asks nothing at %j', (line) => {
    expect(asked(line, '.')).toBe(false);
  });

  it('is not in the way of who asks by hand', () => {
    expect(asked('key = conv.utils.get_secret(|')).toBe(true);
    expect(asked('{ "secret_name": "|', '"')).toBe(true);
  });
});
