import * as vscode from 'vscode';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { exampleCatalogFile, largestExampleCatalog, readExampleCatalog } from './read-example-catalog.ts';
import { findNamed } from '../common/find-named.ts';

/**
 * The agent's catalog from a file of the workspace. It is only data, so it is also read in untrusted
 * workspaces.
 */
export async function exampleCatalogOf(agentId: string): Promise<CatalogAnswer | undefined> {
  const files = await findNamed(exampleCatalogFile);
  for (const file of files.slice(0, 20)) {
    const text = await textOf(file);
    const catalog = text === undefined ? undefined : readExampleCatalog(text, agentId);
    if (catalog) return catalog;
  }
  return undefined;
}

/** A file that cannot be read counts as missing. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > largestExampleCatalog) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
