import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which folder may import which; docs/architecture.md gives the reasons. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  analysis: ['contracts'],
  hardcoded: ['analysis'],
  server: ['analysis', 'contracts', 'hardcoded', 'review'],
  'vault-client': ['contracts'],
  run: ['contracts', 'runtime', 'vault-client'],
  runtime: [],
  integrations: [],
  'sign-in': ['contracts'],
  client: ['assistants', 'contracts', 'run', 'sign-in', 'vault-client'],
  webview: ['contracts'],
  vault: ['contracts'],
  review: ['analysis', 'contracts', 'hardcoded'],
  assistants: ['contracts'],
  cli: [
    'analysis',
    'assistants',
    'contracts',
    'hardcoded',
    'review',
    'run',
    'sign-in',
    'vault-client',
    'vault',
  ],
};

/** Packages that one kind of folder must never reach. */
const forbiddenPackages: Readonly<Record<string, RegExp>> = {
  contracts: /^(?!typebox$)/,
  analysis: /^(node:|vscode$|vscode-languageclient|vscode-languageserver($|\/)|fastify|undici)/,
  hardcoded: /^(node:|vscode|undici)/,
  server: /^(vscode$|vscode-languageclient|undici|fastify|@secretlint)/,
  'vault-client': /^(node:|vscode|undici)/,
  run: /^(vscode|undici)/,
  runtime: /^(?!node:)/,
  integrations: /^(?!node:)/,
  'sign-in': /^(vscode|undici)/,
  client: /^(openid-client|undici|fastify|better-sqlite3|vscode-languageserver($|\/))/,
  webview: /^(node:|vscode$|vscode-language)/,
  vault: /^(vscode|undici|lit)/,
  review: /^(vscode($|-language)|undici|fastify|lit)/,
  assistants: /^(vscode|undici|fastify|lit)/,
  cli: /^(vscode$|vscode-language|lit)/,
};

/** The same inside the vault: its folders. Unnamed folders, and the files next to all of them, compose the others. */
const mayImportInVault: Readonly<Record<string, readonly string[]>> = {
  archive: ['domain', 'errors', 'root-keys'],
  background: ['domain'],
  crypto: [],
  domain: ['crypto', 'errors', 'rate-limit', 'sign-in', 'storage'],
  errors: [],
  observability: ['domain', 'storage'],
  plugins: ['crypto', 'domain', 'errors', 'observability', 'rate-limit', 'storage'],
  'rate-limit': ['errors'],
  'root-keys': ['crypto', 'errors'],
  routes: ['domain', 'errors', 'observability', 'plugins', 'rate-limit', 'sign-in', 'storage'],
  'sign-in': ['domain', 'errors'],
  storage: [],
  stream: ['crypto', 'domain', 'errors', 'observability', 'storage'],
};

/**
 * The folders of the analysis, from the bottom up: each imports those before it. The files next to them
 * combine the folders, and no folder imports one of those files.
 */
const analysisLayers = [
  'model',
  'source',
  'syntax',
  'ir',
  'lower',
  'libraries',
  'engine',
  'effects',
  'following',
  'flow',
  'references',
  'uses',
  'incremental',
  'languages',
  'types',
  'catalog',
  'hardcoded',
  'project',
  'rules',
  'suppression',
  'fixes',
  'features',
];

/** In these no two folders import each other, at any depth and over any number of steps. */
const withoutFolderCycles = [
  'analysis',
  'assistants',
  'cli',
  'client',
  'contracts',
  'hardcoded',
  'integrations',
  'review',
  'run',
  'runtime',
  'server',
  'sign-in',
  'vault',
  'vault-client',
  'webview',
];

/** Loaded only by processes. */
const ofProcesses: ReadonlySet<string> = new Set([
  'client/platform/node.ts',
  'server/changes/answer.ts',
  'server/changes/find-base.ts',
  'server/changes/main.ts',
  'server/changes/review-in-child.ts',
  'server/changes/to-changes.ts',
  'server/main.ts',
  'server/platform/node-files.ts',
]);

const root = path.resolve(import.meta.dirname, '../..');

interface Import {
  readonly from: string;
  readonly specifier: string;
}

const imports = Object.keys(mayImport).flatMap(importsOfFolder);

