import * as vscode from 'vscode';
import type { ProofOfSignIn } from '../../sign-in/provider.ts';
import type { DeviceCode } from '../../sign-in/sign-in-with-device.ts';
import { hostOf, type Provider, type SignInParts } from './sign-in.ts';

/** Signs in with the browser on this machine. `undefined` if the user cancels. */
export function proveWithBrowser(
  provider: Provider,
  { load, fetch }: SignInParts,
): Promise<ProofOfSignIn | undefined> {
  const title = vscode.l10n.t('Sign in at {0} with your browser', hostOf(provider.issuer));
  return untilGivenUp(title, longestWait, ({ signal }) => {
    const { signInWithBrowser, listenOnLoopback } = load();
    return signInWithBrowser(provider, {
      fetch,
      listen: listenOnLoopback,
      openUrl: (url) => void openPage(url),
      signal,
    });
  });
}

/** Signs in with a code on any device. `undefined` if the user cancels. */
export function proveWithDevice(
  provider: Provider,
  { load, fetch }: SignInParts,
): Promise<ProofOfSignIn | undefined> {
  const title = vscode.l10n.t('Waiting for you to sign in at {0}', hostOf(provider.issuer));
  return untilGivenUp(title, longestWait * 3, ({ signal, report, giveUp }) => {
    const showCode = (shown: DeviceCode): void => {
      report(vscode.l10n.t('The code is {0}.', shown.code));
      void offerCode(shown).then((goesOn) => goesOn || giveUp());
    };
    return load().signInWithDevice(provider, { fetch, showCode, signal });
  });
}

const longestWait = 300_000;

interface Waiting {
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
  readonly giveUp: () => void;
}

async function untilGivenUp<T>(
  title: string,
  milliseconds: number,
  work: (waiting: Waiting) => Promise<T>,
): Promise<T | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const givenUp = new AbortController();
    const giveUp = (): void => givenUp.abort();
    token.onCancellationRequested(giveUp);
    const signal = AbortSignal.any([givenUp.signal, AbortSignal.timeout(milliseconds)]);
    try {
      return await work({ signal, giveUp, report: (message) => progress.report({ message }) });
    } catch (error) {
      if (givenUp.signal.aborted) return undefined;
      throw error;
    }
  });
}

/** False if the user closes the message, which cancels the sign-in. */
async function offerCode({ url, code }: DeviceCode): Promise<boolean> {
  const open = vscode.l10n.t('Copy Code and Open Page');
  const detail = vscode.l10n.t(
    'Enter it at {0}, on this or any other device. This window continues automatically once you have signed in there.',
    url,
  );
  const message = vscode.l10n.t('Your sign-in code is {0}', code);
  const chosen = await vscode.window.showInformationMessage(message, { modal: true, detail }, open);
  if (chosen === undefined) return false;
  await vscode.env.clipboard.writeText(code);
  await openPage(url);
  return true;
}

async function openPage(url: string): Promise<void> {
  if (await vscode.env.openExternal(vscode.Uri.parse(url, true))) return;
  const copy = vscode.l10n.t('Copy Address');
  const message = vscode.l10n.t('The editor could not open a browser. Open the address yourself.');
  const chosen = await vscode.window.showWarningMessage(message, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(url);
}
