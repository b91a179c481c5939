import * as vscode from 'vscode';
import { limits } from '../../contracts/secret.ts';
import { hasLostLines, withPastedLines } from './pasted-lines.ts';
import { askInOrder, type Question, withEye } from '../common/questions.ts';

interface AskingOptions {
  readonly prompt?: string;
  /** Closes the box, as if the user had cancelled. */
  readonly signal?: AbortSignal;
}

/** Prompts only for a value. */
export async function askForValue(
  title: string,
  problem: (value: string) => string | undefined,
  { signal, ...options }: AskingOptions = {},
): Promise<string | undefined> {
  const question = valueQuestion(problem, options);
  question.box.title = title;
  return (await askInOrder([question], signal)) ? question.value() : undefined;
}

interface ValueQuestion extends Question {
  /** The accepted value. */
  readonly value: () => string;
}

/**
 * Asks for a value. The box hides it unless the user presses the eye, and the value exists only in the box and in
 * the result. Because the box has a single line, the line breaks of a pasted value are restored from the clipboard.
 */
export function valueQuestion(
  problem: (value: string) => string | undefined,
  {
    prompt = vscode.l10n.t('The value goes straight to the vault and cannot be shown here again.'),
  }: Pick<AskingOptions, 'prompt'> = {},
): ValueQuestion {
  const box = vscode.window.createInputBox();
  const mayBeEmpty = problem('') === undefined;
  box.prompt = prompt;
  box.placeholder = mayBeEmpty
    ? vscode.l10n.t('Leave empty to keep the stored value')
    : vscode.l10n.t('Value');
  box.ignoreFocusOut = true;
  let before = '';
  let accepted = '';
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

  box.onDidChangeValue((value) => void changed(value));
  return {
    box,
    shows: withEye(box),
    accepts: async () => {
      accepted = await valueOf(box.value);
      box.validationMessage = problemOf(accepted, problem);
      return box.validationMessage === undefined;
    },
    value: () => accepted,
  };
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
  return vscode.l10n.t('{0} lines pasted; all are kept.', value.trimEnd().split('\n').length);
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
