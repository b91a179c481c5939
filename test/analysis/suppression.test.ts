import { describe, expect, it } from 'vitest';
import type { FileContext } from '../../analysis/index.ts';
import { bookingAgent, open } from '../support/analysis-fixture.ts';
import { edited } from '../support/analysis-markers.ts';
import { findingsIn, rulesIn, withEnvironment } from '../support/analysis-rules.ts';

const bad = 'conv.utils.get_secret("no_such")';
const found = 'secret-not-found @ no_such';

describe('a comment suppresses a finding', () => {
  it.each([
    ['at the end of the line', `${bad}  # agent-secrets: ignore[secret-not-found] made at deployment`],
    ['on the line above', `# agent-secrets: ignore[secret-not-found] made later\n${bad}`],
    ['above, with its indentation', `if x:\n    # agent-secrets: ignore[secret-not-found] y\n    ${bad}`],
    ['without a reason', `${bad}  # agent-secrets: ignore[secret-not-found]`],
    ['with several rules', `${bad} # agent-secrets: ignore[secret-access-missing, secret-not-found] x`],
    ['for all rules', `${bad}  # agent-secrets: ignore because of the demo`],
    ['after another comment', `${bad}  # noqa: E501  # agent-secrets: ignore[secret-not-found] x`],
    ['without spaces', `${bad}#agent-secrets:ignore[secret-not-found]`],
    ['above further comments', `# agent-secrets: ignore[secret-not-found] x\n# Of the shop.\n${bad}`],
    ['at the top, for the file', `# agent-secrets: ignore-file[secret-not-found] demo\n\nx = 1\n${bad}`],
    ['for the file, below a docstring', `"""Demo."""\n\n# agent-secrets: ignore-file demo\n${bad}`],
    ['with Windows line ends', `# agent-secrets: ignore[secret-not-found] x\r\n${bad}\r\n`],
    ['at the end of a longer call', `conv.utils.get_secret(\n    "no_such"  # agent-secrets: ignore x\n)`],
  ])('%s', (_, code) => {
    expect(rulesIn(code).filter((one) => one === found)).toEqual([]);
  });

  it('in TypeScript, in each kind of comment', () => {
    const context = withEnvironment();
    const read = 'const x = process.env.CRM_TOKEN';
    expect(rulesIn(`${read} // agent-secrets: ignore[env-secret-missing] x`, context, 'typescript')).toEqual(
      [],
    );
    expect(rulesIn(`${read} /* agent-secrets: ignore[env-secret-missing] */`, context, 'typescript')).toEqual(
      [],
    );
    expect(rulesIn(`/**\n * agent-secrets: ignore-file x\n */\n${read}`, context, 'typescript')).toEqual([]);
    expect(rulesIn(`// agent-secrets: ignore-file x\n${read}`, context, 'javascript')).toEqual([]);
  });

  it('around a text over several lines, above its first or after its last line', () => {
    const text = 'conv.utils.get_secret("""no\nsuch""")';
    expect(findingsIn(text)).not.toEqual([]);
    expect(findingsIn(`# agent-secrets: ignore x\n${text}`)).toEqual([]);
    expect(findingsIn(`${text}  # agent-secrets: ignore x`)).toEqual([]);
  });
});

