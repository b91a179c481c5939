import { pathToFileURL } from 'node:url';
import { type Analyzer, decodeSource } from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { ReviewHost } from '../host/review-host.ts';
import { displayPath } from './disk-files.ts';
import { diskTree, type FileTree } from './file-tree.ts';
import { type NotebookCell, pythonCells } from './notebook-cells.ts';
import type { Source } from './read-source.ts';

/** The code of one cell, with its place in the notebook. */
export interface CellSource extends Source {
  readonly cell: NotebookCell;
  /** The notebook's file, as JSON. */
  readonly fileText: string;
}

/** In bytes. Notebooks contain pictures. */
const largestNotebook = 50_000_000;

/** Returns the cells that may matter. Reports a file that is not a notebook, and one that cannot be read. */
export type ReadNotebook = (absolutePath: string) => readonly CellSource[];

export function createNotebookReader(
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  { cwd, note, leftOut: report }: Pick<ReviewHost, 'cwd' | 'note' | 'leftOut'>,
  tree: FileTree = diskTree,
): ReadNotebook {
  return (absolutePath) => {
    const path = displayPath(absolutePath, cwd);
    const leftOut = (reason: string): readonly CellSource[] => {
      note(`note: ${visible(path)} ${reason} and was left out.`);
      report?.(path, reason);
      return [];
    };
    const bytes = orReason(() => tree.read(absolutePath));
    if (typeof bytes === 'string') return leftOut(bytes);
    if (bytes.length > largestNotebook) return leftOut('is larger than 50 MB');
    const text = decodeSource(bytes, TextDecoder);
    if (!analyzer.mayHoldReferences(text, 'python')) return [];
    const cells = pythonCells(text);
    if (cells === undefined) return leftOut('is not a notebook with cells');
    return cells.map((cell) => ({
      uri: cellUri(absolutePath, cell.number),
      languageId: 'python',
      text: cell.text,
      path,
      cell,
      fileText: text,
    }));
  };
}

function orReason(read: () => Uint8Array | undefined): Uint8Array | string {
  try {
    return read() ?? 'is not a regular file';
  } catch {
    return 'cannot be read';
  }
}

/** The same URI as VS Code's, because what the analysis knows about cells depends on it. */
function cellUri(absolutePath: string, number: number): string {
  const file = pathToFileURL(absolutePath).href;
  return `${file.replace(/^file:\/\//, 'vscode-notebook-cell:')}#W${number - 1}sZmlsZQ%3D%3D`;
}
