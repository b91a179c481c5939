import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { python, pythonPackage } from '../../support/python.ts';

/** The clients that share one contract. */
export const clientKinds = ['Node', 'Python', 'Python with asyncio'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** Settings outside the environment; both clients have these. */
export interface ClientSettings {
  readonly vaultUrl?: string;
  readonly agentId?: string;
  readonly token?: string;
  readonly timeoutMs?: number;
  readonly retries?: number;
}

export interface ReadError {
  /** The name of the class. */
  readonly type: string;
  readonly code?: string;
  readonly requestId?: string;
  readonly assistantId?: string;
  readonly secretName?: string;
  readonly message: string;
  /** Everything that debuggers and error reporters could send: traces, properties, local variables. */
  readonly shown: string;
}

export interface Outcome {
  readonly value?: unknown;
  readonly error?: ReadError;
}

/** A program that reads secrets with one of the clients. */
export interface ClientProcess {
  /** Without settings the environment configures the client. */
  read(name: string, settings?: ClientSettings): Promise<Outcome>;
  /** Everything it printed, except values that were read. */
  said(): string;
  /** Ends the process, whatever its state. */
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

export function startClient(kind: ClientKind, environment: Environment): ClientProcess {
  const child = launch(kind, environment);
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let [orders, said] = [0, ''];
  const ended = once(child, 'close');
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  if (!child.stdout || !child.stdin) throw new Error('no pipes');
  const { stdin } = child;
  createInterface(child.stdout).on('line', (line) => {
    const { id, ...outcome } = JSON.parse(line) as Outcome & { id: number };
    said += JSON.stringify(outcome.error ?? '');
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  });
  child.once('close', () => {
    const error = { type: 'ended', message: `The program ended: ${said}`, shown: said };
    for (const settle of waiting.values()) settle({ error });
  });
  return {
    read: (name, settings) =>
      new Promise((resolve) => {
        orders += 1;
        waiting.set(orders, resolve);
        stdin.write(`${JSON.stringify({ id: orders, name, settings })}\n`);
      }),
    said: () => said,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The environment of this process does not reach a client. */
function launch(kind: ClientKind, environment: Environment): ChildProcess {
  const [command, ...args] =
    kind === 'Node'
      ? [process.execPath, '--no-warnings', path.join(import.meta.dirname, 'node-client-process.ts')]
      : [
          python,
          path.join(import.meta.dirname, 'python_client_process.py'),
          kind === 'Python' ? 'threads' : 'asyncio',
        ];
  return spawn(command ?? '', args, {
    env: {
      PATH: process.env['PATH'],
      PYTHONPATH: path.join(pythonPackage, 'src'),
      PYTHONDONTWRITEBYTECODE: '1',
      ...environment,
    },
  });
}
