import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FileFormat, formatOf, readSecretFile } from '../../contracts/secret-file/read-secret-file.ts';
import { limits } from '../../contracts/secret.ts';
import { inEnglish } from '../../contracts/words.ts';
import { csvOf } from '../../client/panels/csv.ts';
import { seed } from '../support/seed.ts';

function read(text: string, format: FileFormat) {
  const { secrets, problems } = readSecretFile(text, format);
  return { secrets, problems: problems.map((problem) => inEnglish(problem)) };
}

const single = (name: string, value: string, line: number) => ({ name, value, line, kind: 'single' });

describe('a .env file', () => {
  it('has a secret per variable, with a name as most secrets have it', () => {
    const text =
      '# billing\nexport STRIPE_API_KEY="not-a-real-key" # live\n\nPEM="first\nsecond"\nplain=\'a #b\'\n';
    expect(read(text, 'env')).toEqual({
      secrets: [
        single('stripe_api_key', 'not-a-real-key', 2),
        single('pem', 'first\nsecond', 4),
        single('plain', 'a #b', 6),
      ],
      problems: [],
    });
  });

  it('reports the lines that cannot be read, and reads the others', () => {
    expect(read('A=1\nnot-a-real-key\nB=\nC="not-a-real-key\nD=4', 'env')).toEqual({
      secrets: [single('a', '1', 1), single('d', '4', 5)],
      problems: [
        'Line 2 does not have the form NAME=value.',
        'Line 4: the quotes of this value do not match.',
        'Line 3: the value is empty.',
      ],
    });
  });
});

describe('a .env file from an old server', () => {
  it('may separate names from values with a colon', () => {
    expect(read('CRM_KEY: not-a-real-key\nhttps://example.com', 'env')).toEqual({
      secrets: [single('crm_key', 'not-a-real-key', 1)],
      problems: ['Line 2 does not have the form NAME=value.'],
    });
  });

  it('says which of several lines with one name are left out', () => {
    expect(read('A=1\nB=2\nA=3', 'env')).toEqual({
      secrets: [single('a', '3', 3), single('b', '2', 2)],
      problems: ['Line 1: a later line has the same name, so this value is left out.'],
    });
  });

  it('says of a name that no program could read that the name is wrong', () => {
    const problem =
      'the name must begin with a letter or "_", and have only letters, digits, "_", "." and "-".';
    expect(read('12ABC=not-a-real-key\n=not-a-real-key\nÜmlaut=not-a-real-key', 'env')).toEqual({
      secrets: [],
      problems: [`Line 1: ${problem}`, 'Line 2 does not have the form NAME=value.', `Line 3: ${problem}`],
    });
  });
});

describe('a JSON file', () => {
  it('has a secret per text, and one with fields per object', () => {
    const text = '{\n  "stripe key": "not-a-real-key",\n  "crm": {\n    "user": "me",\n    "port": 7\n  }\n}';
    expect(read(text, 'json')).toEqual({
      secrets: [
        single('stripe key', 'not-a-real-key', 2),
        { name: 'crm', kind: 'key_value', value: { user: 'me', port: '7' }, line: 3 },
      ],
      problems: [],
    });
  });

  it('reports values that are not texts', () => {
    const text = '{"a": null,\n"b": ["not-a-real-key"],\n"c": {"d": {}},\n"e": 1.50,\n"f": {}}';
    expect(read(text, 'json')).toEqual({
      secrets: [],
      problems: [
        ...[1, 2, 3, 4].map((line) => `Line ${String(line)}: a value is not a string. Put it in quotes.`),
        'Line 5: a secret must have 1 to 64 fields.',
      ],
    });
  });

  it.each(['{"a": "not-a-real-key"', '[]', 'null', ''])('that is not an object says so: %j', (text) => {
    expect(read(text, 'json').problems).toEqual([
      'The JSON is not valid: it must be one object, { "name": "value" }.',
    ]);
  });

  it('with any names is read as it was written', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ minLength: 1 }), { minKeys: 1, maxKeys: 9 }), (object) => {
        const values = readSecretFile(JSON.stringify(object, undefined, 2), 'json').secrets;
        const lines = new Set(Object.keys(object).map((_, index) => index + 2));
        expect(values.every(({ line }) => lines.has(line))).toBe(true);
        const readable = Object.values(object).filter(
          (value) => value.isWellFormed() && !value.includes('\0'),
        );
        expect(values.map(({ value }) => value)).toEqual(readable);
      }),
      { seed },
    );
  });
});

