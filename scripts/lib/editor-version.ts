/**
 * The version number of the requested desktop VS Code: `oldest`, `stable` or a number.
 * @param engine the `engines.vscode` field of package.json, as in `^1.101.0`
 */
export function editorVersion(wanted: string, engine: string): string {
  return wanted === 'oldest' ? engine.replace(/^\D+/, '') : wanted;
}
