import * as vscode from 'vscode';
import type { KeyPlace } from '../../sign-in/keys-of-this-machine.ts';
import { hostOf, looksLikeKey, type WayToSignIn } from './sign-in.ts';

interface WayItem extends vscode.QuickPickItem {
  readonly way: WayToSignIn;
}

/** Asks how to sign in, unless there is only one method. `note` explains why other methods are missing. */
export async function pickWay(
  url: string,
  ways: readonly WayToSignIn[],
  note: string | undefined,
): Promise<WayToSignIn | undefined> {
  if (ways.length <= 1 && note === undefined) return ways[0];
  const items = ways.map((way): WayItem => ({ ...wordsFor(way, url), way }));
  const pick = vscode.window.createQuickPick<WayItem>();
  pick.items = items;
  pick.title = vscode.l10n.t('Sign In to {0}', url);
  pick.placeholder = note ?? vscode.l10n.t('How do you want to sign in?');
  pick.ignoreFocusOut = true;
  try {
    return await wayPicked(pick);
  } finally {
    pick.dispose();
  }
}

/** A key pasted here is passed on to the input box that hides it. */
function wayPicked(pick: vscode.QuickPick<WayItem>): Promise<WayToSignIn | undefined> {
  return new Promise((resolve) => {
    pick.onDidChangeValue((text) => {
      if (!looksLikeKey(text)) return;
      pick.value = '';
      resolve({ kind: 'paste', key: text.trim() });
    });
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.way));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
}

function wordsFor(way: WayToSignIn, url: string): vscode.QuickPickItem {
  switch (way.kind) {
    case 'browser':
      return {
        label: vscode.l10n.t('$(globe) Sign in with your browser'),
        detail: vscode.l10n.t('At {0}, your team’s identity provider', hostOf(way.provider.issuer)),
      };
    case 'device':
      return {
        label: vscode.l10n.t('$(device-mobile) Sign in with a code'),
        detail: vscode.l10n.t('Enter it at {0}, on this or any other device', hostOf(way.provider.issuer)),
      };
    case 'found':
      return {
        label: programOf(way.place),
        detail: vscode.l10n.t('Reads {0} and sends the key to {1}', whereOf(way.place), hostOf(url)),
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
