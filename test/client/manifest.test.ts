import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleCatalog, exampleFolder } from '../../client/commands/example.ts';
import { authenticationProviderId, commandIds, viewIds } from '../../contracts/ids.ts';
import { settings, settingsSection } from '../../contracts/settings.ts';
import { semanticTokensLegend } from '../../server/features-to-lsp.ts';

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly browser: string;
  readonly capabilities: { readonly virtualWorkspaces: unknown };
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly authentication: readonly { readonly id: string }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly semanticTokenModifiers: readonly { readonly id: string }[];
    readonly semanticTokenScopes: readonly { readonly scopes: Readonly<Record<string, unknown>> }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly viewsWelcome: readonly { readonly contents: string; readonly when: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>>;
    };
  };
}

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'package.json'), 'utf8');
/** Our own file in our own test: the assertions below check its shape. */
const manifest = JSON.parse(text) as Manifest;
const strings = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;
const { contributes } = manifest;

describe('the manifest', () => {
  it('has exactly the commands of the code', () => {
    expect(contributes.commands.map(({ command }) => command).toSorted()).toEqual(
      Object.values(commandIds).toSorted(),
    );
  });

  it('puts only its own commands into menus', () => {
    const known = new Set<string>(Object.values(commandIds));
    const strays = Object.values(contributes.menus)
      .flat()
      .filter(({ command }) => !known.has(command));
    expect(strays).toEqual([]);
  });

  it('offers the lifecycle commands of a secret on its row, to users who can run them', () => {
    expect(rowMenu('secret readable mayWrite mayList')).toEqual(
      expect.arrayContaining([commandIds.editSecret, commandIds.rotateSecret, commandIds.viewHistory]),
    );
    expect(rowMenu('secret ungranted mayList')).toContain(commandIds.viewHistory);
    const ofAuthor = [
      ...rowMenu('secret readable mayRequest'),
      ...rowMenu('field readable mayWrite mayList'),
    ];
    expect(ofAuthor).not.toContain(commandIds.editSecret);
    expect(ofAuthor).not.toContain(commandIds.rotateSecret);
    expect(ofAuthor).not.toContain(commandIds.viewHistory);
  });

  it('offers snippets of environment secrets too', () => {
    expect(rowMenu('environment', viewIds.environment)).toEqual(
      expect.arrayContaining([commandIds.insertSnippet, commandIds.copySnippet]),
    );
  });

  it('offers to move the selection, to users who can create secrets', () => {
    const [row] = contributes.menus['editor/context'] ?? [];
    expect(row?.command).toBe(commandIds.moveToVault);
    expect(row?.when.split(' && ')).toEqual(
      expect.arrayContaining(['agentSecrets.mayCreate', 'editorHasSelection']),
    );
  });

  it('offers to move a credential to the vault in the palette only to users who can create secrets', () => {
    const palette = contributes.menus['commandPalette'] ?? [];
    const conditionOf = (id: string): string => palette.find(({ command }) => command === id)?.when ?? '';
    expect(conditionOf(commandIds.moveToVault)).toContain(`(${conditionOf(commandIds.addSecret)}) && `);
  });

  it('offers no command to users who are signed out that only works with names', () => {
    const palette = new Map(contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
    const { copyName, copySnippet, insertSnippet, findReferences, showInSecretsView } = commandIds;
    for (const command of [copyName, copySnippet, insertSnippet, findReferences, showInSecretsView])
      expect(palette.get(command), command).toContain('agentSecrets.state != signedOut');
  });

  it('has the views and the authentication provider of the code', () => {
    expect(contributes.views[viewIds.container]?.map(({ id }) => id)).toEqual([
      viewIds.secrets,
      viewIds.environment,
      viewIds.requests,
    ]);
    expect(contributes.authentication.map(({ id }) => id)).toEqual([authenticationProviderId]);
  });

  it('has exactly the settings of the code, with the same defaults', () => {
    const ours = Object.values(settings).map((setting) => [
      `${settingsSection}.${setting.key}`,
      setting.default,
    ]);
    const theirs = Object.entries(contributes.configuration.properties).map(([key, value]) => [
      key,
      value.default,
    ]);
    expect(Object.fromEntries(theirs)).toEqual(Object.fromEntries(ours));
  });

  it('describes the colors that the server sends', () => {
    const modifiers = contributes.semanticTokenModifiers.map(({ id }) => id);
    expect(modifiers).toEqual(semanticTokensLegend.tokenModifiers);
    const [type] = semanticTokensLegend.tokenTypes;
    const scopes = contributes.semanticTokenScopes.flatMap((entry) => Object.keys(entry.scopes));
    expect(scopes).toEqual(modifiers.map((modifier) => `${type}.${modifier}`));
  });

  it('leads users whose sign-in has ended to that of another window, which a browser does not report', () => {
    const row = contributes.viewsWelcome.find(({ contents }) => contents === '%welcome.otherWindow%');
    expect(row?.when.split(' && ')).toEqual(['agentSecrets.state == keyRefused', 'isWeb']);
    expect(strings['welcome.otherWindow']).toContain('(command:workbench.action.reloadWindow)');
  });

  it('does not let a workspace choose where the key is sent', () => {
    expect(contributes.configuration.properties['agentSecrets.vault.url']?.scope).toBe('application');
  });

  it('translates every string, and has no unused translation', () => {
    const used = [...text.matchAll(/%([\w.]+)%/g)].map((match) => match[1]);
    const known = Object.keys(strings).filter((key) => !['displayName', 'description'].includes(key));
    expect([...new Set(used)].toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(
      known.toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it('starts commands with a verb and marks those that ask for more', () => {
    const titles = contributes.commands.map(({ title }) => strings[title.replaceAll('%', '')] ?? '');
    expect(
      titles.filter((title) => !/^[A-Z][a-z]+( [A-Z][a-z]+| and| for| of| the| in| to)*[…?]?$/.test(title)),
    ).toEqual([]);
  });

  it('runs in browsers and in virtual workspaces, without what needs a process', () => {
    expect(manifest.browser).toBe('./dist/web/extension.js');
    expect(manifest.capabilities.virtualWorkspaces).toBe(true);
    const buttons = contributes.menus['editor/title/run'] ?? [];
    expect(buttons.length).toBeGreaterThan(0);
    expect(buttons.filter(({ when }) => !when.includes('(!isWeb || remoteName)'))).toEqual([]);
  });

  it('is compiled against the types of the oldest supported editor', () => {
    expect(`^${manifest.devDependencies['@types/vscode']}`).toBe(manifest.engines.vscode);
  });
});

/** Commands in the menu of a row. */
function rowMenu(contextValue: string, view: string = viewIds.secrets): readonly string[] {
  const rows = contributes.menus['view/item/context'] ?? [];
  return rows
    .filter(({ when }) => when.startsWith(`view == ${view} `))
    .filter(({ when }) => new RegExp(/viewItem =~ \/(.*)\//.exec(when)?.[1] ?? '^$').test(contextValue))
    .map(({ command }) => command);
}

describe('the first minutes', () => {
  const [walkthrough, ...others] = contributes.walkthroughs;
  const steps = walkthrough?.steps ?? [];
  const ours = new Set<string>([
    ...Object.values(commandIds),
    ...Object.values(viewIds).map((id) => `${id}.focus`),
  ]);
  const ourCommands = (texts: readonly string[]) =>
    texts.flatMap((words) => words.match(/\bagentSecrets\.[\w.]+(?=\))/g) ?? []);

  it('are one walkthrough of at most five steps, each with a button', () => {
    expect(others).toEqual([]);
    expect(steps).toHaveLength(5);
    const words = steps.map(({ description }) => strings[description.replaceAll('%', '')] ?? '');
    expect(words.filter((line) => !/^\[[^\]]+\]\(command:/m.test(line))).toEqual([]);
  });

  it('have a picture in theme colors for each step, with a description', () => {
    for (const { media } of steps) {
      const picture = readFileSync(path.join(root, media.svg), 'utf8');
      expect(picture).toContain('var(--vscode-editor-foreground');
      expect(picture).not.toMatch(/<script|href=|url\(/);
      expect(strings[media.altText.replaceAll('%', '')]).toMatch(/^[A-Z].{30,}\.$/);
    }
  });

  it('lead to existing commands and views, and complete only on existing ones', () => {
    const links = ourCommands(Object.values(strings));
    expect(links).toContain(commandIds.openExample);
    expect(links.filter((id) => !ours.has(id))).toEqual([]);
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    const named = events.flatMap((event) => /^on(?:Command|View):(agentSecrets\..+)$/.exec(event)?.[1] ?? []);
    const known = new Set<string>([...ours, ...Object.values(viewIds)]);
    // A view that was open before the walkthrough triggers no event in the editor; its button does.
    expect(named).toEqual(expect.arrayContaining([viewIds.secrets, `${viewIds.secrets}.focus`]));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('are linked from the view of a new user', () => {
    const address = encodeURIComponent(
      JSON.stringify(`${manifest.publisher}.${manifest.name}#${walkthrough?.id}`),
    );
    for (const key of ['welcome.signedOut', 'welcome.noAgent'])
      expect(strings[key]).toContain(`(command:workbench.action.openWalkthrough?${address})`);
  });

  it('have an example that is in the package', () => {
    const shipped = readFileSync(path.join(root, '.vscodeignore'), 'utf8').split('\n');
    expect(shipped).toEqual(
      expect.arrayContaining([`!${exampleFolder}/**`, `!${exampleCatalog}`, '!media/**/*.svg']),
    );
    for (const file of [`${exampleFolder}/project.yaml`, `${exampleFolder}/README.md`, exampleCatalog])
      expect(existsSync(path.join(root, file)), file).toBe(true);
  });
});
