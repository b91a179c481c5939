import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { readSandbox } from '../../vault-client/sandbox.ts';
import { disguisesOf } from '../e2e/support/traces.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { startVaultProcess, type VaultProcess, vaultProgram } from '../vault/support/vault-process.ts';
import { typeOn } from './support/type-on.ts';

const canary = 'not-a-real-canary/of+a?page&\u00e4';

/**
 * Passes bytes on and records them, so that the test sees the transmitted bytes and not a library's
 * interpretation. While the server runs, also records the arguments and the environment of the server and of
 * every process that it starts.
 */
const recorder = `
const { spawn } = require('node:child_process');
const { appendFileSync, readdirSync, readFileSync } = require('node:fs');
const [folder, ...command] = process.argv.slice(2);
const child = spawn(process.execPath, command, { stdio: 'pipe' });
const ours = new Set([String(child.pid)]);
const watch = setInterval(look, 5);
const keep = (name, chunk) => appendFileSync(folder + '/' + name, chunk);
process.stdin.on('data', (chunk) => { keep('stdin', chunk); child.stdin.write(chunk); });
process.stdin.on('end', () => child.stdin.end());
child.stdout.on('data', (chunk) => { keep('stdout', chunk); process.stdout.write(chunk); });
child.stderr.on('data', (chunk) => { keep('stderr', chunk); process.stderr.write(chunk); });
child.on('exit', (code) => { clearInterval(watch); process.exit(code ?? 1); });
const known = new Set();
function look() {
  for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) {
    try {
      const parent = readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ')[1].split(' ')[1];
      if (ours.has(parent)) ours.add(pid);
      if (!ours.has(pid)) continue;
      for (const file of ['cmdline', 'environ']) {
        const bytes = readFileSync('/proc/' + pid + '/' + file);
        const seen = pid + file + bytes.toString('latin1');
        if (!known.has(seen)) keep('processes', bytes);
        known.add(seen);
      }
    } catch {}
  }
}
`;

interface Conversation {
  readonly isLegacy: boolean;
  readonly elicitation: 'no' | 'form' | 'url';
  /** A changed copy of the program. */
  readonly program?: string;
}

const conversations = [true, false].flatMap((isLegacy) =>
  (['no', 'form', 'url'] as const).map((elicitation) => ({ isLegacy, elicitation })),
);