describe('a CSV file', () => {
  it('has a secret per line, with columns in any order and with any other columns', () => {
    const text =
      '\uFEFFDescription,Note,value,NAME\r\n"pays, monthly",x,"not ""a"" real\r\nkey",stripe\r\n,y, z ,b\r\n';
    expect(read(text, 'csv')).toEqual({
      secrets: [
        { ...single('stripe', 'not "a" real\r\nkey', 2), description: 'pays, monthly' },
        single('b', ' z ', 4),
      ],
      problems: [],
    });
  });

  it.each([';', '\t'])('may separate its cells with %j', (separator) => {
    const text = [['name', 'value'], ['a', '1,5'], ['']].map((row) => row.join(separator)).join('\n');
    expect(read(text, 'csv').secrets).toEqual([single('a', '1,5', 2)]);
  });

  it('needs names of columns, because a column could contain anything', () => {
    expect(read('stripe,not-a-real-key\n', 'csv')).toEqual({
      secrets: [],
      problems: ['The first line must name the columns: name, value and, optionally, description.'],
    });
  });

  it('reports lines with other cells, and quotes that do not match', () => {
    expect(read('name,value\na,1\nb,2,3\nc\nd,"4\ne,5', 'csv')).toEqual({
      secrets: [single('a', '1', 2)],
      problems: [
        'Line 3 does not have the same number of cells as the first line.',
        'Line 4 does not have the same number of cells as the first line.',
        'Line 5: the quotes of this value do not match.',
      ],
    });
  });

  it('with any values is read as it was written', () => {
    const value = fc
      .string({ minLength: 1 })
      .filter((text) => !text.includes('\0') && !/^\s*[=+\-@\t\r\n|]/.test(text));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const text = csvOf([['name', 'value'], ...values.map((one, index) => [`n${String(index)}`, one])]);
        expect(readSecretFile(text, 'csv').secrets.map((one) => one.value)).toEqual(values);
      }),
      { seed },
    );
  });
});

describe('what the vault would refuse', () => {
  const credential = ['sk', 'live', '51NotARealKey'].join('_');

  it('is reported without repeating it', () => {
    const rows = [
      { a: { [credential]: 'x' } },
      { a: 'x\u0000' },
      { a: 'é'.repeat(limits.valueBytes / 2 + 1) },
      { a: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`f${String(n)}`, 'x'])) },
    ];
    expect(rows.map((row) => read(JSON.stringify(row), 'json').problems)).toEqual([
      ['Line 1: a field name is not valid, or looks like a credential.'],
      ['Line 1: the value contains characters that cannot be stored.'],
      ['Line 1: the value is larger than 64 KiB.'],
      ['Line 1: a secret must have 1 to 64 fields.'],
    ]);
    expect(read(`name,value,description\na,1,${credential}\n`, 'csv').problems).toEqual([
      'Line 2: the description is too long, or looks like a credential.',
    ]);
  });

  it('leaves a name out that is probably a value, or that is not valid', () => {
    expect(read(`name,value\n${credential},stripe\n,x\n`, 'csv').secrets.map(({ name }) => name)).toEqual([
      '',
      '',
    ]);
    expect(read(JSON.stringify({ 'a\nb': 'x' }), 'json').secrets.map(({ name }) => name)).toEqual(['a_b']);
  });

  it('includes files that are too large or empty', () => {
    const many = Array.from({ length: 201 }, (_, n) => `A${String(n)}=x`).join('\n');
    expect(read(many, 'env')).toEqual({
      secrets: [],
      problems: ['The file has 201 secrets; one import can have at most 200. Split the file.'],
    });
    expect(read('x'.repeat(limits.importBytes + 1), 'env').problems).toEqual([
      'The file is larger than 1024 KiB.',
    ]);
    expect(read('# nothing\n', 'env').problems).toEqual(['The file contains no secrets.']);
  });
});

it.each([
  ['.env', '{', 'env'],
  ['.env.local', 'A=1', 'env'],
  ['prod.env', 'name,value\n', 'env'],
  ['secrets.JSON', 'A=1', 'json'],
  ['secrets.csv', '', 'csv'],
  ['-', '\uFEFF {"a": "b"}', 'json'],
  ['-', 'Name;Value\n', 'csv'],
  ['-', 'NAME=value,name', 'env'],
  ['secrets.txt', '', 'env'],
] as const)('the format of %s with %j is %s', (fileName, text, format) => {
  expect(formatOf(fileName, text)).toBe(format);
});
