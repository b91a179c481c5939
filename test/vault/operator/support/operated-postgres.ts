import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresPrograms } from '../../../support/operating.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const operations = readFileSync(path.join(root, 'docs/operations.md'), 'utf8');

export interface Done {
  readonly code: number;
  readonly output: string;
}

/** A primary and the location of a standby, operated by the commands of the documentation. */
export interface OperatedPostgres {
  readonly folder: string;
  /** The environment of the commands in the documentation. */
  readonly env: Readonly<Record<string, string>>;
  /** Database address for a vault, at an address that can follow the primary. */
  readonly address: string;
  /** Points that address to the standby. */
  followStandby(): void;
  /** Runs the block with that name as the user of PostgreSQL. */
  asPostgres(runbook: string): Promise<string>;
  /** Runs a command outside the documentation, as that user. */
  command(command: string): Promise<string>;
  /** Runs the block with that name as the user of the vault. */
  asVault(runbook: string, env?: Readonly<Record<string, string>>): Promise<Done>;
  remove(): Promise<void>;
}

/** `commandLine` is the file of the program `agent-secrets`. */
export async function startOperatedPostgres(commandLine: string): Promise<OperatedPostgres> {
  if (!existsSync(path.join(postgresPrograms, 'pg_basebackup')))
    throw new Error('PostgreSQL with its client programs is missing. Run: node scripts/setup.mjs');
  const folder = mkdtempSync(path.join(tmpdir(), 'vault-runbook-'));
  const identity = ownerOf(folder);
  const [port, standbyPort] = [await freePort(), await freePort()];
  const primary = `postgres://postgres@127.0.0.1:${String(port)}/vault`;
  const inside = (...names: string[]): string => path.join(folder, ...names);
  writeFileSync(
    inside('agent-secrets'),
    `#!/bin/sh\nexec '${process.execPath}' --no-warnings '${commandLine}' "$@"\n`,
    { mode: 0o755 },
  );
  const env = {
    PATH: [folder, postgresPrograms, process.env['PATH']].join(path.delimiter),
    LC_ALL: 'C',
    PRIMARY: primary,
    PROMOTED: primary.replace(String(port), String(standbyPort)),
    RESTORED: primary.replace('/vault', '/vault_restored'),
    PGDATA: inside('primary'),
    STANDBY: inside('standby'),
    BACKUP: inside('backup'),
    DATA: inside('data'),
    KEYS: inside('keys'),
  };
  const run = (script: string, options: object, more: Readonly<Record<string, string>> = {}): Promise<Done> =>
    new Promise((resolve) => {
      const settings = { ...options, cwd: folder, env: { ...env, ...more } };
      execFile('bash', ['-euo', 'pipefail', '-c', script], settings, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
        resolve({ code, output: stdout + stderr });
      });
    });
  const command = async (script: string): Promise<string> => {
    // The standby gets its own port; in production each has its own host.
    const PGPORT = String(script.includes('$STANDBY') ? standbyPort : port);
    const { code, output } = await run(script, identity, { PGPORT });
    if (code === 0) return output;
    throw new Error(`${script}\nended with ${String(code)}: ${output}`);
  };
  await command(`mkdir -p "$BACKUP/wal"
    initdb --pgdata "$PGDATA" --username postgres --auth trust --encoding UTF8 --locale C --no-sync
    echo "unix_socket_directories = '${folder}'" >> "$PGDATA/postgresql.conf"
    pg_ctl --pgdata "$PGDATA" --log "$PGDATA.log" start
    createdb --maintenance-db "${primary.replace('/vault', '/postgres')}" vault`);
  mkdirSync(env.KEYS, { mode: 0o700 });
  const relay = await startRelay(port);
  return {
    folder,
    env,
    address: primary.replace(String(port), String(relay.port)),
    followStandby: () => relay.follow(standbyPort),
    asPostgres: (runbook) => command(blockOf(runbook)),
    command,
    asVault: (runbook, more) => run(blockOf(runbook), {}, more),
    async remove() {
      relay.close();
      // A killed server leaves the file that marks it as running.
      const stop = 'for data in "$PGDATA" "$STANDBY"; do pg_ctl -D "$data" -m immediate stop || true; done';
      execFileSync('bash', ['-c', stop], { env, ...identity, stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The commands of one block of the documentation. */
function blockOf(runbook: string): string {
  const block = new RegExp(`^( *)\`\`\`sh runbook=${runbook}\\n([^]*?)^ *\`\`\`$`, 'm').exec(operations);
  if (block?.[2] === undefined) throw new Error(`docs/operations.md has no block ${runbook}.`);
  return block[2];
}

/** PostgreSQL refuses to run as root, so root runs it as another user. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  chownSync(folder, 65_534, 65_534);
  chmodSync(folder, 0o755);
  return { uid: 65_534, gid: 65_534 };
}

/** An address that follows the primary, as a virtual IP does. */
async function startRelay(
  first: number,
): Promise<{ port: number; follow(port: number): void; close(): void }> {
  let target = first;
  const open = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  return {
    port: await listening(server),
    follow(port) {
      target = port;
      for (const socket of open) socket.destroy();
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
