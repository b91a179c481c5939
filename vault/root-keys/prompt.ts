import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { RootKeyUnavailable } from '../crypto/root-key.ts';

/** Prompts for a passphrase without echoing it. */
export async function promptOnTerminal(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    throw new RootKeyUnavailable(
      'missing',
      'There is no terminal to ask for the passphrase. Use passphrase:file:PATH or passphrase:env:NAME.',
    );
  }
  stderr.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
