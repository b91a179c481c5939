import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

/** As installed: the grammar of JavaScript is in a separate bundle. */
const server = path.resolve(import.meta.dirname, '../../dist/server.js');
const project = '//- project.yaml\nproject_id: booking\nproject_name: Booking\n';
const start = 'export function f(conv) {\n  return conv.utils.getSecret("stripe_api_ke");\n}\n';

describe('a function in JavaScript', () => {
  it('has findings, and different ones after edits', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    await editor.open('a.js', start, 'javascript');
    expect(await editor.diagnose('a.js')).toMatchObject([{ code: 'secret-not-found' }]);
    const behind = { line: 1, character: 44 };
    await editor.edit('a.js', { range: { start: behind, end: behind }, text: 'y' });
    expect(await editor.diagnose('a.js')).toEqual([]);
    const top = { line: 0, character: 0 };
    await editor.edit('a.js', { range: { start: top, end: top }, text: '// one line more\n' });
    await editor.edit('a.js', {
      range: { start: { line: 2, character: 44 }, end: { line: 2, character: 45 } },
      text: '',
    });
    const [finding] = await editor.diagnose('a.js');
    expect(finding?.range.start.line).toBe(2);
  });

  it('has findings about names of another file, and about the use of its values', async () => {
    const code =
      'import { STRIPE } from "./names.js";\nexport async function f(conv) {\n' +
      '  console.log(await conv.utils.getSecret(STRIPE));\n}\n';
    const names = 'export const STRIPE = "stripe_api_ke";\n';
    using workspace = new TemporaryWorkspace(`${project}//- names.js\n${names}//- a.js\n${code}`);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    await editor.open('a.js', code, 'javascript');
    // The other file is read from the disk when this one needs it.
    await expect
      .poll(async () => (await editor.diagnose('a.js')).map(({ code: rule }) => rule), { timeout: 5000 })
      .toEqual(['secret-in-log', 'secret-not-found']);
    await editor.open('names.js', names.replace('ke"', 'key"'), 'javascript');
    await expect
      .poll(async () => (await editor.diagnose('a.js')).map(({ code: rule }) => rule), { timeout: 5000 })
      .toEqual(['secret-in-log']);
  });
});
