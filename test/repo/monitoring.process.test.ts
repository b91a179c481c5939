import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../vault/main.ts';
import { promtool } from '../support/operating.ts';
import { fieldOf, listOf, textOf } from './support/parsed.ts';

/**
 * A running vault, its metrics as Prometheus parses them, and the files in deploy/ that use them. promtool is
 * from Debian.
 */
const root = path.resolve(import.meta.dirname, '../..');
const deployed = (file: string): string => path.join(root, 'deploy', file);
const operations = readFileSync(path.join(root, 'docs/operations.md'), 'utf8');

const rules = listOf(
  fieldOf(
    listOf(fieldOf(load(readFileSync(deployed('prometheus/alerts.yaml'), 'utf8')), 'groups'))[0],
    'rules',
  ),
).map((rule) => ({
  name: textOf(fieldOf(rule, 'alert')),
  expr: textOf(fieldOf(rule, 'expr')),
  severity: textOf(fieldOf(fieldOf(rule, 'labels'), 'severity')),
  annotations: fieldOf(rule, 'annotations'),
}));
const dashboard: unknown = JSON.parse(readFileSync(deployed('grafana/vault.json'), 'utf8'));
const panels = listOf(fieldOf(dashboard, 'panels')).map((panel) => ({
  title: textOf(fieldOf(panel, 'title')),
  exprs: listOf(fieldOf(panel, 'targets')).map((target) => textOf(fieldOf(target, 'expr'))),
}));

