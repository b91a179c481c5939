import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { load, loadAll } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { bundleVaultCommandLine, type VaultCommandLine } from '../cli/support/vault-command-line.ts';
import { GoTemplates } from './support/go-template.ts';
import { problemsOf } from './support/kubernetes.ts';
import { entriesOf, fieldOf, listOf, textOf } from './support/parsed.ts';

/** The chart of deploy/helm: rendered with our own renderer, and with Helm where that is installed. */
const folder = path.resolve(import.meta.dirname, '../../deploy/helm/agent-secrets-vault');
const read = (...names: string[]): string => readFileSync(path.join(folder, ...names), 'utf8');
const chart = load(read('Chart.yaml'));
const defaults = load(read('values.yaml'));
const hasHelm = spawnSync('helm', ['version']).status === 0;

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const database = { url: 'postgres://vault@db.example/vault', passwordSecretName: 'database' };

/** Typical installations. */
const installations: readonly (readonly [what: string, values: object])[] = [
  ['one process with SQLite, as the values are', {}],
  [
    'three processes with PostgreSQL and a key in a secret',
    { replicas: 3, database, rootKey: { secretName: 'root-key', setting: '' } },
  ],
  [
    'a key service, an image by its digest, and all that can be set',
    {
      replicas: 2,
      image: { repository: 'registry.example/vault', digest },
      imagePullSecrets: [{ name: 'registry' }],
      hostNames: ['vault.example', 'vault.vaults.svc'],
      database: { url: database.url },
      rootKey: { setting: 'transit:https://keys.example/vault?token=file:/token' },
      persistence: { size: '1Gi', storageClassName: 'fast' },
      metricsFrom: ['10.0.0.0/8'],
      extraArgs: ['--proxy=10.0.0.1'],
      service: { type: 'LoadBalancer' },
      networkPolicy: { enabled: false },
      podAnnotations: { 'prometheus.io/scrape': 'true' },
      nodeSelector: { disk: 'fast' },
      tolerations: [{ key: 'vaults', operator: 'Exists' }],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    },
  ],
];

let program: VaultCommandLine;
beforeAll(async () => {
  program = await bundleVaultCommandLine();
});

