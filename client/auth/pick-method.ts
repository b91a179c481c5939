import * as vscode from 'vscode';
import type { KeyPlace } from '../../sign-in/keys-of-this-machine.ts';
import { hostOf, looksLikeKey, type SignInMethod } from './sign-in.ts';

interface MethodItem extends vscode.QuickPickItem {
  readonly method: SignInMethod;
}

/** Asks how to sign in unless only one method is available. `note` explains why other methods are missing. */
export async function pickMethod(
  url: string,
  methods: readonly SignInMethod[],
  note: string | undefined,
): Promise<SignInMethod | undefined> {
  if (methods.length <= 1 && note === undefined) return methods[0];
  const items = methods.map((method): MethodItem => ({ ...wordsFor(method, url), method }));
  const pick = vscode.window.createQuickPick<MethodItem>();
  pick.items = items;
  pick.title = vscode.l10n.t('Sign In to {0}', url);
  pick.placeholder = note ?? vscode.l10n.t('How do you want to sign in?');
  pick.ignoreFocusOut = true;
  try {
    return await methodPicked(pick);
  } finally {
    pick.dispose();
  }
}

/** If the user pastes a key here, it is passed to the input box that hides its contents. */
function methodPicked(pick: vscode.QuickPick<MethodItem>): Promise<SignInMethod | undefined> {
  return new Promise((resolve) => {
    pick.onDidChangeValue((text) => {
      if (!looksLikeKey(text)) return;
      pick.value = '';
      resolve({ kind: 'paste', key: text.trim() });
    });
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.method));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
}

function wordsFor(method: SignInMethod, url: string): vscode.QuickPickItem {
  switch (method.kind) {
    case 'browser':
      return {
        label: vscode.l10n.t('$(globe) Sign in with your browser'),
        detail: vscode.l10n.t('At {0}, your team’s identity provider', hostOf(method.provider.issuer)),
      };
    case 'device':
      return {
        label: vscode.l10n.t('$(device-mobile) Sign in with a code'),
        detail: vscode.l10n.t('Enter it at {0}, on this or any other device', hostOf(method.provider.issuer)),
      };
    case 'found':
      return {
        label: programOf(method.place),
        detail: vscode.l10n.t('Reads {0} and sends the key to {1}', whereOf(method.place), hostOf(url)),
      };
    case 'paste':
      return {
        label: vscode.l10n.t('$(key) Paste a vault key'),
        detail: vscode.l10n.t('A key that an account admin gave you'),
      };
  }
}

function programOf({ program }: KeyPlace): string {
  return program === 'commandLine'
    ? vscode.l10n.t('$(terminal) Use the key of "agent-secrets login"')
    : vscode.l10n.t('$(terminal) Use the key of the agent platform’s command line');
}

function whereOf(place: KeyPlace): string {
  return 'file' in place ? place.file : place.variables.join(', ');
}