let folder = '';
let answer = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-monitoring-'));
  answer = await scrape(path.join(folder, 'data'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(process.platform === 'linux')('the metrics of a running vault', () => {
  it('are readable for Prometheus, and named by its conventions', () => {
    expect(run(['check', 'metrics'], answer)).toEqual({ status: 0, output: '' });
  });

  it('count a request with an unknown key as such', () => {
    expect(answer).toContain('agent_secrets_vault_problems_total{code="Unauthenticated"} 1\n');
    expect(answer).toContain('agent_secrets_vault_problems_total{code="SignInInvalid"} 0\n');
  });

  it('show a vault that is open, whose database answers and takes changes', () => {
    expect(valueOf('agent_secrets_vault_sealed')).toBe(0);
    expect(valueOf('agent_secrets_vault_seal_reason{reason="rollback"}')).toBe(0);
    expect(valueOf('agent_secrets_vault_storage_up')).toBe(1);
    expect(valueOf('agent_secrets_vault_commit_seconds_count{kind="change"}')).toBeGreaterThan(0);
    expect(valueOf('agent_secrets_vault_database_bytes')).toBeGreaterThan(4096);
    expect(valueOf('agent_secrets_vault_audit_entries_total')).toBeGreaterThan(0);
    expect(valueOf('agent_secrets_vault_clock_ahead_seconds')).toBe(0);
    expect(valueOf('agent_secrets_vault_expiring_admin_keys')).toBe(0);
    expect(valueOf('agent_secrets_vault_overdue_secrets')).toBe(0);
    expect(valueOf('agent_secrets_vault_due_secrets')).toBe(0);
    const free = valueOf('agent_secrets_vault_disk_free_bytes');
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThan(valueOf('agent_secrets_vault_disk_bytes'));
    expect(valueOf('agent_secrets_vault_checkpoint_age_seconds')).toBeLessThan(60);
    const days =
      (valueOf('agent_secrets_vault_certificate_end_timestamp_seconds') * 1000 - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(1);
    expect(days).toBeLessThan(2.1);
  });

  it('are all explained to operators', () => {
    const families = [...answer.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name);
    expect(families.length).toBeGreaterThan(10);
    expect(families.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('the alert rules', () => {
  it('are rules that Prometheus takes', () => {
    const { status, output } = run(['check', 'rules', deployed('prometheus/alerts.yaml')]);
    expect(output).toContain(`${String(rules.length)} rules found`);
    expect(status).toBe(0);
  });

  it('fire when they should, each of them, and not while the vault is healthy', () => {
    const tests = readFileSync(deployed('prometheus/alerts.test.yaml'), 'utf8');
    expect(rules.filter(({ name }) => !tests.includes(`- name: ${name}\n`))).toEqual([]);
    const { status, output } = run(['test', 'rules', deployed('prometheus/alerts.test.yaml')]);
    expect(output).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it.each(rules)('$name uses metrics that the vault has', ({ expr }) => {
    expect(unknownIn(expr)).toEqual([]);
  });

  it.each(rules)(
    '$name has a severity, a description and an instruction',
    ({ name, severity, annotations }) => {
      expect(['critical', 'warning']).toContain(severity);
      expect(textOf(fieldOf(annotations, 'summary'))).not.toBe('');
      expect(textOf(fieldOf(annotations, 'description'))).not.toBe('');
      const [, anchor] = textOf(fieldOf(annotations, 'runbook_url')).split('/docs/operations.md#');
      expect(anchor).toBe(name.toLowerCase());
      expect(operations).toContain(`\n#### ${name}\n`);
    },
  );
});

describe('the page for operators', () => {
  it('has every anchor that it links to', () => {
    const headings = new Set([...operations.matchAll(/^#+ (.+)$/gm)].map(([, one = '']) => anchorOf(one)));
    const links = [...operations.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links).toContain('rollback-detected');
    expect(links.filter((anchor) => !headings.has(anchor))).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('the dashboard', () => {
  it('uses valid Prometheus queries', () => {
    const asked = panels
      .flatMap(({ exprs }) => exprs)
      .map((expr) => expr.replaceAll('$__rate_interval', '5m'));
    const file = path.join(folder, 'dashboard-rules.json');
    const records = asked.map((expr, index) => ({ record: `panel:${String(index)}`, expr }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: records }] }));
    const { status, output } = run(['check', 'rules', file]);
    expect(output).toContain(`${String(asked.length)} rules found`);
    expect(status).toBe(0);
  });

  it.each(panels)('shows metrics that the vault has: $title', ({ exprs }) => {
    expect(exprs).not.toEqual([]);
    expect(exprs.flatMap(unknownIn)).toEqual([]);
  });
});

function anchorOf(heading: string): string {
  const words = heading.toLowerCase().replaceAll(/[^\w -]/g, '');
  return words.replaceAll(' ', '-');
}

/** The metrics of a vault that serves TLS and has answered a few requests. */
async function scrape(dataDir: string): Promise<string> {
  const [tlsCert, tlsKey] = [path.join(folder, 'vault.crt'), path.join(folder, 'vault.key')];
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...make, '-keyout', tlsKey, '-out', tlsCert], { stdio: 'ignore' });
  const auditStream = path.join(folder, 'stream.jsonl');
  const quiet = { handleSignals: false, log: { write() {} } };
  const vault = await serve({ dataDir, port: 0, tlsCert, tlsKey, auditStream, ...quiet });
  try {
    expect((await ask(`${vault.url}/v1/me`, 'not-a-key')).status).toBe(401);
    const adminKey = readFileSync(path.join(dataDir, 'admin.key'), 'utf8').trim();
    expect((await ask(`${vault.url}/v1/me`, adminKey)).status).toBe(200);
    for (;;) {
      const { content } = await ask(`${vault.url}/metrics`);
      // Sizes are measured right after the start.
      if (content.includes('\nagent_secrets_vault_database_bytes ')) return content;
    }
  } finally {
    await vault.close();
  }
}

async function ask(url: string, key?: string): Promise<{ status: number | undefined; content: string }> {
  const headers = key === undefined ? {} : { 'x-api-key': key };
  const sent = request(url, { headers, agent: false, rejectUnauthorized: false }).end();
  const [answered] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answered.statusCode, content: await text(answered) };
}

/** Names of metrics in an expression that a running vault does not have. */
function unknownIn(expr: string): readonly string[] {
  const names = expr.match(/\b(agent_secrets_vault|process)_\w+/g) ?? [];
  // `up` is provided by Prometheus itself.
  expect([...names, ...(expr.match(/^up\b/) ?? [])]).not.toEqual([]);
  return names.filter((name) => !new RegExp(`^${name}[ {]`, 'm').test(answer));
}

function valueOf(series: string): number {
  const line = answer.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
}

function run(args: readonly string[], input = ''): { status: number | null; output: string } {
  const { status, stdout, stderr, error } = spawnSync(promtool, args, { input, encoding: 'utf8' });
  if (error) throw new Error('promtool is missing. Run: node scripts/setup.mjs', { cause: error });
  return { status, output: stdout + stderr };
}
