import * as vscode from 'vscode';
import { readableNameProblem } from '../common/readable-by-others.ts';
import { askInOrder, textQuestion } from '../common/questions.ts';
import { translate } from '../common/translate.ts';
import type { NewToken } from '../../contracts/vault-api/identity.ts';
import type { SignedIn } from '../session/session-state.ts';

const day = 86_400_000;

/**
 * Issues a key for a person or an agent. The vault shows it only once, so it goes to the clipboard at the
 * user's choice and nowhere else: not to a page, a message or a file. A key that was not copied is revoked,
 * because no one can use it.
 */
export async function issueKey(
  { vault, accountId }: SignedIn,
  owner: string,
  of: Pick<NewToken, 'role' | 'agentId' | 'userId'>,
): Promise<void> {
  const title = vscode.l10n.t('Issue a Key for {0}', owner);
  const naming = textQuestion({
    title,
    prompt: vscode.l10n.t('What the key is for, such as the device or the pipeline'),
    placeholder: vscode.l10n.t('Laptop'),
    value: '',
    feedback: (text) => readableNameProblem(text, translate),
  });
  if (!(await askInOrder([naming]))) return;
  const days = await pickDays(title);
  if (days === undefined) return;
  const name = naming.box.value.trim();
  const expiresAt = new Date(Date.now() + days * day).toISOString();
  const { id, token } = await vault.issueToken(accountId, { ...of, name, expiresAt });
  if (await isCopied(token, name, owner)) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Key "{0}" copied', name), 5000);
    return;
  }
  await vault.revokeToken(accountId, id);
  const text = vscode.l10n.t('The key "{0}" was not copied, so it was revoked.', name);
  void vscode.window.showInformationMessage(text);
}

async function pickDays(title: string): Promise<number | undefined> {
  const items = [30, 90, 180, 365].map((days) => ({ label: vscode.l10n.t('{0} days', days), days }));
  const placeHolder = vscode.l10n.t('How long is it valid?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.days;
}

async function isCopied(token: string, name: string, owner: string): Promise<boolean> {
  const copy = vscode.l10n.t('Copy Key');
  const question = vscode.l10n.t('The key "{0}" for {1} was issued. It is available only now.', name, owner);
  const detail = vscode.l10n.t(
    'Copy it, and send it to its owner over a private channel. If you cancel, it is revoked.',
  );
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, copy)) !== copy)
    return false;
  try {
    await vscode.env.clipboard.writeText(token);
    return true;
  } catch {
    return false;
  }
}