describe.each(installations)('the chart for %s', (_, values) => {
  const resources = render(values);
  const pod = fieldOf(fieldOf(fieldOf(resourceOf(resources, 'StatefulSet'), 'spec'), 'template'), 'spec');
  const containers = [...listOf(fieldOf(pod, 'initContainers')), ...listOf(fieldOf(pod, 'containers'))];
  const vault = listOf(fieldOf(pod, 'containers'))[0];

  it('makes resources that Kubernetes accepts, without an unknown field', async () => {
    expect(resources.map((one) => fieldOf(one, 'kind'))).toContain('StatefulSet');
    expect((await Promise.all(resources.map(problemsOf))).flat()).toEqual([]);
  });

  it.runIf(hasHelm)('is rendered identically by Helm', () => {
    const { status, stdout, stderr } = spawnSync(
      'helm',
      ['template', 'example', folder, '--namespace', 'vaults', '--values', '-'],
      { input: JSON.stringify(values), encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
    const byName = (list: readonly unknown[]) => new Set(list.map((one) => JSON.stringify(sorted(one))));
    expect(byName(loadAll(stdout).filter(Boolean))).toEqual(byName(resources));
  });

  it('gives its containers no rights', () => {
    expect(fieldOf(pod, 'automountServiceAccountToken')).toBe(false);
    expect(fieldOf(fieldOf(pod, 'securityContext'), 'runAsNonRoot')).toBe(true);
    for (const container of containers) {
      expect(fieldOf(container, 'securityContext')).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('mounts only volumes that it defines', () => {
    const claims = listOf(
      fieldOf(fieldOf(resourceOf(resources, 'StatefulSet'), 'spec'), 'volumeClaimTemplates'),
    );
    const volumes = [
      ...listOf(fieldOf(pod, 'volumes')).map((one) => fieldOf(one, 'name')),
      ...claims.map((one) => fieldOf(fieldOf(one, 'metadata'), 'name')),
    ];
    const mounted = containers.flatMap((one) => listOf(fieldOf(one, 'volumeMounts')));
    expect(new Set(mounted.map((one) => fieldOf(one, 'name')))).toEqual(new Set(volumes));
  });

  it('checks the vault’s health under a name that it answers to', () => {
    const names = listOf(fieldOf(vault, 'args')).filter((arg) => textOf(arg).startsWith('--host-name='));
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const [host] = listOf(fieldOf(fieldOf(fieldOf(vault, probe), 'httpGet'), 'httpHeaders'));
      expect(names).toContain(`--host-name=${textOf(fieldOf(host, 'value'))}`);
    }
  });

  it('passes only options that the vault has', async () => {
    const { stdout } = await program.run('vault', 'serve', '--help');
    const options = listOf(fieldOf(vault, 'args'))
      .slice(2)
      .map((arg) => textOf(arg).split('=')[0] ?? '');
    expect(options).toContain('--data');
    expect(options.filter((option) => !stdout.includes(`${option} `))).toEqual([]);
  });

  it('selects its own pods', () => {
    const labels = fieldOf(
      fieldOf(fieldOf(fieldOf(resourceOf(resources, 'StatefulSet'), 'spec'), 'template'), 'metadata'),
      'labels',
    );
    const selector = fieldOf(fieldOf(resourceOf(resources, 'Service'), 'spec'), 'selector');
    expect(entriesOf(selector)).not.toEqual([]);
    expect(labels).toMatchObject(Object.fromEntries(entriesOf(selector)));
  });
});

describe('the chart', () => {
  it.each([
    ['a field that no schema has', 'replicas:', 'replica:', '/spec/replica is not known'],
    ['a field of a wrong type', 'periodSeconds: 5', 'periodSeconds: often', 'periodSeconds'],
    ['a kind that does not exist', 'kind: StatefulSet', 'kind: StatefullSet', 'has no StatefullSet'],
  ])('would fail with %s', async (_, right, wrong, problem) => {
    const mistaken = load(rendered({}, 'statefulset.yaml').replace(right, wrong));
    expect((await problemsOf(mistaken)).join(' ')).toContain(problem);
  });

  it('names an image by its digest where one is given, and by its version otherwise', () => {
    const imageOf = (values: object): unknown => {
      const spec = fieldOf(resourceOf(render(values), 'StatefulSet'), 'spec');
      return fieldOf(listOf(fieldOf(fieldOf(fieldOf(spec, 'template'), 'spec'), 'containers'))[0], 'image');
    };
    expect(imageOf({})).toBe(`agent-secrets-vault:${project.version}`);
    expect(imageOf({ image: { tag: '1.2.3' } })).toBe('agent-secrets-vault:1.2.3');
    expect(imageOf({ image: { digest } })).toBe(`agent-secrets-vault@${digest}`);
  });

  it.each([
    ['several processes without a common database', { replicas: 2 }, 'needs PostgreSQL'],
    ['several processes without a common key', { replicas: 2, database }, 'one root key for all'],
    ['two root keys', { rootKey: { secretName: 'a', setting: 'transit:https://k/v' } }, 'in one place'],
  ])('refuses %s', (_, values, sentence) => {
    expect(() => render(values)).toThrow(sentence);
  });

  it.each([
    ['a digest that is none', { image: { digest: 'sha256:abc' } }],
    ['a database address with a password', { database: { url: 'postgres://vault:pw@db/vault' } }],
    ['no name', { hostNames: [] }],
    ['no certificate', { tls: { secretName: '' } }],
    ['a value that it does not know', { replica: 3 }],
  ])('accepts no values with %s', (_, values) => {
    expect(isAllowed(values)).toBe(false);
  });

  it('has the version of the project', () => {
    expect([fieldOf(chart, 'version'), fieldOf(chart, 'appVersion')]).toEqual([
      project.version,
      project.version,
    ]);
  });
});

function render(values: object): readonly unknown[] {
  return readdirSync(path.join(folder, 'templates'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => rendered(values, name))
    .filter((text) => text.trim() !== '')
    .map((text) => load(text));
}

function rendered(values: object, name: string): string {
  expect(isAllowed(values)).toBe(true);
  const templates = new GoTemplates();
  for (const one of readdirSync(path.join(folder, 'templates'))) templates.add(one, read('templates', one));
  const data = {
    Values: merged(defaults, values),
    Chart: { Name: fieldOf(chart, 'name'), AppVersion: fieldOf(chart, 'appVersion') },
    Release: { Name: 'example', Namespace: 'vaults', Service: 'Helm' },
  };
  expect(templates.render('NOTES.txt', data)).toContain('vault.example');
  return templates.render(name, data);
}

/** By the schema with which Helm checks values. */
function isAllowed(values: object): boolean {
  const schema = JSON.parse(read('values.schema.json')) as object;
  return new Ajv().compile(schema)(merged(defaults, values));
}

function merged(one: unknown, other: unknown): unknown {
  const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap(one) || !isMap(other)) return other;
  const result = Object.fromEntries(entriesOf(one));
  for (const [name, value] of entriesOf(other)) {
    result[name] = name in result ? merged(result[name], value) : value;
  }
  return result;
}

function resourceOf(resources: readonly unknown[], kind: string): unknown {
  return resources.find((one) => fieldOf(one, 'kind') === kind);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, sorted(fieldOf(value, name))]));
}
