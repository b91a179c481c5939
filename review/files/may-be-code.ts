import path from 'node:path';
import { languageOf, projectSettingsFileName } from '../../analysis/index.ts';
import { projectFileName } from '../../contracts/agent-project.ts';
import { isNotebook } from './notebook-cells.ts';

/** Whether the content of a file can change what the analysis finds. */
export function mayMatter(file: string): boolean {
  const name = path.basename(file);
  if (name === projectFileName || name === projectSettingsFileName) return true;
  return languageOf(file) !== undefined || isNotebook(file);
}

/** Scripts without an extension, and code that Python or Cython runs under another one. */
export function isOtherPython(file: string): boolean {
  return /^\.py[wx]$/i.test(path.extname(file)) || path.extname(file) === '';
}
