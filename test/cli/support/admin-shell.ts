import { runCommandLine } from '../../../cli/program.ts';
import type { CliHost } from '../../../cli/host/cli-host.ts';
import type { TestVault } from '../../vault/support/test-vault.ts';
import { capture } from './captured-host.ts';
import { fetchOf } from './vault-fetch.ts';

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly notes: string;
}

/** The input of a command besides its arguments. */
export interface Given {
  /** What is piped in. */
  readonly piped?: string | Uint8Array;
  /** The answers of the user at a terminal, question by question. */
  readonly typed?: readonly string[];
  readonly key?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A shell next to a vault in this process: runs one command line with the key of an admin. */
export function shellOf(test: TestVault) {
  const everything: string[] = [];
  const questions: string[] = [];
  return {
    /** All that any command printed so far. */
    said: () => everything.join('\n'),
    questions,
    async run(args: readonly string[], given: Given = {}): Promise<Outcome> {
      const { host, output, notes } = capture(hostOf(test, given, questions));
      const code = await runCommandLine(args, host);
      everything.push(output(), ...notes);
      return { code, output: output(), notes: notes.join('\n') };
    },
  };
}

function hostOf(test: TestVault, given: Given, questions: string[]): Partial<CliHost> {
  const { piped = '', typed, key = test.adminKey, env } = given;
  const answers = [...(typed ?? [])];
  return {
    env: { AGENT_SECRETS_VAULT_URL: 'http://127.0.0.1:8250', AGENT_SECRETS_KEY: key, ...env },
    fetch: fetchOf(test),
    now: () => test.vault.now().toISOString(),
    input: {
      isTerminal: typed !== undefined,
      readAll: () => Promise.resolve(Buffer.from(piped)),
      ask: (question, { hidden }) => {
        questions.push(`${hidden ? 'hidden ' : ''}${question}`);
        const answer = answers.shift();
        return answer === undefined ? Promise.reject(new Error('asked too much')) : Promise.resolve(answer);
      },
    },
  };
}