describe('folders', () => {
  it.each(Object.entries(mayImport))('%s imports only what it may: %j', (folder, allowed) => {
    const strays = imports
      .filter(({ from }) => from.startsWith(`${folder}/`))
      .filter(({ specifier }) => specifier.startsWith('.') && !specifier.endsWith('/package.json'))
      .map((one) => ({ from: one.from, target: folderOf(one) }))
      .filter(({ target }) => target !== folder && !allowed.includes(target));
    expect(strays).toEqual([]);
  });

  it('are listed in docs/architecture.md', () => {
    const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
    const rows = (/## Allowed imports\n(.*?)\n## /s.exec(page)?.[1] ?? '').matchAll(
      /^\| `([\w-]+)` *\|(.*)\|$/gm,
    );
    const listed = [...rows].map(([, folder = '', names = '']): readonly [string, readonly string[]] => [
      folder,
      [...names.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name).toSorted(),
    ]);
    const allowed = Object.entries(mayImport).map(([folder, names]) => [folder, names.toSorted()] as const);
    expect(new Map(listed)).toEqual(new Map(allowed));
  });

  it.each(Object.entries(forbiddenPackages))('%s keeps away from packages like %s', (folder, forbidden) => {
    const strays = imports
      .filter(({ from }) => from.startsWith(`${folder}/`))
      .filter(({ specifier }) => !specifier.startsWith('.') && forbidden.test(specifier));
    expect(strays).toEqual([]);
  });

  it('need no Node where they run in a browser too', () => {
    const strays = imports.filter(
      ({ from, specifier }) =>
        /^(client|server)\//.test(from) && /^node:|\/node$/.test(specifier) && !ofProcesses.has(from),
    );
    expect(strays).toEqual([]);
  });

  it('have no import cycles between files', () => {
    const edges = imports.filter(({ specifier }) => specifier.startsWith('.'));
    expect(findCycle(edges.map((one) => [one.from, targetOf(one)] as const))).toBeUndefined();
  });

  it.each(withoutFolderCycles)('inside of %s do not import each other', (folder) => {
    const edges = importsWithin(folder).map(
      ({ from, target }) => [path.posix.dirname(from), path.posix.dirname(target)] as const,
    );
    expect(findCycle(edges.filter(([from, target]) => from !== target))).toBeUndefined();
  });

  it.each(['sandbox', 'value'])('values in answers (%s) are read only by code that runs programs', (file) => {
    const readers = imports.filter(({ specifier }) => specifier.endsWith(`vault-client/${file}.ts`));
    expect(readers.map(({ from }) => from)).toEqual(['run/run-vault.ts']);
  });
});

describe('folders of the analysis', () => {
  const inAnalysis = importsWithin('analysis').map(({ from, target }) => ({
    from,
    target,
    layers: [from, target].map((file) => layerOf(file)),
  }));

  it('are all layers', () => {
    const folders = readdirSync(path.join(root, 'analysis'), { withFileTypes: true });
    expect(folders.filter((one) => one.isDirectory()).map(({ name }) => name)).toEqual(
      analysisLayers.toSorted(),
    );
  });

  it('import only what is below them', () => {
    expect(inAnalysis.filter(({ layers: [from = 0, target = 0] }) => target > from)).toEqual([]);
  });
});

describe('panels', () => {
  it('are drawn by one class, which keeps values, selection and focus', () => {
    const drawn = sourcesBelow('webview').filter((file) =>
      /import \{[^}]*\brender\b[^}]*\} from 'lit'/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(drawn).toEqual(['webview/common/drawing.ts']);
  });
});

describe('folders of the vault', () => {
  const inVault = imports.filter(({ from }) => from.startsWith('vault/'));

  it.each(Object.entries(mayImportInVault))('%s imports only what it may: %j', (folder, allowed) => {
    const strays = inVault
      .filter(({ from }) => from.startsWith(`vault/${folder}/`))

      .filter(({ specifier }) => specifier.startsWith('.'))
      .map((one) => ({ from: one.from, target: targetOf(one) }))
      .filter(({ target }) => target.startsWith('vault/'))
      .filter(({ target }) => ![folder, ...allowed].includes(target.split('/')[1] ?? ''));
    expect(strays).toEqual([]);
  });

  it('storage alone knows the drivers of its engines', () => {
    const drivers = inVault.filter(({ specifier }) => /^(better-sqlite3|kysely|pg)($|[/-])/.test(specifier));
    expect(drivers.filter(({ from }) => !from.startsWith('vault/storage/'))).toEqual([]);
    expect(drivers.length).toBeGreaterThan(0);
  });

  it('code that answers requests knows no engine of the storage', () => {
    const strays = inVault.filter(
      ({ from, specifier }) =>
        /^vault\/(routes|domain|plugins)\//.test(from) && /storage\/(sqlite|postgres)/.test(specifier),
    );
    expect(strays).toEqual([]);
  });

  it('rules know nothing of the server that applies them', () => {
    const strays = inVault.filter(
      ({ from, specifier }) =>
        /^vault\/(crypto|domain|storage)\//.test(from) && /^(@?fastify|pino)/.test(specifier),
    );
    expect(strays).toEqual([]);
  });
});

function importsOfFolder(folder: string): Import[] {
  return sourcesBelow(folder).flatMap((from) =>
    specifiersOf(readFileSync(path.join(root, from), 'utf8')).map((specifier) => ({ from, specifier })),
  );
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name));
}

function specifiersOf(text: string): string[] {
  const pattern =
    /(?:^|[;\s])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function targetOf({ from, specifier }: Import): string {
  return path.posix.join(path.posix.dirname(from), specifier);
}

function folderOf(one: Import): string {
  return targetOf(one).split('/')[0] ?? '';
}

/** The imports of a folder within the same part. */
function importsWithin(folder: string): { readonly from: string; readonly target: string }[] {
  return imports
    .filter(({ from, specifier }) => from.startsWith(`${folder}/`) && specifier.startsWith('.'))
    .map((one) => ({ from: one.from, target: targetOf(one) }))
    .filter(({ target }) => target.startsWith(`${folder}/`));
}

/** The files next to the folders are above all of them. */
function layerOf(file: string): number {
  const [, folder = '', inFolder] = file.split('/');
  return inFolder === undefined ? analysisLayers.length : analysisLayers.indexOf(folder);
}

/** Depth-first search; returns the first cycle met. */
function findCycle(edges: readonly (readonly [string, string])[]): readonly string[] | undefined {
  const targets = new Map<string, Set<string>>();
  for (const [from, target] of edges) targets.set(from, (targets.get(from) ?? new Set()).add(target));
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of targets.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of targets.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}
