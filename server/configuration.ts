import type { MessageConnection } from 'vscode-jsonrpc/node';
import { settings, settingsSection } from '../contracts/settings.ts';

/** Asks the editor for the settings that concern the analysis. */
export async function askForFunctions(connection: MessageConnection): Promise<readonly string[]> {
  const answer: unknown = await connection.sendRequest('workspace/configuration', {
    items: [{ section: settingsSection }],
  });
  return Array.isArray(answer) ? functionsIn(answer[0]) : [];
}

/** The section as the editor gives it: an object, null, or anything a person wrote into the settings. */
function functionsIn(section: unknown): readonly string[] {
  if (typeof section !== 'object' || section === null) return [];
  const given: unknown = Reflect.get(section, settings.functions.key);
  return Array.isArray(given) ? given.filter((name) => typeof name === 'string') : [];
}
