import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointsOf, checkpointSink } from '../../vault/setup/checkpoint-sink.ts';
import { serve } from '../../vault/main.ts';
import { editDatabase } from './support/edit-database.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-checkpoints-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('checkpoints in a file', () => {
  const path = () => join(directory, 'checkpoints.jsonl');
  const lines = async () => {
    const all: string[] = [];
    for await (const line of checkpointSink(path()).lines()) all.push(line);
    return all;
  };

  it('are lines that only their owner can read', async () => {
    const sink = checkpointSink(path());
    expect(await lines()).toEqual([]);
    await sink.append('{"a":1}');
    await sink.append('{"a":2}');
    expect(await lines()).toEqual(['{"a":1}', '{"a":2}']);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('survive a line that a power cut left incomplete', async () => {
    const sink = checkpointSink(path());
    await sink.append('{"a":1}');
    appendFileSync(path(), '{"a":');
    expect(await lines()).toEqual(['{"a":1}']);
    await sink.append('{"a":2}');
    expect(await lines()).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('report a line whose end was edited, rather than take it for an incomplete line', async () => {
    await checkpointSink(path()).append('{"a":1}');
    writeFileSync(path(), readFileSync(path(), 'utf8').replace('\n', 'x'));
    expect(await lines()).toEqual(['{"a":1}x']);
  });

  it.each(['checkpoints.jsonl', 'http://example.com/', 'ftp://127.0.0.1/'])('refuses %s', (place) => {
    expect(() => checkpointSink(place)).toThrow('an absolute path or an https address');
  });
});

describe('a vault that is stopped', () => {
  const options = () => ({ dataDir: directory, port: 0, handleSignals: false, log: { write() {} } });

  it('has signed all of its log, and recognizes an older database', async () => {
    await (await serve(options())).close();
    const signed = readFileSync(join(directory, 'checkpoints.jsonl'), 'utf8').trim().split('\n');
    expect(signed).toHaveLength(1);
    const { seq } = JSON.parse(signed[0] ?? '') as { seq: number };

    editDatabase(directory, 'delete from audit where seq = (select max(seq) from audit)');
    const vault = await serve(options());
    const health = await (await fetch(`${vault.url}/healthz`)).text();
    expect(health).toContain('The database is older than what the vault has signed');
    expect(vault.sealed()).toContain(`The audit log ends before entry ${String(seq)}, `);
    expect(vault.sealed()).toContain('move the checkpoints away');
    await vault.close();

    rmSync(join(directory, 'checkpoints.jsonl'));
    const again = await serve(options());
    expect(again.sealed()).toBeUndefined();
    await again.close();
  });
});

describe('checkpoints at an address', () => {
  it('are in the folder too, where the next start compares with them', async () => {
    const got: string[] = [];
    let isAway = false;
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      const line = await text(request);
      if (!isAway) got.push(line);
      response.writeHead(isAway ? 503 : 204).end();
    };
    const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const path = join(directory, 'checkpoints.jsonl');
    const [file, sink] = checkpointsOf(`http://127.0.0.1:${String(port)}/`, path);
    try {
      await sink?.append('{"a":1}');
      isAway = true;
      await expect(sink?.append('{"a":2}')).rejects.toThrow('503');
      await file.append('{"a":2}');
    } finally {
      server.close();
    }
    expect([got, readFileSync(path, 'utf8')]).toEqual([['{"a":1}'], '{"a":2}\n']);
  });
});
