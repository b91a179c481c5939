import * as vscode from 'vscode';
import type { Identity } from '../../contracts/vault-api/identity.ts';
import { withEye } from '../common/questions.ts';
import { VaultError, type VaultClient } from '../../vault-client/index.ts';

export interface AcceptedKey {
  readonly key: string;
  readonly identity: Identity;
  readonly origin: 'signIn' | 'key';
}

/**
 * Prompts for a key until the vault accepts one or the user cancels, which returns `undefined`. The key
 * exists only in the input box and in the result.
 */
export async function askForKey(
  url: string,
  connect: (key: string) => VaultClient,
  pasted = '',
): Promise<AcceptedKey | undefined> {
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('Sign In to {0}', url);
  box.prompt = vscode.l10n.t('Paste your vault key. It is kept in the editor’s secret storage.');
  box.placeholder = vscode.l10n.t('Vault key');
  box.value = pasted;
  box.ignoreFocusOut = true;
  try {
    return await new Promise<AcceptedKey | undefined>((resolve) => {
      box.onDidChangeValue(() => (box.validationMessage = undefined));
      box.onDidAccept(() => void tryBox(box, connect).then((accepted) => accepted && resolve(accepted)));
      box.onDidHide(() => resolve(undefined));
      withEye(box)([]);
      box.show();
    });
  } finally {
    box.dispose();
  }
}

async function tryBox(
  box: vscode.InputBox,
  connect: (key: string) => VaultClient,
): Promise<AcceptedKey | undefined> {
  const key = box.value.trim();
  if (key === '' || box.busy) return undefined;
  box.busy = true;
  try {
    return await tryKey(key, connect);
  } catch (error) {
    box.validationMessage = refusal(error);
    return undefined;
  } finally {
    box.busy = false;
  }
}

/**
 * Verifies the key with the vault and returns its owner, who must be a user. @throws VaultError,
 * AgentKeyError
 */
export async function tryKey(key: string, connect: (key: string) => VaultClient): Promise<AcceptedKey> {
  const identity = await connect(key).me();
  if (identity.role === 'agent') throw new AgentKeyError();
  return { key, identity, origin: 'key' };
}

/** Agent keys can read values, so they cannot be used to sign in. */
class AgentKeyError extends Error {}

export function refusal(error: unknown): string {
  if (error instanceof AgentKeyError) {
    return vscode.l10n.t('This key belongs to an agent. Paste a personal key.');
  }
  if (!(error instanceof VaultError)) return vscode.l10n.t('The key could not be checked.');
  if (error.code === 'Unauthenticated') return vscode.l10n.t('The vault does not recognize this key.');
  if (error.code === 'CredentialExpired') return vscode.l10n.t('This key has expired or was revoked.');
  return error.message;
}
