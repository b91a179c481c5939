import { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { formats, formatsOption, parseFormats, reporters } from '../../../cli/reporters/index.ts';

describe('--format', () => {
  it('is text on standard output by default', () => {
    expect(parseFormats(undefined)).toEqual([{ format: 'text' }]);
    expect(parseFormats([])).toEqual([{ format: 'text' }]);
  });

  it.each(formats)('accepts %s, for standard output or a file', (format) => {
    expect(parseFormats([format])).toEqual([{ format }]);
    expect(parseFormats([`${format}=out/report.x`])).toEqual([{ format, file: 'out/report.x' }]);
  });

  it('takes several, with at most one for standard output', () => {
    expect(parseFormats(['github', 'sarif=a.sarif', 'json=b=c.json'])).toEqual([
      { format: 'github' },
      { format: 'sarif', file: 'a.sarif' },
      { format: 'json', file: 'b=c.json' },
    ]);
  });

  it.each([
    [
      ['html'],
      '"html" is not a format. Allowed choices are json, text, sarif, github, gitlab, junit, markdown.',
    ],
    [['xml=a.xml'], '"xml" is not a format.'],
    [[''], '"" is not a format.'],
    [['toString'], '"toString" is not a format.'],
    [['a\u001Bb'], String.raw`"a\u{1b}b" is not a format.`],
    [['json='], 'Add the name of a file after "json=".'],
    [
      ['json', 'text'],
      'Only one report can go to standard output. Write the others to files, such as text=FILE.',
    ],
    [['json=a', 'sarif=./a'], 'Two reports would be written to ./a. Give each report its own file.'],
    [['json=out/../a', 'sarif=a'], 'Two reports would be written to a.'],
  ])('refuses %j, and says what to do', (values, sentence) => {
    expect(() => parseFormats(values)).toThrow(sentence);
  });

  const parse = (...args: readonly string[]): unknown => {
    const command = new Command('check').exitOverride().configureOutput({ writeErr: () => undefined });
    command.argument('[paths...]').addOption(formatsOption());
    return command.parse([...args], { from: 'user' }).opts()['format'];
  };

  it('can be repeated on the command line, between paths', () => {
    expect(parse('--format', 'github', 'a', '--format=json=b.json', 'c')).toEqual(['github', 'json=b.json']);
    expect(parse('a')).toBeUndefined();
  });

  it('is refused on the command line like any invalid argument', () => {
    expect(() => parse('--format', 'json', '--format', 'text')).toThrow(CommanderError);
    expect(() => parse('--format', 'json', '--format', 'text')).toThrow(/Only one report/);
  });

  it('knows every format', () => {
    expect(formats).toEqual(Object.keys(reporters));
  });

  it('offers its formats to the completion of shells', () => {
    expect(formatsOption().argChoices).toEqual(formats);
  });
});
