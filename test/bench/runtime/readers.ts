import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { python, pythonPackage } from '../../support/python.ts';

/** Durations of reads. */
export interface Reads {
  /** From the first to the last. */
  readonly seconds: number;
  /** Each, in milliseconds. */
  readonly times: readonly number[];
}

export interface ReaderOptions {
  /** What `agent-secrets run` would set. */
  readonly environment: Readonly<Record<string, string>>;
  /** For files, deleted later. */
  readonly folder: string;
  readonly count: number;
  readonly atOnce: number;
}

export type Reader = (options: ReaderOptions) => Promise<Reads>;

const run = promisify(execFile);

/** Each in a process of its own, as a function runs. */
export const readers: Readonly<Record<string, Reader>> = {
  'Node client': ({ environment, count, atOnce }) => {
    const script = path.join(import.meta.dirname, 'node-reads-process.ts');
    return reads(process.execPath, ['--no-warnings', script, String(count), String(atOnce)], environment);
  },
  'Python client': ({ environment, count, atOnce }) => {
    const script = path.join(import.meta.dirname, 'python_reads_process.py');
    const env = { ...environment, PYTHONPATH: path.join(pythonPackage, 'src') };
    return reads(python, [script, String(count), String(atOnce)], env);
  },
  curl: curlReads,
};

async function reads(command: string, args: readonly string[], env: Record<string, string>): Promise<Reads> {
  const { stdout } = await run(command, args, { env, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as Reads;
}

/** All requests in one process over one connection; the token is in a file, not in an argument. */
async function curlReads({ environment, folder, count, atOnce }: ReaderOptions): Promise<Reads> {
  const {
    AGENT_SECRETS_VAULT_URL: vault,
    AGENT_SECRETS_AGENT: agent,
    AGENT_SECRETS_AGENT_TOKEN: token,
  } = environment;
  const one = `url = "${vault ?? ''}/v1/agents/${agent ?? ''}/secrets/bench/value"\noutput = "/dev/null"\n`;
  const parallel = atOnce === 1 ? '' : `parallel\nparallel-max = ${String(atOnce)}\n`;
  const config = path.join(folder, 'curl.conf');
  const settings = `silent\nfail\n${parallel}header = "Authorization: Bearer ${token ?? ''}"\nwrite-out = "%{time_total}\\n"\n`;
  writeFileSync(config, settings + one.repeat(count), { mode: 0o600 });
  const started = performance.now();
  const { stdout } = await run('curl', ['--config', config], { maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - started) / 1000;
  return {
    seconds,
    times: stdout
      .trim()
      .split('\n')
      .map((time) => Number(time) * 1000),
  };
}
