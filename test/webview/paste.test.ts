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

  it('leaves out what is not a string, and keeps the rest', () => {
    expect(parseFields('{"id": "a", "count": null, "key": "b"}')).toEqual({
      fields: [
        ['id', 'a'],
        ['key', 'b'],
      ],
      skipped: ['The value of "count" is not a string. Put it in quotes.'],
    });
  });

  it('that is not valid is read line by line, and the invalid lines are reported', () => {
    const text = '{\n  "id": "a"\n  "key": "b",\n  not-a-real-key,\n  "more": 5,\n}';
    expect(parseFields(text)).toEqual({
      fields: [
        ['id', 'a'],
        ['key', 'b'],
        ['more', '5'],
      ],
      skipped: ['Line 4 does not have the form "name": "value".'],
    });
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

  it('fill the fields of all valid lines, and report the others by number without repeating them', () => {
    const { fields, skipped } = parseFields('A=1\n\nnot-a-real-key\nB=2\nnot a real key=3\n');
    expect(fields).toEqual([
      ['A', '1'],
      ['B', '2'],
    ]);
    expect(skipped).toEqual([
      'Line 3 does not have the form NAME=value.',
      'Line 5 does not have the form NAME=value.',
    ]);
  });

  it('with a quote that does not close are left out rather than cut, up to the next variable', () => {
    expect(parseFields('A=1\nB="open\nnot=a_field\nC=3')).toEqual({
      fields: [
        ['A', '1'],
        ['C', '3'],
      ],
      skipped: ['Line 2: the quotes of this value do not match.'],
    });
  });

  it('with a private key without quotes never take its lines for fields', () => {
    const key =
      '-----BEGIN NOTHING-----\nbm90LWEtcmVhbC1rZXk=\nc2Vjb25kLWxpbmUtb2Yta2V5=\n-----END NOTHING-----';
    expect(parseFields(`A=1\nKEY=${key}\nB=2`)).toEqual({
      fields: [
        ['A', '1'],
        ['B', '2'],
      ],
      skipped: ['Line 2: a multi-line value must be quoted.'],
    });
    expect(parseFields(key).fields).toBeUndefined();
    expect(parseFields('A=1\nbm90LWEtcmVhbC1rZXk=\n').skipped).toEqual([
      'Line 2 does not have the form NAME=value.',
    ]);
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
