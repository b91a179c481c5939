import { describe, expect, it } from 'vitest';
import { formats, reporters } from '../../../cli/reporters/index.ts';
import { change, credential, noChange, options, wholeCheck } from './support/example-change.ts';

const extensions: Readonly<Record<(typeof formats)[number], string>> = {
  text: 'txt',
  json: 'json',
  sarif: 'sarif',
  github: 'github.txt',
  gitlab: 'gitlab.json',
  junit: 'xml',
  markdown: 'md',
};

describe('each format', () => {
  it.each(formats)('%s shows a whole change as in its golden file', async (format) => {
    const text = reporters[format].changes(change, options);
    await expect(text).toMatchFileSnapshot(`golden/change.${extensions[format]}`);
  });

  it.each(formats)('%s shows a whole check as in its golden file', async (format) => {
    const text = reporters[format].findings(wholeCheck, options);
    await expect(text).toMatchFileSnapshot(`golden/check.${extensions[format]}`);
  });

  it.each(formats)('%s shows a change that does nothing as in its golden file', async (format) => {
    const text = reporters[format].changes(noChange, options);
    await expect(text).toMatchFileSnapshot(`golden/nothing.${extensions[format]}`);
  });

  it.each(formats)('%s never shows a value that is written in the code', (format) => {
    const texts = [
      reporters[format].changes(change, options),
      reporters[format].findings(wholeCheck, options),
    ];
    for (const text of texts) {
      expect(text).not.toContain(credential);
      expect(text).not.toContain('hunter2');
    }
  });

  it.each(formats)('%s hides a credential in a reason and in place of a name', (format) => {
    const [first] = change.suppressions;
    const [needed] = change.needs;
    if (first === undefined || needed === undefined) throw new Error('the example has both');
    const leaky = {
      ...change,
      needs: [{ ...needed, secret: credential }],
      dynamic: [{ agent: 'a', patterns: [`${credential}*`], path: 'a.py', line: 1, column: 1 }],
      gone: [{ agent: 'a', secret: credential, path: 'a.py', line: 1, mayRevoke: true }],
      catalog: [{ agent: 'a', secret: credential, change: 'created' as const }],
      suppressions: [{ ...first, reason: `it is only ${credential}` }],
    };
    expect(reporters[format].changes(leaky, options)).not.toContain(credential);
  });

  it.each(formats.filter((format) => format !== 'text'))('%s contains no source text', (format) => {
    expect(reporters[format].changes(change, options)).not.toMatch(/requests|headers=|支払い/);
  });

  it.each(formats)('%s ends with a line break, or is empty', (format) => {
    for (const text of [
      reporters[format].changes(noChange, options),
      reporters[format].changes(change, options),
    ])
      expect(text).toMatch(/^$|\n$/);
  });
});
