import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import type { Programs } from '../platform/platform.ts';
import { callLine } from './call.ts';
import type { Arguments } from './function.ts';
import { pythonFor } from './python.ts';
import { type ProgramLine, programForFile } from './run.ts';
import type { SubjectFunction } from './subject-function.ts';

/**
 * The program that calls the function or runs the script, with the interpreter that the user has selected.
 */
export async function callerOf(
  { extensionUri }: App,
  { python }: Programs,
  { document: { uri, languageId }, runnable: { name, parameters } }: SubjectFunction,
  given: Arguments,
): Promise<(fakes: string | undefined) => ProgramLine> {
  const file = uri.fsPath;
  const command = languageId === 'python' ? await pythonFor(uri, python) : 'node';
  const dist = vscode.Uri.joinPath(extensionUri, 'dist').fsPath;
  return (fakes) =>
    name === undefined
      ? (programForFile(file, languageId, command) ?? { command, args: [file] })
      : callLine({ command, dist, file, languageId, name, parameters, given, fakes });
}
