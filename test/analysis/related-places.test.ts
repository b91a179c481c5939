import { describe, expect, it } from 'vitest';
import { bookingAgent, secret } from '../support/analysis-fixture.ts';
import { openProject } from '../support/analysis-project.ts';

/** `rule: message @ path:line text` for each place that the findings of `functions/start.py` lead to. */
function placesOf(code: string, context = bookingAgent()): readonly string[] {
  const { analyzer, project, file } = openProject(code);
  return analyzer.findings(file('functions/start.py'), { ...context, project }).flatMap(({ rule, related }) =>
    related.map(({ uri, range, message }) => {
      const path = uri.replace('file:///w/booking/', '');
      const { text } = file(path);
      const line = text.split('\n')[range.start.line] ?? '';
      const written = line.slice(range.start.character, range.end.character);
      return `${rule}: ${message} @ ${path}:${String(range.start.line + 1)} ${written}`;
    }),
  );
}

const read = (name: string): string => `conv.utils.get_secret(${name})`;

describe('a finding about a value that a function passes on leads to where it arrives', () => {
  const helper = 'def _show(conv, text):\n    conv.log.info(text)\n';

  it('in the same file', () => {
    expect(placesOf(`${helper}\n_show(conv, ${read('"stripe_api_key"')})\n`)).toEqual([
      'secret-in-log: The value arrives here. @ functions/start.py:2 text',
    ]);
  });

  it('in another file', () => {
    const code = `from helpers import _show\n_show(conv, ${read('"stripe_api_key"')})\n//- functions/helpers.py\n\n${helper}`;
    expect(placesOf(code)).toEqual(['secret-in-log: The value arrives here. @ functions/helpers.py:3 text']);
  });

  it('through several functions, at the last one', () => {
    const more = 'def _log(conv, key):\n    _show(conv, key)\n';
    expect(placesOf(`${helper}${more}\n_log(conv, ${read('"stripe_api_key"')})\n`)).toEqual([
      'secret-in-log: The value arrives here. @ functions/start.py:2 text',
    ]);
  });

  it('and nowhere else if it arrives in the code of the finding', () => {
    expect(placesOf(`conv.log.info(${read('"stripe_api_key"')})\n`)).toEqual([]);
  });
});

describe('a finding about a name that is written elsewhere leads there', () => {
  it('when no such secret exists', () => {
    expect(placesOf(`NAME = "strpe"\n${read('NAME')}`)).toEqual([
      'secret-not-found: "strpe" is written here. @ functions/start.py:1 "strpe"',
    ]);
  });

  it('to each of several', () => {
    expect(placesOf(`if x:\n    n = "one"\nelse:\n    n = "two"\n${read('n')}`)).toEqual([
      'secret-not-found: "one" is written here. @ functions/start.py:2 "one"',
      'secret-not-found: "two" is written here. @ functions/start.py:4 "two"',
    ]);
  });

  it('in another file', () => {
    const code = `from names import NAME\n${read('NAME')}\n//- functions/names.py\nNAME = "payroll_api"\n`;
    expect(placesOf(code)).toEqual([
      'secret-access-missing: "payroll_api" is written here. @ functions/names.py:1 "payroll_api"',
    ]);
  });

  it('at the call that gives it', () => {
    const code = `def _fetch(conv, name):\n    return ${read('name')}\n\n_fetch(conv, "payroll_api")\n`;
    expect(placesOf(code)).toEqual([
      'secret-access-missing: "payroll_api" is written here. @ functions/start.py:4 "payroll_api"',
    ]);
  });

  it('only to the faulty name, when another name is valid', () => {
    const code = `NAMES = {"x": "payroll_api", "y": "stripe_api_key"}\n${read('NAMES[brand]')}`;
    expect(placesOf(code)).toEqual([
      'secret-access-partial: "payroll_api" is written here. @ functions/start.py:1 "payroll_api"',
    ]);
  });

  it('when the secret is deprecated', () => {
    const deprecated = { replacement: 'stripe_api_key' };
    const secrets = [secret('old', { deprecated }), secret('stripe_api_key')];
    expect(placesOf(`NAME = "old"\n${read('NAME')}`, bookingAgent({ secrets }))).toEqual([
      'secret-deprecated: "old" is written here. @ functions/start.py:1 "old"',
    ]);
  });

  it.each([
    ['the name is at the call', read('"strpe"')],
    ['one of two names is there', read('"strpe" if x else "other"')],
    ['the name is put together there', read('"str" + "pe"')],
    ['nothing is wrong', `NAME = "stripe_api_key"\n${read('NAME')}`],
  ])('and nowhere when %s', (_, code) => {
    expect(placesOf(code)).toEqual([]);
  });
});