describe('nothing is suppressed', () => {
  it.each([
    ['by another rule', `${bad}  # agent-secrets: ignore[secret-access-missing] x`],
    ['by a comment two lines above', `# agent-secrets: ignore[secret-not-found] x\n\n${bad}`],
    ['by a comment on the next line', `${bad}\n# agent-secrets: ignore[secret-not-found] x`],
    ['by the line before', `x = 1  # agent-secrets: ignore[secret-not-found] x\n${bad}`],
    ['by a text in quotes', `x = "# agent-secrets: ignore[secret-not-found]"; ${bad}`],
    ['by a text over several lines', `"""\n# agent-secrets: ignore[secret-not-found]\n"""; ${bad}`],
    ['by a sentence about it', `${bad}  # write agent-secrets: ignore[secret-not-found] here`],
    ['by another word', `${bad}  # agent-secrets: ignored`],
    ['by something longer', `${bad}  # agent-secrets: ignore-files`],
    ['by an empty list', `${bad}  # agent-secrets: ignore[] x`],
    ['by a comment for the file below code', `x = 1\n# agent-secrets: ignore-file x\n${bad}`],
    [
      'by a comment for the file inside a function',
      `def f():\n    # agent-secrets: ignore-file x\n    ${bad}`,
    ],
  ])('%s', (_, code) => {
    expect(rulesIn(code)).toContain(found);
  });
});

const unused = (code: string, context?: FileContext): readonly string[] =>
  findingsIn(code, context)
    .filter(({ rule }) => rule === 'suppression-unused')
    .map(({ message }) => message);
const good = 'conv.utils.get_secret("stripe_api_key")';

describe('a comment that suppresses nothing', () => {
  it('is reported at its position', () => {
    expect(rulesIn(`${good}  # agent-secrets: ignore[secret-not-found] x`)).toEqual([
      'suppression-unused @ secret-not-found',
    ]);
    expect(unused(`${good}  # agent-secrets: ignore[secret-not-found] x`)).toEqual([
      'No secret-not-found finding to suppress here. Remove it from the comment.',
    ]);
  });

  it.each([
    ['a rule that no longer applies', '# agent-secrets: ignore[secret-access-missing] x'],
    ['a rule about code alone', '# agent-secrets: ignore[secret-name-invalid] x'],
  ])('%s', (_, comment) => {
    expect(unused(`${good}  ${comment}`)).toHaveLength(1);
  });

  it('for the whole file', () => {
    expect(unused(`# agent-secrets: ignore-file[secret-not-found] x\n${good}`)).toHaveLength(1);
  });

  it('with a rule that does not exist, and the one that was probably meant', () => {
    expect(unused(`${good}  # agent-secrets: ignore[secret-not-fond] x`)).toEqual([
      'Unknown rule "secret-not-fond". This comment suppresses nothing. Did you mean "secret-not-found"?',
    ]);
  });

  it('only the part that is not needed', () => {
    expect(unused(`${bad}  # agent-secrets: ignore[secret-not-found, secret-deprecated] x`)).toEqual([
      'No secret-deprecated finding to suppress here. Remove it from the comment.',
    ]);
  });

  it('because it counts only at the top', () => {
    expect(unused(`x = 1\n# agent-secrets: ignore-file x\n${good}`)).toEqual([
      'This comment only works at the top of the file. Move it there, or write "ignore" for one line.',
    ]);
  });

  it('because it names no rule', () => {
    expect(unused(`${good}  # agent-secrets: ignore[] x`)).toEqual([
      'The brackets are empty. Name a rule, or remove the brackets.',
    ]);
  });
});

