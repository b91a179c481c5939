import { beforeAll, describe, expect, it } from 'vitest';
import { lspMessages } from '../../contracts/lsp-messages.ts';
import { pause } from '../../server/timing.ts';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const project = '//- project.yaml\nproject_id: booking\nproject_name: Booking\n';
const line = (name: string): string => `    conv.utils.get_secret("${name}")`;

describe('typing', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it.each([1, 2, 3, 4])('a text edited at random has the findings of a fresh one (seed %d)', async (seed) => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: () => answerOf('booking', 'stripe_api_key', '!crm_key'),
    });
    const random = generator(seed);
    let text = startText(seed % 2 === 0 ? '\n' : '\r\n');
    await editor.open('edited.py', text);
    await editor.diagnose('edited.py');
    for (let round = 0; round < 60; round++) {
      let beforeLast = text;
      const changes = Array.from({ length: 1 + pick(random, 3) }, () => {
        const change = randomChange(text, random);
        beforeLast = text;
        text = change.after;
        return { range: change.range, text: change.text };
      });
      await editor.edit('edited.py', ...changes);
      if (round % 3 > 0) continue;
      // A string is closed for the parser where the last edit left it open, so both get the same last edit.
      await editor.open('fresh.py', beforeLast);
      await editor.diagnose('fresh.py');
      await editor.edit('fresh.py', ...changes.slice(-1));
      expect(await editor.diagnose('edited.py')).toEqual(await editor.diagnose('fresh.py'));
      await editor.close('fresh.py');
    }
  });

  it('changes nothing for the word being typed until the cursor leaves it', async () => {
    using workspace = new TemporaryWorkspace(project);
    const text = 'def f(conv):\n    k = conv.utils.get_secret()\n\ndef g(conv):\n' + line('stripe_api_key');
    workspace.write('a.py', text);
    await using editor = await Editor.start({
      workspace,
      server,
      initializationOptions: { tellsCursor: true, clientCommands: true },
      catalog: () => answerOf('booking', 'stripe_api_key', 'guest_crm'),
    });
    const state = async () => ({
      findings: (await editor.diagnose('a.py')).map(({ message }) => message),
      lenses: await editor.of('textDocument/codeLens', 'a.py'),
      uses: await editor.allUses('booking'),
    });
    await editor.open('a.py', text);
    const before = await state();
    expect(before.uses).toEqual({ stripe_api_key: ['a.py:5'] });
    const type = (typed: string, character: number) => {
      const at = { line: 1, character };
      return editor.edit('a.py', { range: { start: at, end: at }, text: typed });
    };
    await type('""', 30);
    expect(await state()).toEqual(before);
    for (const [index, letter] of ['g', 'u', 'e'].entries()) {
      await type(letter, 31 + index);
      expect(await state()).toEqual(before);
    }
    // In editors that do not tell where the cursor is, the name would now count as complete.
    await pause(900);
    expect(await state()).toEqual(before);
    const position = { line: 2, character: 0 };
    await editor.connection.sendNotification(lspMessages.cursorMoved, {
      uri: workspace.uri('a.py'),
      position,
    });
    await expect.poll(state).toMatchObject({
      findings: [expect.stringContaining('No secret named "gue" exists')],
      lenses: [{ command: { title: '1 secret: gue' } }, {}],
      uses: { gue: ['a.py:2'], stripe_api_key: ['a.py:5'] },
    });
  });

  it('accepts a whole new text in between', async () => {
    using workspace = new TemporaryWorkspace(project);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      catalog: () => answerOf('booking', 'stripe_api_key'),
    });
    await editor.open('a.py', 'def f(conv):\n    pass\n');
    expect(await editor.diagnose('a.py')).toEqual([]);
    const end = { line: 2, character: 0 };
    await editor.edit(
      'a.py',
      { text: 'def f(conv):\n    pass\n' },
      { range: { start: end, end }, text: `${line('no_such_name')}\n` },
    );
    expect(await editor.diagnose('a.py')).toMatchObject([{ range: { start: { line: 2 } } }]);
  });
});

function startText(lineBreak: string): string {
  const names = ['stripe_api_key', 'crm_key', 'no_such_name', 'ünknown_näme_🔑'];
  const lines = Array.from({ length: 40 }, (_, i) => line(names[i % names.length] ?? ''));
  return ['def f(conv):', ...lines, ''].join(lineBreak);
}

const snippets = [
  'x',
  '"',
  '\n',
  '\r\n',
  '',
  '',
  '(',
  ')',
  '🔑',
  '#',
  '"""',
  line('crm_key'),
  line('nope'),
  '\n\n',
  '    ',
];

interface RandomChange {
  readonly range: { start: Position; end: Position };
  readonly text: string;
  readonly after: string;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

function randomChange(text: string, random: () => number): RandomChange {
  const start = safeOffset(text, pick(random, text.length + 1));
  const end = safeOffset(text, Math.min(text.length, start + (random() < 0.5 ? 0 : pick(random, 40))));
  const inserted = snippets[pick(random, snippets.length)] ?? '';
  return {
    range: { start: positionAt(text, start), end: positionAt(text, end) },
    text: inserted,
    after: text.slice(0, start) + inserted + text.slice(end),
  };
}

/** Not between the halves of a line break: no position of the protocol refers to that place. */
function safeOffset(text: string, offset: number): number {
  return text[offset - 1] === '\r' && text[offset] === '\n' ? offset + 1 : offset;
}

function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function pick(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

/** A small generator with a seed (mulberry32): the same edits on every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
