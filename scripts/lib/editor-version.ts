/**
 * The number of the desktop VS Code that somebody asks for: `oldest`, `stable` or a number.
 * @param engine what package.json says of the editor, as in `^1.101.0`
 */
export function editorVersion(wanted: string, engine: string): string {
  return wanted === 'oldest' ? engine.replace(/^\D+/, '') : wanted;
}
