/** The import line to add, and where; undefined if the module is already imported. */
interface MissingImport {
  readonly offset: number;
  readonly line: string;
}

/** The import that `os.environ` needs in this file. */
export function missingImportOfOs(text: string): MissingImport | undefined {
  const code = text.replaceAll(/#.*|("""|''')[^]*?\1/g, '');
  if (/^import[ \t]+(?:[^#\n]*,[ \t]*)?os(?:\.\w+)*[ \t]*(?:[,;#\r]|$)/m.test(code)) return undefined;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const { offset, follows } = placeOfImports(text);
  const isAlone = follows === 'nothing' && text.slice(offset).trim() !== '';
  return { offset, line: `import os${lineBreak}${isAlone ? lineBreak : ''}` };
}

/**
 * Above the first import, because style guides require sorted imports. `__future__` imports and file comments
 * stay first.
 */
function placeOfImports(text: string): { readonly offset: number; readonly follows: 'import' | 'nothing' } {
  const heading = headingOf(text);
  const first = /^(?:import|from)[ \t]/m.exec(text.slice(heading));
  const isOnTop = first !== null && text.slice(heading, heading + first.index).trim() === '';
  return isOnTop
    ? { offset: heading + first.index, follows: 'import' }
    : { offset: heading, follows: 'nothing' };
}

/**
 * The end of the comments, the docstring, the `__future__` imports, and the imports that an agent development
 * kit generated.
 */
function headingOf(text: string): number {
  const heading =
    /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:[rRuU]?("""|''')[^]*?\1[^\n]*(?:\n|$)|[rRuU]?(["'])(?:\\.|(?!\2)[^\\\n])*\2[ \t]*(?:\r?\n|$))?(?:[ \t]*(?:#[^\n]*)?\r?\n|from[ \t]+__future__[ \t]+import[ \t]+(?:\([^)]*\)|[^\n]*)(?:\n|$)|from[ \t]+_gen\b[^\n]*(?:\n|$))*/;
  return heading.exec(text)?.[0].length ?? 0;
}
