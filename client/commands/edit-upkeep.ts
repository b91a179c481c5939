import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { askInOrder, textQuestion } from '../common/questions.ts';
import { translate } from '../common/translate.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import { type Done, doneOf } from './one-by-one.ts';
import { showDone } from './show-done.ts';
import { namesIn, pickSecret } from './subject.ts';
import { commonInput, upkeepChange, type UpkeepPart, upkeepProblem } from './upkeep.ts';

/** Records the owner, the labels, the expiry or the rotation of the selected secrets of the account. */
export async function editUpkeep(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'secrets:write');
  if (!signedIn) return;
  const names = await namesToEdit(app, namesIn(argument, selected));
  if (names.length === 0) return;
  const { vault, accountId } = signedIn;
  await withErrorMessage(app, async () => {
    const secrets = (await vault.secrets(accountId)).filter(({ name }) => names.includes(name));
    const part = await choosePart(names, secrets);
    const input = part && (await askFor(part, names, commonInput(part, secrets)));
    if (part === undefined || input === undefined) return;
    const tags = new Map(secrets.map(({ name, etag }) => [name, etag]));
    const done = await doneOf(names, (name) =>
      vault.changeSecret(accountId, name, upkeepChange(part, input), tags.get(name) ?? 'unknown'),
    );
    app.session.changed();
    showDone(done, savedText(done));
  });
}

async function namesToEdit(app: App, given: readonly string[]): Promise<readonly string[]> {
  if (given.length > 0) return given;
  const picked = await pickSecret(app, vscode.l10n.t('Edit Owner and Dates of Which Secret?'));
  return picked === undefined ? [] : [picked];
}

interface PartItem extends vscode.QuickPickItem {
  readonly part: UpkeepPart;
}

async function choosePart(
  names: readonly string[],
  secrets: readonly SecretMetadata[],
): Promise<UpkeepPart | undefined> {
  const item = (part: UpkeepPart, label: string, detail: string): PartItem => ({
    part,
    label,
    description: commonInput(part, secrets),
    detail,
  });
  const items = [
    item('owner', vscode.l10n.t('Owner'), vscode.l10n.t('Contact (person or team)')),
    item('labels', vscode.l10n.t('Labels'), vscode.l10n.t('Words to find it by')),
    item(
      'expiresOn',
      vscode.l10n.t('Expires on'),
      vscode.l10n.t('The first day on which the value no longer works'),
    ),
    item(
      'rotateEveryDays',
      vscode.l10n.t('Rotate every … days'),
      vscode.l10n.t('How often to rotate the value'),
    ),
  ];
  return (await vscode.window.showQuickPick(items, { title: titleFor(names) }))?.part;
}

/** Undefined if the user cancels. */
async function askFor(
  part: UpkeepPart,
  names: readonly string[],
  value: string,
): Promise<string | undefined> {
  const prompts: Readonly<Record<UpkeepPart, string>> = {
    owner: vscode.l10n.t('Contact (person or team). Leave it empty to remove it.'),
    labels: vscode.l10n.t('Words separated by commas. Leave it empty to remove them.'),
    expiresOn: vscode.l10n.t(
      'The first day on which the value no longer works. Leave it empty to remove it.',
    ),
    rotateEveryDays: vscode.l10n.t('Number of days between rotations. Leave it empty to remove it.'),
  };
  const placeholders: Readonly<Record<UpkeepPart, string>> = {
    owner: vscode.l10n.t('Payments team'),
    labels: 'payments, live',
    expiresOn: '2027-01-31',
    rotateEveryDays: '90',
  };
  const question = textQuestion({
    title: titleFor(names),
    prompt: prompts[part],
    placeholder: placeholders[part],
    value,
    feedback: (text) => upkeepProblem(part, text, translate) ?? pastDay(part, text),
  });
  return (await askInOrder([question])) ? question.box.value : undefined;
}

/** Not refused, because the value may have expired without anyone noticing. */
function pastDay(part: UpkeepPart, input: string): vscode.InputBoxValidationMessage | undefined {
  const day = input.trim();
  if (part !== 'expiresOn' || day === '' || day >= new Date().toISOString().slice(0, 10)) return undefined;
  return {
    message: vscode.l10n.t('This day has passed.'),
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}

function titleFor(names: readonly string[]): string {
  const [first = ''] = names;
  return names.length === 1
    ? vscode.l10n.t('Owner and Dates of "{0}"', first)
    : vscode.l10n.t('Owner and Dates of {0} Secrets', names.length);
}

function savedText({ succeeded, failures }: Done): string {
  const count = succeeded.length;
  if (failures.length > 0)
    return vscode.l10n.t('Saved {0} of {1} secrets. {2}', count, count + failures.length, failures.join(' '));
  return count === 1
    ? vscode.l10n.t('$(check) Saved "{0}"', succeeded[0] ?? '')
    : vscode.l10n.t('$(check) Saved {0} secrets', count);
}
