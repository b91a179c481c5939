import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../../vault/support/postgres-server.ts';
import { bundleServer } from './bundle.ts';
import { Child, type Core } from './child.ts';
import type { ClientAnswer } from './client-process.ts';
import type { Place } from './fixture.ts';
import type { Load, LoadFigures } from './load.ts';
import type { ServerOptions, ServerReady, ServerUsage } from './server-process.ts';

export type Engine = 'sqlite' | 'postgres';

/** A running server, and what it reports about itself. */
export interface Server {
  readonly child: Child;
  readonly url: string;
  readonly startedIn: number;
}

/** The results of a load, with the server's CPU time per answer. */
export interface Measured extends LoadFigures {
  readonly cpuMicroseconds: number;
  readonly rssMiB: number;
}

/** Everything that the benchmark has started and created; `close` removes all of it. */
export class World {
  readonly #bundle: string;
  readonly #client: Child;
  readonly #servers = new Set<Child>();
  readonly #folders: string[] = [];
  #postgres: Promise<PostgresServer> | undefined;

  private constructor(bundle: string, client: Child) {
    this.#bundle = bundle;
    this.#client = client;
  }

  static async open(): Promise<World> {
    const file = join(import.meta.dirname, 'client-process.ts');
    const { child } = await Child.start(file, { core: 1 });
    return new World(await bundleServer(), child);
  }

  /** An empty location for a vault. */
  async newPlace(engine: Engine): Promise<Place> {
    const dataDir = mkdtempSync(join(tmpdir(), 'vault-bench-'));
    this.#folders.push(dataDir);
    if (engine === 'sqlite') return { dataDir };
    this.#postgres ??= startPostgres();
    return { dataDir, database: await (await this.#postgres).createDatabase() };
  }

  /** PostgreSQL is a separate process, so a vault on it shares both cores with it. */
  async startServer(
    role: ServerOptions['role'],
    place: Place = { dataDir: '' },
    core: Core = place.database === undefined ? 0 : 'any',
    bundle = this.#bundle,
  ): Promise<Server> {
    const options: ServerOptions = { role, ...place };
    const { child, first } = await Child.start(bundle, {
      args: [JSON.stringify(options)],
      core,
      execArgv: profiling(role),
    });
    this.#servers.add(child);
    if (!isReady(first)) throw new Error('A server did not say where it is.');
    return { child, url: first.url, startedIn: first.startedIn };
  }

  async stopServer({ child }: Server, how: 'gently' | 'hard' = 'gently'): Promise<void> {
    await child.stop(how === 'gently' ? 'stop' : undefined);
    this.#servers.delete(child);
  }

  async load({ child, url }: Server, load: WithoutUrl): Promise<Measured> {
    const before = await child.ask<ServerUsage>('usage');
    const figures = await this.loadWhile(url, load);
    const after = await child.ask<ServerUsage>('usage');
    const cpuMicroseconds = ((after.cpuMs - before.cpuMs) * 1000) / figures.answers;
    return { ...figures, cpuMicroseconds, rssMiB: after.rssMiB };
  }

  /** The same, while another task runs on the server. */
  async loadWhile(url: string, load: WithoutUrl): Promise<LoadFigures> {
    const whole: Load = { ...load, workload: { ...load.workload, url } };
    const answer = await this.#client.ask<ClientAnswer>(whole);
    if ('problem' in answer) throw new Error(answer.problem);
    return answer.figures;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers, this.#client].map((child) => child.stop()));
    await this.#postgres?.then((server) => server.stop());
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

export type WithoutUrl = Omit<Load, 'workload'> & { readonly workload: Omit<Load['workload'], 'url'> };

/** `BENCH_PROFILE=DIR` makes the vaults write a CPU profile. */
function profiling(role: ServerOptions['role']): readonly string[] {
  const directory = process.env['BENCH_PROFILE'];
  if (directory === undefined || role === 'hello') return [];
  return ['--cpu-prof', `--cpu-prof-dir=${directory}`];
}

function isReady(message: unknown): message is ServerReady {
  return typeof message === 'object' && message !== null && 'url' in message && 'startedIn' in message;
}
