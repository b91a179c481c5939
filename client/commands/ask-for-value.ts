import * as vscode from 'vscode';
import { hasLostLines, withPastedLines } from './pasted-lines-model.ts';

/**
 * The box hides what is typed; the value is in it and in the answer, nowhere else. It has one line: the lines
 * of a paste are taken from the clipboard.
 */
export function askForValue(
  title: string,
  problem: (value: string) => string | undefined,
): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  const mayBeEmpty = problem('') === undefined;
  const prompt = vscode.l10n.t('The value goes straight to the vault. Nobody can read it here again.');
  box.title = title;
  box.prompt = prompt;
  box.placeholder = mayBeEmpty
    ? vscode.l10n.t('Leave empty to keep the stored value')
    : vscode.l10n.t('Value');
  box.password = true;
  box.ignoreFocusOut = true;
  let before = '';
  let lines = Promise.resolve<string | undefined>(undefined);

  /** Only a paste adds several characters. */
  const changed = async (value: string): Promise<void> => {
    const isPaste = value.length - before.length > 1;
    before = value;
    lines = isPaste ? linesOf(value) : Promise.resolve(undefined);
    const whole = await lines;
    // A later change has a say of its own.
    if (box.value !== value) return;
    box.prompt = whole === undefined ? prompt : linesPasted(whole);
    // An empty box is no mistake before somebody has typed.
    box.validationMessage = whole === undefined && value !== '' ? problemOf(value, problem) : undefined;
  };

  return new Promise((resolve) => {
    const accept = async (): Promise<void> => {
      const value = (await lines) ?? box.value;
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
    box.show();
  });
}

/** Undefined where nothing was lost, or the clipboard cannot be read. */
async function linesOf(value: string): Promise<string | undefined> {
  try {
    return withPastedLines(value, await vscode.env.clipboard.readText());
  } catch {
    return undefined;
  }
}

function linesPasted(value: string): string {
  return vscode.l10n.t('{0} lines pasted; all are kept.', value.split('\n').length);
}

function problemOf(value: string, problem: (value: string) => string | undefined): string | undefined {
  if (!hasLostLines(value)) return problem(value);
  return vscode.l10n.t('The key lost its line breaks. Copy it again and paste it here.');
}
