import * as vscode from 'vscode';
import { compareNames } from '../../contracts/name-order.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { SecretOfAgent } from '../../contracts/ids.ts';
import type { App } from '../app/app.ts';
import type { SnippetSubject } from '../snippets/snippet.ts';
import { isRecord } from '../../contracts/guards.ts';

/**
 * The name of the secret that a command applies to, whether the argument is a tree node or comes from a code
 * action.
 */
export function nameIn(argument: unknown): string | undefined {
  const node = recordOf(argument);
  if (node?.['type'] === 'field') return nameIn(node['parent']);
  const name = recordOf(node?.['secret'])?.['name'] ?? node?.['name'];
  return typeof name === 'string' ? name : undefined;
}

/** The names of all selected rows, without duplicates. If the given row is not selected, only its name. */
export function namesIn(argument: unknown, selected: unknown): readonly string[] {
  const rows: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [argument];
  return [...new Set(rows.flatMap((row) => nameIn(row) ?? []))];
}

/** A secret, a field of a secret, or an environment secret, from a tree node. */
export function snippetSubjectIn(argument: unknown): SnippetSubject | undefined {
  const name = nameIn(argument);
  if (name === undefined) return undefined;
  if (isEnvironmentSecret(argument)) return { name, dialect: 'environment' };
  const field = recordOf(argument)?.['field'];
  return typeof field === 'string' ? { name, field } : { name };
}

/** The argument that a quick fix passes. */
export function secretOfAgentIn(argument: unknown): SecretOfAgent | undefined {
  const { name, agentId, fields, place } = recordOf(argument) ?? {};
  if (typeof name !== 'string' || typeof agentId !== 'string') return undefined;
  const known = Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [];
  return { name, agentId, fields: known, ...(typeof place === 'string' && { place }) };
}

/** Prompts for one of the current agent's secrets. With `copy`, each row also has a button that copies. */
export async function pickSecret(
  app: App,
  title: string,
  wanted: (secret: CatalogSecret) => boolean = () => true,
  agent = app.currentAgent.agent,
  copy?: (name: string) => Promise<void>,
): Promise<string | undefined> {
  const catalog = agent && (await app.session.catalog(agent.agentId));
  if (catalog?.kind !== 'known') return noSecretsHere();
  const secrets = catalog.catalog.secrets.toSorted((one, other) => compareNames(one.name, other.name));
  const items = secrets.filter(wanted).map((secret) => ({
    label: secret.name,
    description: kindText(secret),
    detail: secret.description,
  }));
  return (await pickRow(items, title, copy))?.label;
}

/** `key/value · deprecated` */
export function kindText({ kind, deprecated }: Pick<CatalogSecret, 'kind' | 'deprecated'>): string {
  return [
    ...(kind === 'single' ? [] : [vscode.l10n.t('key/value')]),
    ...(deprecated ? [vscode.l10n.t('deprecated')] : []),
  ].join(' · ');
}

export function noSecretsHere(): undefined {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No secrets are available here. Sign in and open an agent function.'),
  );
}

/** Prompts for a row. Returns its label, and what was typed to filter the rows. */
export function pickRow(
  rows: readonly vscode.QuickPickItem[],
  title: string,
  copy?: (name: string) => Promise<void>,
): Promise<{ readonly label: string; readonly typed: string } | undefined> {
  const list = vscode.window.createQuickPick();
  const button = { iconPath: new vscode.ThemeIcon('copy'), tooltip: vscode.l10n.t('Copy Snippet') };
  list.title = title;
  list.matchOnDetail = true;
  list.items = copy ? rows.map((row) => ({ ...row, buttons: [button] })) : rows;
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      const [row] = list.selectedItems;
      if (row) resolve({ label: row.label, typed: list.value.trim() });
      list.hide();
    });
    list.onDidTriggerItemButton(({ item }) => {
      void copy?.(item.label);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/**
 * Whether the argument is a row of the environment secrets view. Those rows are vault responses, and only
 * they have a creation time.
 */
function isEnvironmentSecret(argument: unknown): boolean {
  const row = recordOf(argument);
  return typeof row?.['name'] === 'string' && typeof row['createdAt'] === 'string' && !('type' in row);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}
