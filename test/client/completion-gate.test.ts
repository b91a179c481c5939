import { describe, expect, it } from 'vitest';
import { wantsCompletion } from '../../client/language/completion-gate.ts';

/** Whether the server is asked at the `|` of a file. */
function asked(marked: string, typed?: string, languageId = 'python'): boolean {
  const [before = '', behind = ''] = marked.split('|');
  const text = before + behind;
  const lines = text.split('\n');
  const line = before.split('\n').length - 1;
  const character = before.length - (before.lastIndexOf('\n') + 1);
  const document = {
    languageId,
    lineCount: lines.length,
    lineAt: (index: number) => ({ text: lines[index] ?? '' }),
    getText: () => text,
  };
  return wantsCompletion(document, { line, character }, typed);
}

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

describe('over several lines, the server is asked', () => {
  it.each([
    'key = conv.utils.get_secret(\n    |\n)',
    'key = conv.utils.get_secret(\n    pay|',
    'key = os.getenv(\n\n    |\n)',
    'const {\n  M|\n} = process.env;',
    'const {\n  id,\n  a|\n} = await conv.utils.getSecret("sms_gateway");',
  ])('at %j', (text) => {
    expect(asked(text)).toBe(true);
  });

  it.each(['total = sum(\n    |\n)', 'secret = 1\nto|', 'key = get_secret("crm")\n\nfoo(\n    1)\nre|'])(
    'but not at %j',
    (text) => {
      expect(asked(text)).toBe(false);
    },
  );
});

describe('after a dot in JavaScript, the server is asked for fields', () => {
  const reading = 'const crm = await conv.utils.getSecret("crm");\n';

  it.each([
    `${reading}crm.|`,
    `${reading}send(crm.cli|`,
    `${reading}crm?.|`,
    'const $crm: Crm =\n  await conv.utils.getSecret("crm")\n$crm.|',
    'function send(credentials) {\n  credentials.|',
  ])('at %j', (text) => {
    expect(asked(text, '.', 'javascript')).toBe(true);
    expect(asked(text, undefined, 'typescriptreact')).toBe(true);
  });

  it.each([
    'const total = order.|',
    `${reading}items.|`,
    `${reading}other.crm.|`,
    `${reading}const half = 1.|`,
    `${reading}// as crm.|`,
    `${reading}fetch("https://a.|`,
  ])('but not at %j', (text) => {
    expect(asked(text, '.', 'javascript')).toBe(false);
  });

  it('and never in Python, where fields are read by brackets', () => {
    expect(asked('creds = conv.utils.get_secret("crm")\ncreds.|', '.')).toBe(false);
  });
});

describe('while typing, the server is not asked', () => {
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

describe('a typed dot', () => {
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

  it('does not prevent completion on request', () => {
    expect(asked('key = conv.utils.get_secret(|')).toBe(true);
    expect(asked('{ "secret_name": "|', '"')).toBe(true);
  });
});