describe('a value that the user types', () => {
  const workspace = new TemporaryWorkspace('');
  let vault: VaultProcess;
  let key = '';
  let number = 0;

  beforeAll(async () => {
    vault = await startVaultProcess(workspace.path('data'));
    key = await keyOfAnn(vault);
    await bundle('mcp');
    writeFileSync(workspace.path('recorder.cjs'), recorder);
    // Acts as the user's browser: fills in the form, as a person would.
    mkdirSync(workspace.path('bin'));
    writeFileSync(
      workspace.path('bin/xdg-open'),
      '#!/bin/sh\nenv > "$OPENED.env"\nprintf %s "$1" > "$OPENED"\n',
      { mode: 0o755 },
    );
  });
  afterAll(async () => {
    await vault.stop('SIGTERM');
    workspace[Symbol.dispose]();
  });

  /** Everything that the conversation left anywhere but in the vault's database. */
  async function traces({ isLegacy, elicitation, program }: Conversation, at = { vault, key }) {
    const name = `KEY_${String(++number)}`;
    const folder = workspace.path(name);
    for (const part of ['tmp', 'records']) mkdirSync(path.join(folder, part), { recursive: true });
    const opened = path.join(folder, 'opened');
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [
        workspace.path('recorder.cjs'),
        path.join(folder, 'records'),
        program ?? (await bundle('cli')),
        'mcp',
      ],
      cwd: folder,
      env: {
        PATH: `${workspace.path('bin')}:/usr/bin:/bin`,
        HOME: folder,
        TMPDIR: path.join(folder, 'tmp'),
        DISPLAY: ':99',
        OPENED: opened,
        AGENT_SECRETS_VAULT_URL: at.vault.url,
        AGENT_SECRETS_KEY: at.key,
      },
      stderr: 'pipe',
    });
    const capabilities = elicitation === 'no' ? {} : { elicitation: { [elicitation]: {} } };
    const client = new Client(
      { name: 'test', version: '1.0.0' },
      { capabilities, versionNegotiation: { mode: isLegacy ? 'legacy' : { pin: '2026-07-28' } } },
    );
    if (elicitation === 'url')
      client.setRequestHandler('elicitation/create', async ({ params }) => {
        if (params.mode !== 'url') throw new Error('Asked for a form.');
        await typeOn(params.url, canary);
        return { action: 'accept' };
      });
    if (elicitation === 'form')
      client.setRequestHandler('elicitation/create', () => Promise.reject(new Error('Asked for a form.')));
    await client.connect(transport);
    let browserEnvironment = '';
    const called = client.callTool({ name: 'request_secret', arguments: { name, purpose: 'For it' } });
    if (elicitation !== 'url') {
      await expect
        .poll(() => existsSync(opened) && readFileSync(opened, 'utf8').startsWith('http'), {
          timeout: 20_000,
        })
        .toBe(true);
      await typeOn(readFileSync(opened, 'utf8'), canary);
      browserEnvironment = readFileSync(`${opened}.env`, 'utf8');
    }
    const { structuredContent } = await called;
    await client.close();
    const { url, adminKey } = at.vault;
    const admin = createVaultClient({ url, key: adminKey, fetch });
    const { accountId } = await admin.me();
    const audit: unknown[] = [];
    for await (const entry of admin.auditEvents(accountId, {})) audit.push(entry);
    const left = Buffer.concat([
      ...filesBelow(folder).map((file) => readFileSync(file)),
      Buffer.from(at.vault.log() + JSON.stringify(audit)),
    ]);
    const { token } = await createVaultClient({ url, key: at.key, fetch }).startSandbox({});
    const stored = (await readSandbox({ url, key: token, fetch }))[name];
    return { name, structuredContent, left, stored, browserEnvironment };
  }

  it.each(conversations)(
    'crosses nothing (legacy: $isLegacy, elicitation: $elicitation), and a sandbox reads it',
    async (conversation) => {
      const { name, structuredContent, left, stored, browserEnvironment } = await traces(conversation);
      expect(structuredContent).toEqual({ status: 'saved', name });
      expect(stored).toBe(canary);
      expect(left.includes(`"${name}"`)).toBe(true);
      // The vault logs each request, and the recorder saw the server's own arguments and environment.
      expect(left.includes('"route":"/v1/me/environment"')).toBe(true);
      expect(left.includes('cli.js\0mcp\0')).toBe(true);
      expect(left.includes('AGENT_SECRETS_KEY=')).toBe(true);
      expect(formsIn(left)).toEqual([]);
      expect(browserEnvironment).not.toContain(key);
    },
  );

  it.each([
    [
      'the result',
      'as it is',
      'process.stdout.write(JSON.stringify({jsonrpc:"2.0",method:"x",params:{v:LEAK}})+"\\n")',
    ],
    [
      'the arguments of a process',
      'as it is',
      'require("node:child_process").spawn(process.execPath,["-e","setTimeout(()=>0,400)",LEAK])',
    ],
    [
      'the environment of a process that a process starts',
      'hex',
      'require("node:child_process").spawn("sh",["-c","sleep 0.4; true"],{env:{V:Buffer.from(LEAK).toString("hex")}})',
    ],
    [
      'the audit log',
      'upper-case hex',
      `fetch(process.env.AGENT_SECRETS_VAULT_URL+"/v1/me/environment",{method:"POST",headers:{authorization:"Bearer "+process.env.AGENT_SECRETS_KEY,"content-type":"application/json"},body:JSON.stringify({name:"X"+Buffer.from(LEAK).toString("hex").toUpperCase(),value:"x"})})`,
    ],
    [
      'standard error, as base64',
      'base64, shifted by 0',
      'process.stderr.write(Buffer.from(LEAK).toString("base64"))',
    ],
    [
      'a temporary file, hashed',
      'sha256 hex',
      'require("node:fs").writeFileSync(process.env.TMPDIR+"/x",require("node:crypto").createHash("sha256").update(LEAK).digest("hex"))',
    ],
  ])('would be found in %s', async (_where, form, leak) => {
    const folder = workspace.path(`leaking-${String(++number)}`);
    cpSync(path.dirname(await bundle('cli')), folder, { recursive: true });
    const file = path.join(folder, 'mcp.js');
    const program = readFileSync(file, 'utf8');
    // The place that turns the form's field into the value.
    const place = /[\w$]+\.get\([`"']value[`"']\) ?\?\? ?(?:""|``|'')/;
    expect(program).toMatch(place);
    writeFileSync(
      file,
      program.replace(place, (found) => `((LEAK)=>{${leak};return LEAK})(${found})`),
    );
    const { left } = await traces({
      isLegacy: false,
      elicitation: 'url',
      program: path.join(folder, 'cli.js'),
    });
    expect(formsIn(left)).toContain(form);
  });

  it('would be found in the log of the vault', async () => {
    const whole = await vaultProgram();
    const leaking = path.join(path.dirname(whole), `leaking-${path.basename(whole)}`);
    // The place that stores a variable.
    const place = /createVariable\(vault, callerOf\((\w+)\), \1\.body, key\)/;
    const program = readFileSync(whole, 'utf8');
    expect(program).toMatch(place);
    writeFileSync(
      leaking,
      program.replace(
        place,
        (found, request: string) => `(${request}.log.info({ b: ${request}.body }, "leak"), ${found})`,
      ),
    );
    const other = await startVaultProcess(workspace.path('leaking'), 0, undefined, leaking);
    try {
      const at = { vault: other, key: await keyOfAnn(other) };
      const { left } = await traces({ isLegacy: false, elicitation: 'url' }, at);
      expect(formsIn(left)).toContain('as it is');
    } finally {
      await other.stop('SIGTERM');
      rmSync(leaking);
    }
  });
});

async function keyOfAnn({ url, adminKey }: VaultProcess): Promise<string> {
  const admin = createVaultClient({ url, key: adminKey, fetch });
  const { accountId } = await admin.me();
  const user = await admin.createUser(accountId, { name: 'Ann', role: 'author' });
  const issued = await admin.issueToken(accountId, { name: 'ann', role: 'author', userId: user.id });
  return issued.token;
}

/** The forms of the canary that the bytes contain. */
function formsIn(bytes: Buffer): string[] {
  const forms = new Map<string, string | Buffer>(disguisesOf(canary));
  for (const algorithm of ['sha256', 'sha1', 'md5', 'sha512'])
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      forms.set(`${algorithm} ${encoding}`, createHash(algorithm).update(canary).digest(encoding));
  return [...forms].filter(([, form]) => bytes.includes(form)).map(([form]) => form);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
