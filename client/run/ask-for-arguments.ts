import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import {
  type Arguments,
  argumentsToRemember,
  isComplete,
  memoryOf,
  problemOf,
  rememberedArguments,
  shownArgument,
} from './function.ts';
import type { SubjectFunction } from './subject-function.ts';
import type { FunctionParameter } from '../../contracts/lsp-messages.ts';

/**
 * The arguments that the user passes to the function, prefilled with the previous ones; `undefined` if the
 * user cancels.
 */
export async function knownArguments(
  { memory }: App,
  { document, agent, runnable: { name = '', parameters } }: SubjectFunction,
  title: string,
): Promise<Arguments | undefined> {
  const path = document.uri.toString().slice(agent.rootUri.length + 1);
  const place = memoryOf(agent.agentId, path, name);
  const given = await askForArguments(title, parameters, rememberedArguments(parameters, memory.get(place)));
  if (given) await memory.update(place, argumentsToRemember(parameters, given));
  return given;
}

/**
 * Prompts for each parameter in turn. If all values are stored from the last run, shows them in a single list
 * instead, where Enter runs the function and each value can be changed. `undefined` if the user cancels.
 */
function askForArguments(
  title: string,
  parameters: readonly FunctionParameter[],
  before: Arguments,
): Promise<Arguments | undefined> {
  if (parameters.length === 0) return Promise.resolve({});
  return isComplete(parameters, before) && Object.keys(before).length > 0
    ? confirmed(title, parameters, before)
    : askedInTurn(title, parameters, before);
}

async function askedInTurn(
  title: string,
  parameters: readonly FunctionParameter[],
  before: Arguments,
): Promise<Arguments | undefined> {
  let given = before;
  for (const [index, parameter] of parameters.entries()) {
    const step =
      parameters.length > 1 ? vscode.l10n.t('{0} ({1} of {2})', title, index + 1, parameters.length) : title;
    const changed = await changedBy(step, parameter, given);
    if (changed === undefined) return undefined;
    given = changed;
  }
  return given;
}

async function confirmed(
  title: string,
  parameters: readonly FunctionParameter[],
  before: Arguments,
): Promise<Arguments | undefined> {
  let given = before;
  for (;;) {
    const chosen = await vscode.window.showQuickPick(choicesFor(parameters, given), {
      title,
      placeHolder: vscode.l10n.t('Press Enter to run, or choose a parameter to change it'),
    });
    if (chosen === undefined) return undefined;
    if (chosen.parameter === undefined) return given;
    given = (await changedBy(title, chosen.parameter, given)) ?? given;
  }
}

function choicesFor(parameters: readonly FunctionParameter[], given: Arguments) {
  const run = { label: vscode.l10n.t('$(play) Run with these values'), parameter: undefined };
  return [
    run,
    ...parameters.map((parameter) => {
      const text = given[parameter.name];
      const shown = text === undefined ? (parameter.default ?? '') : shownArgument(parameter, text);
      return {
        label: `$(edit) ${parameter.name}`,
        description: shown,
        detail: aboutParameter(parameter),
        parameter,
      };
    }),
  ];
}

/** The arguments, including the one that the user is entering. */
async function changedBy(
  title: string,
  parameter: FunctionParameter,
  given: Arguments,
): Promise<Arguments | undefined> {
  const { name, default: otherwise, isSecret } = parameter;
  const text = await vscode.window.showInputBox({
    title,
    value: given[name] ?? '',
    prompt: promptFor(parameter),
    password: isSecret,
    ignoreFocusOut: true,
    ...(otherwise !== undefined && {
      placeHolder: vscode.l10n.t('Leave empty for the default, {0}', otherwise),
    }),
    validateInput: (typed) => sentenceFor(problemOf(parameter, typed)),
  });
  if (text === undefined) return undefined;
  const { [name]: _, ...others } = given;
  return text === '' && otherwise !== undefined ? others : { ...given, [name]: text };
}

/** `amount (int): Amount in pence` */
function promptFor({ type, ...parameter }: FunctionParameter): string {
  const typed = type === undefined ? parameter.name : `${parameter.name} (${type})`;
  const about = aboutParameter(parameter);
  return about === '' ? typed : `${typed}: ${about}`;
}

/** `int: Amount in pence`, with a note if the value is not stored. */
function aboutParameter({ type, description, isSecret }: FunctionParameter): string {
  const about = [type, description].filter((part) => part !== undefined && part !== '').join(': ');
  if (!isSecret) return about;
  const hidden = vscode.l10n.t('Not saved: it may be a credential.');
  return about === '' ? hidden : `${about}. ${hidden}`;
}

function sentenceFor(problem: ReturnType<typeof problemOf>): string | undefined {
  switch (problem) {
    case 'integer':
      return vscode.l10n.t('Enter a whole number.');
    case 'number':
      return vscode.l10n.t('Enter a number.');
    case 'boolean':
      return vscode.l10n.t('Enter true or false.');
    case undefined:
      return undefined;
  }
}
