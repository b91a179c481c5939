import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { callerOf, saveFilesOf, type SubjectFunction, subjectFunction } from '../run/subject-function.ts';
import { catalogToFake, type FakeRun, startFakeRun } from '../run/fake-run.ts';
import type { Arguments } from '../run/function.ts';
import { knownArguments } from '../run/ask-for-arguments.ts';
import { programsOf, showInPlaceOfLast } from '../run/run-terminal.ts';
import { startRun, type StartedRun } from '../run/start-run.ts';

/** Runs a function with its agent's secrets, or a script with the user’s environment secrets. */
export async function runFunction(app: App, argument?: unknown): Promise<void> {
  const subject = await subjectFunction(app, argument);
  if (!subject) return;
  const { name } = subject.runnable;
  if (name === undefined) return run(app, subject, {}, () => startRun(app, subject.agent, 'script'));
  const given = await knownArguments(app, subject, vscode.l10n.t('Run {0}', name));
  const withFakes = (): Promise<void> => runFunctionWithFakes(app, argument);
  if (given) await run(app, subject, given, () => startRun(app, subject.agent, 'function', withFakes));
}

/** Runs a function with made-up values of the correct types. */
export async function runFunctionWithFakes(app: App, argument?: unknown): Promise<void> {
  const subject = await subjectFunction(app, argument);
  if (!subject) return;
  const { name } = subject.runnable;
  if (name === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('A script reads environment variables, not agent secrets, so there is nothing to fake.'),
    );
    return;
  }
  const given = await knownArguments(app, subject, vscode.l10n.t('Run {0} with Fakes', name));
  if (!given) return;
  await run(app, subject, given, async () => {
    const catalog = await catalogToFake(app, subject.agent);
    return catalog && startFakeRun(app, catalog);
  });
}

async function run(
  app: App,
  subject: SubjectFunction,
  given: Arguments,
  start: () => Promise<StartedRun | FakeRun | undefined>,
): Promise<void> {
  const programs = programsOf(app);
  if (!programs) return;
  await saveFilesOf(subject.agent);
  const call = await callerOf(app, programs, subject, given);
  const started = await start();
  if (!started) return;
  const program = call('fakes' in started ? started.fakes.fsPath : undefined);
  const cwd = vscode.Uri.parse(subject.agent.rootUri).fsPath;
  const name = subject.runnable.name ?? vscode.workspace.asRelativePath(subject.document.uri, false);
  await showInPlaceOfLast(app, programs, started, { program, cwd, name, isShell: false });
}
