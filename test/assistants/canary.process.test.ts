import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { readSandbox } from '../../vault-client/sandbox.ts';
import { bundle } from '../server/support/bundle.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { startVaultProcess, type VaultProcess } from '../vault/support/vault-process.ts';

const canary = 'not-a-real-canary/of+a?page&\u00e4';

/** Passes bytes on and records them, so that the test sees what crossed and not what a library made of it. */
const recorder = `
const { spawn } = require('node:child_process');
const { appendFileSync, readdirSync, readFileSync } = require('node:fs');
const [folder, ...command] = process.argv.slice(2);
const child = spawn(process.execPath, command, { stdio: 'pipe' });
const keep = (name, chunk) => appendFileSync(folder + '/' + name, chunk);
process.stdin.on('data', (chunk) => { keep('stdin', chunk); child.stdin.write(chunk); });
process.stdin.on('end', () => child.stdin.end());
child.stdout.on('data', (chunk) => { keep('stdout', chunk); look(); process.stdout.write(chunk); });
child.stderr.on('data', (chunk) => { keep('stderr', chunk); process.stderr.write(chunk); });
child.on('exit', (code) => process.exit(code ?? 1));
function look() {
  for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) {
    try {
      const parent = readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ')[1].split(' ')[1];
      if (![String(process.pid), String(child.pid)].includes(parent)) continue;
      for (const file of ['cmdline', 'environ']) keep('processes', readFileSync('/proc/' + pid + '/' + file));
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
    const admin = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
    const { accountId } = await admin.me();
    const user = await admin.createUser(accountId, { name: 'Ann', role: 'author' });
    ({ token: key } = await admin.issueToken(accountId, { name: 'ann', role: 'author', userId: user.id }));
    await bundle('mcp');
    writeFileSync(workspace.path('recorder.cjs'), recorder);
    // Stands for the user's browser: fills in the form, as a person would.
    mkdirSync(workspace.path('bin'));
    writeFileSync(workspace.path('bin/xdg-open'), '#!/bin/sh\nprintf %s "$1" > "$OPENED"\n', { mode: 0o755 });
  });
  afterAll(async () => {
    await vault.stop('SIGTERM');
    workspace[Symbol.dispose]();
  });

  /** Everything that the conversation left anywhere but in the vault's database. */
  async function traces({ isLegacy, elicitation, program }: Conversation) {
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
        AGENT_SECRETS_VAULT_URL: vault.url,
        AGENT_SECRETS_KEY: key,
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
        await typeOn(params.url);
        return { action: 'accept' };
      });
    if (elicitation === 'form')
      client.setRequestHandler('elicitation/create', () => Promise.reject(new Error('Asked for a form.')));
    await client.connect(transport);
    const called = client.callTool({ name: 'request_secret', arguments: { name, purpose: 'For it' } });
    if (elicitation !== 'url') {
      await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8')).toMatch(/^http/);
      await typeOn(readFileSync(opened, 'utf8'));
    }
    const { structuredContent } = await called;
    await client.close();
    const admin = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
    const { accountId } = await admin.me();
    const audit: unknown[] = [];
    for await (const entry of admin.auditEvents(accountId, {})) audit.push(entry);
    const left = Buffer.concat([
      ...filesBelow(folder).map((file) => readFileSync(file)),
      Buffer.from(vault.log() + JSON.stringify(audit)),
    ]);
    const { token } = await createVaultClient({ url: vault.url, key, fetch }).startSandbox({});
    const stored = (await readSandbox({ url: vault.url, key: token, fetch }))[name];
    return { name, structuredContent, left, stored };
  }

  it.each(conversations)(
    'crosses nothing (legacy: $isLegacy, elicitation: $elicitation), and a sandbox reads it',
    async (conversation) => {
      const { name, structuredContent, left, stored } = await traces(conversation);
      expect(structuredContent).toEqual({ status: 'saved', name });
      expect(stored).toBe(canary);
      expect(left.includes(`"${name}"`)).toBe(true);
      expect(formsIn(left)).toEqual([]);
    },
  );

  it.each([
    [
      'the result',
      'value',
      'process.stdout.write(JSON.stringify({jsonrpc:"2.0",method:"x",params:{v:LEAK}})+"\\n")',
    ],
    ['standard error, as base64', 'base64', 'process.stderr.write(Buffer.from(LEAK).toString("base64"))'],
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
});

/** The forms of the canary that the bytes contain. */
function formsIn(bytes: Buffer): string[] {
  const forms = new Map<string, string>([
    ['value', canary],
    ['JSON', JSON.stringify(canary).slice(1, -1)],
    ['hex', Buffer.from(canary).toString('hex')],
    ['URL-encoded', encodeURIComponent(canary)],
    ['form-encoded', new URLSearchParams({ v: canary }).toString().slice(2)],
  ]);
  for (const encoding of ['base64', 'base64url'] as const)
    forms.set(encoding, Buffer.from(canary).toString(encoding).replace(/=+$/, ''));
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

/** Fills in and sends the page's form as a browser does. */
async function typeOn(url: string): Promise<void> {
  const page = await fetch(url);
  const [cookie = ''] = (page.headers.get('set-cookie') ?? '').split(';');
  const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(await page.text()) ?? [];
  const { origin } = new URL(url);
  const sent = await fetch(url, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrf, answer: 'save', value: canary }).toString(),
  });
  if (!sent.ok) throw new Error(`The page answered ${String(sent.status)}.`);
}
