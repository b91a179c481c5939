import { describe, expect, it } from 'vitest';
import { limits } from '../../contracts/secret.ts';
import { parseFields } from '../../webview/create-secret/paste.ts';

const fieldsOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(parseFields(text).fields ?? []);

describe('pasted JSON', () => {
  it('fills a field for every text', () => {
    expect(fieldsOf('{"client_id": "abc", "client_secret": "not-a-real-key"}')).toEqual({
      client_id: 'abc',
      client_secret: 'not-a-real-key',
    });
  });

  it('keeps line breaks and unusual names', () => {
    expect(parseFields(String.raw`{"__proto__": "a\nb"}`).fields).toEqual([['__proto__', 'a\nb']]);
  });

  it('accepts whole numbers and true or false as written', () => {
    expect(fieldsOf('{"port": 5432, "ssl": true}')).toEqual({ port: '5432', ssl: 'true' });
  });

  it.each(['{"id": 12345678901234567890}', '{"rate": 1.10}', '{"a": null}', '{"a": {"b": "c"}}'])(
    'asks for quotes rather than change a value: %s',
    (text) => {
      expect(parseFields(text).problem).toMatch(/The value of "\w+" is not a string/);
    },
  );

  it('that is cut off says so without repeating it', () => {
    expect(parseFields('{"a": "not-a-real-key').problem).toBe(
      'The JSON is not valid: it must be one object, { "name": "value" }.',
    );
  });
});

describe('pasted .env lines', () => {
  it('are read as dotenv reads them', () => {
    const text = [
      '# billing',
      'CLIENT_ID=abc',
      'export TOKEN = spaced ',
      '',
      'URL=https://example.test/#top',
      'NOTE=plain # a comment',
      "SINGLE='as $is \\n'",
      String.raw`DOUBLE="two\nlines \"quoted\""`,
      'EMPTY=',
    ].join('\n');
    expect(fieldsOf(text)).toEqual({
      CLIENT_ID: 'abc',
      TOKEN: 'spaced',
      URL: 'https://example.test/#top',
      NOTE: 'plain',
      SINGLE: String.raw`as $is \n`,
      DOUBLE: 'two\nlines "quoted"',
      EMPTY: '',
    });
  });

  it('may hold a value over several lines in quotes, and Windows line ends', () => {
    expect(fieldsOf('KEY="first\r\nsecond"\r\nNEXT=1\r\n')).toEqual({ KEY: 'first\nsecond', NEXT: '1' });
  });

  it('keep every = of a value, and its last assignment', () => {
    expect(fieldsOf('A=c29tZQ==\nB=1\nB=2')).toEqual({ A: 'c29tZQ==', B: '2' });
  });

  it('report the invalid line, and never repeat it', () => {
    expect(parseFields('A=1\n\nnot-a-real-key').problem).toBe('Line 3 does not have the form NAME=value.');
  });

  it('with a quote that does not close are refused rather than cut', () => {
    expect(parseFields('A=1\nB="open').problem).toBe('Line 2: the quotes of this value do not match.');
  });
});

describe('a paste without fields', () => {
  it.each(['', '  \n ', '# only a comment', '{}'])('%j says what to paste', (text) => {
    expect(parseFields(text).problem).toContain('Paste');
  });

  it('a private key is not taken for .env lines', () => {
    expect(parseFields('-----BEGIN NOTHING-----\nabc==\n-----END NOTHING-----').problem).toContain('Line 1');
  });

  it('more fields than a secret holds are refused', () => {
    const lines = Array.from({ length: limits.fields + 1 }, (_, index) => `F${index}=x`).join('\n');
    expect(parseFields(lines).problem).toBe('The text has 65 fields; a secret can have at most 64.');
  });

  it('a huge paste is refused immediately', () => {
    expect(parseFields('x'.repeat(limits.bodyBytes + 1)).problem).toContain('too long');
  });
});
