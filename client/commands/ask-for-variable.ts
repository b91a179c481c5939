import * as vscode from 'vscode';
import { limits } from '../../contracts/secret.ts';
import {
  followsVariableConvention,
  suggestedVariableName,
  type VariableNameProblem,
  variableNameProblem,
} from '../snippets/variable-name.ts';
import { askInOrder, type Question, textQuestion } from '../common/questions.ts';

/** Prompts until the vault would accept the name; `undefined` if the user cancels. */
export async function askForVariableName(
  title: string,
  taken: readonly string[],
  proposed = '',
): Promise<string | undefined> {
  const question = variableNameQuestion(title, taken, proposed);
  return (await askInOrder([question])) ? question.box.value : undefined;
}

export function variableNameQuestion(title: string, taken: readonly string[], proposed = ''): Question {
  return textQuestion({
    title,
    value: proposed,
    prompt: vscode.l10n.t('The name of the variable. It cannot be changed later.'),
    placeholder: vscode.l10n.t('For example {0}', 'STRIPE_API_KEY, X_BEARER_TOKEN, APP_SECRET, DB_PASSWORD'),
    feedback: (name) => feedbackOn(name, taken),
  });
}

export function descriptionQuestion(title: string, before: string): Question {
  return textQuestion({
    title,
    value: before,
    prompt: vscode.l10n.t('What it is for. Never write a credential here.'),
    placeholder: vscode.l10n.t('Description (optional)'),
    feedback: (text) =>
      text.length > limits.descriptionLength
        ? vscode.l10n.t('At most {0} characters.', limits.descriptionLength)
        : undefined,
  });
}

function feedbackOn(
  name: string,
  taken: readonly string[],
): string | vscode.InputBoxValidationMessage | undefined {
  const problem = variableNameProblem(name, taken);
  if (problem) return problemText(problem, name);
  if (followsVariableConvention(name)) return undefined;
  const { Info } = vscode.InputBoxValidationSeverity;
  const message = vscode.l10n.t(
    'By convention, the name ends in _API_KEY, _BEARER_TOKEN, _SECRET or _PASSWORD.',
  );
  return { message, severity: Info };
}

function problemText(problem: VariableNameProblem, name: string): string {
  switch (problem) {
    case 'empty':
      return vscode.l10n.t('Enter a name.');
    case 'taken':
      return vscode.l10n.t('You already have an environment secret with this name. Edit that one.');
    case 'too-long':
      return vscode.l10n.t('At most {0} characters.', limits.nameLength);
    case 'steers-programs':
      return vscode.l10n.t('This variable controls what programs run or trust. Choose another name.');
    case 'wrong-form':
      return vscode.l10n.t(
        'Only uppercase letters, digits and underscores, no digit first: {0}',
        suggestedVariableName(name),
      );
  }
}
