import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledVaultScript } from '../../../support/bundles.ts';

/** A vault in its own process. */
export interface OneVault {
  readonly dataDir: string;
  readonly url: string;
  /** Why it is sealed or did not start; empty while it is open. */
  readonly trouble: string;
  /** Undefined when it keeps none. */
  adminKey(): string | undefined;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const script = join(import.meta.dirname, 'several-process.mjs');

/** Starts in its own folder, which is deleted with it. Without a database it is an SQLite vault. */
export async function startOne(database = '-', rootKey = '-'): Promise<OneVault> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vault-several-'));
  const program = await bundledVaultScript(script);
  const child = spawn(process.execPath, ['--no-warnings', program, dataDir, database, rootKey], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const first = once(createInterface(child.stdout), 'line');
  const [line] = (await Promise.race([first, exited.then(() => ['it ended without a word'])])) as [string];
  const [url = '', ...trouble] = line.startsWith('http') ? line.split(' ') : ['', line];
  const adminKeyPath = join(dataDir, 'admin.key');
  return {
    dataDir,
    url,
    trouble: trouble.join(' '),
    adminKey: () => (existsSync(adminKeyPath) ? readFileSync(adminKeyPath, 'utf8').trim() : undefined),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Several on one database, all with the root key of the first. */
export async function startSeveral(database: string, count: number): Promise<readonly OneVault[]> {
  const first = await startOne(database);
  const rootKey = `file:${join(first.dataDir, 'root.key')}`;
  const others = await Promise.all(Array.from({ length: count - 1 }, () => startOne(database, rootKey)));
  return [first, ...others];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** Sends a request to a vault; no answer counts as an error. */
export async function ask(
  url: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
  ifMatch = '*',
): Promise<Answer> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: text === '' ? undefined : JSON.parse(text) };
}