describe('a comment that may be needed is not reported', () => {
  const comment = '# agent-secrets: ignore[secret-not-found] x';
  const known = bookingAgent();
  it.each<[string, string, FileContext]>([
    ['when it is used', `${bad}  ${comment}`, known],
    ['when the catalog is not complete', `${good}  ${comment}`, bookingAgent({ complete: false })],
    ['when the catalog is not known', `${good}  ${comment}`, known.agent ? { agent: known.agent } : {}],
    ['outside of an agent', `${good}  ${comment}`, {}],
    ['when the name is chosen at run time', `conv.utils.get_secret(name)  ${comment}`, known],
    [
      'for the file, when one name is chosen at run time',
      `# agent-secrets: ignore-file[secret-not-found]\n${good}\nconv.utils.get_secret(name)`,
      known,
    ],
    ['when its rule is off', `${good}  ${comment}`, { ...known, rules: { 'secret-not-found': 'off' } }],
    ['when unused ones are off', `${good}  ${comment}`, { ...known, rules: { 'suppression-unused': 'off' } }],
    ['when variables are not known', `${good}  # agent-secrets: ignore[env-secret-missing] x`, known],
    ['for all rules, when variables are not known', `${good}  # agent-secrets: ignore x`, known],
    [
      'for hard-coded values, which are looked for elsewhere',
      `x = 1  # agent-secrets: ignore[secret-hardcoded] x`,
      known,
    ],
    [
      'when the user wants to keep it',
      `${good}  # agent-secrets: ignore[secret-not-found, suppression-unused] x`,
      known,
    ],
    ['in an ignored file', `${good}  ${comment}`, { ...known, ignored: true }],
    ['while the project is still being read', `${good}  ${comment}`, { ...known, project: reading() }],
  ])('%s', (_, code, context) => {
    expect(unused(code, context)).toEqual([]);
  });

  function reading(): NonNullable<FileContext['project']> {
    return {
      version: 1,
      complete: false,
      module: () => undefined,
      imported: () => undefined,
      mentioning: () => [],
    };
  }
});

/** The text after the first fix with that title. */
function after(
  code: string,
  title: string,
  languageId = 'python',
  context: FileContext = bookingAgent(),
): string {
  const { analyzer, file } = open(code, languageId);
  if (analyzer.findings(file, context).length === 0) throw new Error('Nothing is reported there.');
  const whole = file.rangeOf({ start: 0, end: code.length });
  const fix = analyzer.codeActions(file, whole, context).find((one) => one.title === title);
  return fix?.edit === undefined ? 'not offered' : edited(file, fix.edit);
}

describe('"Ignore this finding"', () => {
  const here = 'Ignore this finding';
  it.each([
    [
      'writes at the end of the line',
      `${bad}\nx = 1`,
      `${bad}  # agent-secrets: ignore[secret-not-found]\nx = 1`,
    ],
    [
      'takes the place of trailing space',
      `${bad}  \n`,
      `${bad}  # agent-secrets: ignore[secret-not-found]\n`,
    ],
    [
      'keeps Windows line ends',
      `${bad}\r\nx = 1`,
      `${bad}  # agent-secrets: ignore[secret-not-found]\r\nx = 1`,
    ],
    [
      'comes after another comment',
      `${bad}  # of the shop`,
      `${bad}  # of the shop  # agent-secrets: ignore[secret-not-found]`,
    ],
    [
      'adds to a list that is there',
      `${bad}  # agent-secrets: ignore[secret-deprecated] x`,
      `${bad}  # agent-secrets: ignore[secret-deprecated, secret-not-found] x`,
    ],
    [
      'is above a continued line',
      `if x:\n    ${bad} + \\\n        z`,
      `if x:\n    # agent-secrets: ignore[secret-not-found]\n    ${bad} + \\\n        z`,
    ],
    [
      'is after a multi-line string',
      'conv.utils.get_secret("""no\nsuch""")',
      'conv.utils.get_secret("""no\nsuch""")  # agent-secrets: ignore[secret-name-invalid]',
    ],
    [
      'is above the start of another multi-line string',
      `f(${bad}, """\n""")`,
      `# agent-secrets: ignore[secret-not-found]\nf(${bad}, """\n""")`,
    ],
  ])('%s', (_, code, expected) => {
    expect(after(code, here)).toBe(expected);
  });

  it('really suppresses the finding that it was offered for', () => {
    for (const code of [bad, `if x:\n\t${bad} + \\\n\t\tz`, 'conv.utils.get_secret("""no\nsuch""")']) {
      expect(findingsIn(after(code, here))).toEqual([]);
    }
  });

  it('writes a comment of the language', () => {
    const context = withEnvironment();
    expect(after('f(process.env.CRM_TOKEN);\n', here, 'typescript', context)).toBe(
      'f(process.env.CRM_TOKEN); // agent-secrets: ignore[env-secret-missing]\n',
    );
  });

  it('is placed above a child of markup', () => {
    const context = withEnvironment();
    const markup = (comment: string): string => `const a = <b>\n${comment}  {process.env.CRM_TOKEN}\n</b>;`;
    const silenced = markup('  {/* agent-secrets: ignore[env-secret-missing] */}\n');
    expect(after(markup(''), here, 'typescriptreact', context)).toBe(silenced);
    expect(findingsIn(silenced, context, 'typescriptreact')).toEqual([]);
  });

  it('is not offered where no comment is possible', () => {
    const context = withEnvironment();
    const markup = 'const a = <b>\n  <c k="\n"\n  d={process.env.CRM_TOKEN} e="\n" /></b>;';
    expect(after(markup, here, 'typescriptreact', context)).toBe('not offered');
    expect(after('{"secret_name": "no_such"}', here, 'json')).toBe('not offered');
    expect(after('{"secret_name": "no_such"}', 'Ignore secret-not-found in this file', 'json')).toBe(
      'not offered',
    );
  });
});

