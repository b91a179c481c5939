import * as vscode from 'vscode';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { exampleCatalogFile, largestExampleCatalog, readExampleCatalog } from './read-example-catalog.ts';
import { findNamed } from '../common/find-named.ts';

/**
 * The agent's catalog from a workspace file. The file only contains data, so it is read in untrusted
 * workspaces too.
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
