import { runCommandLine } from '../../../cli/program.ts';
import type { CliHost } from '../../../cli/host/cli-host.ts';
import { openTestVault, type TestVault, valueUrl } from '../../vault/support/test-vault.ts';
import { capture } from '../support/captured-host.ts';
import { fetchOf } from '../support/vault-fetch.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';

export const dayMs = 86_400_000;
export const vaultUrl = 'http://127.0.0.1:8250';

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly notes: string;
}

/** A vault and a folder of agents' code, with a shell of an account admin in it. */
export interface ReviewShell extends AsyncDisposable {
  readonly test: TestVault;
  readonly folder: TemporaryWorkspace;
  run(args: readonly string[], given?: Partial<CliHost> & { readonly key?: string }): Promise<Outcome>;
  /** Reads a secret as the agent does at run time, and returns the status. */
  read(agentId: string, secret: string): Promise<number>;
}

/** `fixture` holds many files; a line `//- path` starts the next. */
export async function openReviewShell(fixture: string): Promise<ReviewShell> {
  const test = await openTestVault({ tokenDays: { people: 3660, agents: 3660 } });
  const folder = new TemporaryWorkspace(fixture);
  return {
    test,
    folder,
    async run(args, { key = test.adminKey, ...changes } = {}) {
      const { host, output, notes } = capture({
        cwd: folder.root,
        env: { AGENT_SECRETS_VAULT_URL: vaultUrl, AGENT_SECRETS_KEY: key },
        fetch: fetchOf(test),
        now: () => test.vault.now().toISOString(),
        ...changes,
      });
      const code = await runCommandLine(args, host);
      return { code, output: output(), notes: notes.join('\n') };
    },
    async read(agentId, secret) {
      const key = await test.issue('agent', { agentId });
      return (await test.send({ url: valueUrl(agentId, secret), key })).status;
    },
    async [Symbol.asyncDispose]() {
      await test.close();
      folder[Symbol.dispose]();
    },
  };
}

/** What a user at a terminal answers, question by question. */
export function answering(...answers: readonly string[]): Pick<CliHost, 'input'> {
  const left = [...answers];
  return {
    input: {
      isTerminal: true,
      readAll: () => Promise.reject(new Error('no input')),
      ask: () => {
        const answer = left.shift();
        return answer === undefined ? Promise.reject(new Error('asked too much')) : Promise.resolve(answer);
      },
    },
  };
}
