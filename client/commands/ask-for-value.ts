import * as vscode from 'vscode';
import { limits } from '../../contracts/secret.ts';
import { hasLostLines, withPastedLines } from './pasted-lines.ts';

interface AskingOptions {
  readonly prompt?: string;
  /** Closes the box, as if the user had cancelled. */
  readonly signal?: AbortSignal;
}

/**
 * Prompts for a value. The box hides the input, and the value exists only in the box and in the result.
 * Because the box has a single line, the line breaks of a pasted value are restored from the clipboard.
 */
export function askForValue(
  title: string,
  problem: (value: string) => string | undefined,
  {
    prompt = vscode.l10n.t('The value goes straight to the vault and cannot be shown here again.'),
    signal,
  }: AskingOptions = {},
): Promise<string | undefined> {
  if (signal?.aborted) return Promise.resolve(undefined);
  const box = vscode.window.createInputBox();
  const mayBeEmpty = problem('') === undefined;
  box.title = title;
  box.prompt = prompt;
  box.placeholder = mayBeEmpty
    ? vscode.l10n.t('Leave empty to keep the stored value')
    : vscode.l10n.t('Value');
  box.password = true;
  box.ignoreFocusOut = true;
  let before = '';
  let clipboard = Promise.resolve('');
  const valueOf = async (text: string): Promise<string> => withPastedLines(text, await clipboard) ?? text;

  const changed = async (text: string): Promise<void> => {
    // Only pasting adds several characters in one change.
    if (text.length - before.length > 1) clipboard = readClipboard();
    before = text;
    const value = await valueOf(text);
    // The text has changed since then; a later event handles that change.
    if (box.value !== text) return;
    box.prompt = value === text ? prompt : linesPasted(value);
    box.validationMessage = problemOf(value, problem);
  };

  return new Promise((resolve) => {
    const accept = async (): Promise<void> => {
      const value = await valueOf(box.value);
      box.validationMessage = problemOf(value, problem);
      if (box.validationMessage !== undefined) return;
      resolve(value);
      box.hide();
    };
    box.onDidChangeValue((value) => void changed(value));
    box.onDidAccept(() => void accept());
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    signal?.addEventListener('abort', () => box.hide(), { once: true });
    box.show();
  });
}

/** Empty if the editor cannot read the clipboard. */
async function readClipboard(): Promise<string> {
  try {
    return await vscode.env.clipboard.readText();
  } catch {
    return '';
  }
}

function linesPasted(value: string): string {
  return vscode.l10n.t('{0} lines pasted; all are kept.', value.split('\n').length);
}

function problemOf(value: string, problem: (value: string) => string | undefined): string | undefined {
  if (!hasLostLines(value)) return problem(value);
  return vscode.l10n.t('The key lost its line breaks. Copy it again and paste it here.');
}

export function isUsableValue(value: string): string | undefined {
  return value === '' ? vscode.l10n.t('Enter a value.') : isShortEnough(value);
}

export function isShortEnough(value: string): string | undefined {
  return new TextEncoder().encode(value).length > limits.valueBytes
    ? vscode.l10n.t('The value is larger than {0} bytes.', limits.valueBytes)
    : undefined;
}
