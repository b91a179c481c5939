import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const server = path.resolve(import.meta.dirname, '../../dist/server.js');
const project = '//- project.yaml\nproject_id: booking\nproject_name: Booking\n';
/** Each exceeds the budget; far more work than an answer about another file takes. */
const reads = { typescript: 300, python: 100 } as const;

/** Functions that call each other with ever longer names, and constants that are built from each other. */
const busy = {
  'functions/busy.ts': [
    'typescript',
    `const C0 = "a";\n${each(200, (at) => `const C${at + 1} = C${at} + "b";\n`)}${each(8, (at) => `function f${at}(n) {\n${each(8, (to) => `  if (n.a${to}) return f${to}(n + "${at}");\n`)}  return n;\n}\n`)}export function busy(conv) {\n${each(reads.typescript, (at) => `  conv.utils.getSecret(f${at % 8}("a${at}"));\n`)}  conv.utils.getSecret(C200);\n}\n`,
  ],
  'functions/busy.py': [
    'python',
    `C0 = "a"\n${each(200, (at) => `C${at + 1} = C${at} + "b"\n`)}${each(8, (at) => `def f${at}(n):\n${each(8, (to) => `    if n.a${to}:\n        return f${to}(n + "${at}")\n`)}    return n\n`)}def busy(conv):\n${each(reads.python, (at) => `    conv.utils.get_secret(f${at % 8}("a${at}"))\n`)}    conv.utils.get_secret(C200)\n`,
  ],
} as const;

const small = 'def start(conv):\n    return conv.utils.get_secret("stripe_api_key")\n';

describe('while a file exceeds its budget of steps', () => {
  it.each(['functions/busy.ts', 'functions/busy.py'] as const)(
    'other files are answered, and the log names its places (%s)',
    async (name) => {
      using workspace = new TemporaryWorkspace(project);
      await using editor = await Editor.start({
        workspace,
        server,
        diagnostics: 'pull',
        catalog: () => answerOf('booking', 'stripe_api_key'),
      });
      await editor.open('functions/small.py', small);
      expect(await editor.diagnose('functions/small.py')).toEqual([]);
      const [languageId, text] = busy[name];
      await editor.open(name, text, languageId);
      const answered: string[] = [];
      const noting = async <T>(what: string, answer: Promise<T>): Promise<T> => {
        const found = await answer;
        answered.push(what);
        return found;
      };
      const place = { line: 1, character: 35 };
      // All are sent before the first is answered, so that the server determines the order of the answers.
      const [diagnosed, hover, names] = await Promise.all([
        noting('busy', editor.diagnose(name)),
        noting('hover', editor.hover('functions/small.py', place)),
        noting('completion', editor.complete('functions/small.py', place)),
      ]);
      expect(JSON.stringify(hover)).toContain('stripe_api_key');
      expect(names.map(({ label }) => label)).toContain('stripe_api_key');
      expect(diagnosed).toEqual([]);
      expect(answered.at(-1)).toBe('busy');
      const line = text.slice(0, text.lastIndexOf('C200')).split('\n').length;
      expect(
        editor.logged.filter((said) => said.includes(`busy.${name.slice(-2)}:${line} takes too many steps`)),
      ).toHaveLength(1);
    },
  );
});

function each(count: number, code: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => code(at)).join('');
}
