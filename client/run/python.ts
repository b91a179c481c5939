import * as vscode from 'vscode';

/** The interpreter that the user has selected for the file, if an extension provides it. */
export async function pythonFor(file: vscode.Uri, otherwise: string): Promise<string> {
  const extension = vscode.extensions.getExtension<unknown>('ms-python.python');
  const chosen = extension && pathFrom(await extension.activate(), file);
  return chosen ?? otherwise;
}

/** The response comes from another extension, so its shape is checked. */
function pathFrom(api: unknown, file: vscode.Uri): string | undefined {
  const environments = memberOf(api, 'environments');
  const ask = memberOf(environments, 'getActiveEnvironmentPath');
  if (typeof ask !== 'function') return undefined;
  const answer: unknown = Reflect.apply(ask, environments, [file]);
  const path = memberOf(answer, 'path');
  return typeof path === 'string' && path !== '' ? path : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
