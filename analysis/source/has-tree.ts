import type { ParsedFile } from '../model/parsed-file.ts';
import type { SourceFile } from './source-file.ts';

/** Unlike `instanceof`, also recognizes files from another bundle. */
export function hasTree(file: ParsedFile): file is SourceFile {
  return 'tree' in file;
}