describe('"Ignore in this file"', () => {
  const title = 'Ignore secret-not-found in this file';
  const comment = '# agent-secrets: ignore-file[secret-not-found]';
  it.each([
    ['is at the top', `x = 1\n${bad}`, `${comment}\nx = 1\n${bad}`],
    ['keeps Windows line ends', `x = 1\r\n${bad}`, `${comment}\r\nx = 1\r\n${bad}`],
    [
      'is below the shebang and the encoding',
      `#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n${bad}`,
      `#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n${comment}\n${bad}`,
    ],
    ['is after the byte order mark', `\uFEFF${bad}`, `\uFEFF${comment}\n${bad}`],
    [
      'adds to a list that is there',
      `# agent-secrets: ignore-file[secret-deprecated] x\n${bad}`,
      `# agent-secrets: ignore-file[secret-deprecated, secret-not-found] x\n${bad}`,
    ],
  ])('%s', (_, code, expected) => {
    expect(after(code, title)).toBe(expected);
    expect(rulesIn(expected)).not.toContain(found);
  });
});

describe('"Remove unused suppression"', () => {
  const title = 'Remove unused suppression';
  it.each([
    [
      'takes the comment and the space before it',
      `${good}  # agent-secrets: ignore[secret-not-found] x\ny`,
      `${good}\ny`,
    ],
    ['takes the whole line', `# agent-secrets: ignore[secret-not-found] x\r\n${good}`, good],
    ['leaves other remarks', `${good}  # noqa  # agent-secrets: ignore[secret-not-found]`, `${good}  # noqa`],
    [
      'leaves what is needed',
      `${bad}  # agent-secrets: ignore[secret-deprecated, secret-not-found] x`,
      `${bad}  # agent-secrets: ignore[secret-not-found] x`,
    ],
    ['takes a wrong id', `${good} # agent-secrets: ignore[nonsense]`, good],
  ])('%s', (_, code, expected) => {
    expect(after(code, title)).toBe(expected);
  });

  it('removes the brackets of a comment in markup, and none that belong to code', () => {
    const context = withEnvironment();
    const comment = '{/* agent-secrets: ignore[env-secret-missing] */}';
    const markup = `const a = <b>\n  ${comment}\n  {x}\n</b>;`;
    expect(after(markup, title, 'typescriptreact', context)).toBe('const a = <b>\n  {x}\n</b>;');
    expect(after(`function f() ${comment}`, title, 'typescriptreact', context)).toBe('function f() {}');
  });

  it('leaves code after a comment in TypeScript', () => {
    const code = 'f(/* agent-secrets: ignore[secret-name-invalid] */ process.env.HOME);';
    expect(after(code, title, 'typescript', withEnvironment())).toBe('f( process.env.HOME);');
  });
});
