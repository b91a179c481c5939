import * as vscode from 'vscode';

/** An input box of a command that asks several questions. Its creator shows problems with the input in it. */
export interface Question {
  readonly box: vscode.InputBox;
  /** Called when the user presses Enter; false if the input has a problem. */
  readonly accepts: () => Promise<boolean> | boolean;
  /** Called before the box is shown, also if the user returns to it. */
  readonly shows?: (buttons: readonly vscode.QuickInputButton[]) => void;
}

/**
 * Asks the questions in order. **Back** returns to the question before. Each box keeps its input until all
 * questions are answered. Returns false if the user cancels.
 */
export async function askInOrder(questions: readonly Question[], signal?: AbortSignal): Promise<boolean> {
  const { Back } = vscode.QuickInputButtons;
  let at = 0;
  try {
    for (let question = questions[at]; question; question = questions[at]) {
      if (signal?.aborted) return false;
      const buttons = at > 0 ? [Back] : [];
      if (questions.length > 1) [question.box.step, question.box.totalSteps] = [at + 1, questions.length];
      question.box.buttons = buttons;
      question.shows?.(buttons);
      const outcome = await ask(question, signal);
      if (outcome === 'cancel') return false;
      at += outcome === 'back' ? -1 : 1;
    }
    return true;
  } finally {
    for (const { box } of questions) box.dispose();
  }
}

type Outcome = 'next' | 'back' | 'cancel';

function ask({ box, accepts }: Question, signal: AbortSignal | undefined): Promise<Outcome> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome): void => {
      // When the next box hides this one, that is not a cancellation.
      for (const listener of listeners) listener.dispose();
      signal?.removeEventListener('abort', cancel);
      resolve(outcome);
    };
    const cancel = (): void => end('cancel');
    const listeners = [
      box.onDidAccept(async () => (await accepts()) && end('next')),
      box.onDidTriggerButton((button) => button === vscode.QuickInputButtons.Back && end('back')),
      box.onDidHide(cancel),
    ];
    signal?.addEventListener('abort', cancel);
    box.show();
  });
}

interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** A string is a problem; a message with another severity is only displayed. */
  readonly feedback: (text: string) => string | vscode.InputBoxValidationMessage | undefined;
}

export function textQuestion({ feedback, ...properties }: TextQuestion): Question {
  const box = Object.assign(vscode.window.createInputBox(), properties, { ignoreFocusOut: true });
  const check = (): boolean => {
    box.validationMessage = feedback(box.value);
    return typeof box.validationMessage !== 'string';
  };
  box.onDidChangeValue(check);
  return { box, accepts: check };
}

/**
 * Adds an eye to a box with a value. Returns the function that hides the value and shows the given buttons beside
 * the eye.
 */
export function withEye(box: vscode.InputBox): NonNullable<Question['shows']> {
  let others: readonly vscode.QuickInputButton[] = [];
  let eye: vscode.QuickInputButton | undefined;
  const mask = (isMasked: boolean): void => {
    box.password = isMasked;
    eye = isMasked
      ? { iconPath: new vscode.ThemeIcon('eye'), tooltip: vscode.l10n.t('Show value') }
      : { iconPath: new vscode.ThemeIcon('eye-closed'), tooltip: vscode.l10n.t('Hide value') };
    box.buttons = [...others, eye];
  };
  box.onDidTriggerButton((button) => {
    if (button === eye) mask(!box.password);
  });
  return (buttons) => {
    others = buttons;
    mask(true);
  };
}
