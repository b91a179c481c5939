import type { MessageConnection } from 'vscode-jsonrpc';
import { readRuleSettings } from '../analysis/index.ts';
import type { RuleSettings } from '../contracts/rule-settings.ts';
import { settings, settingsSection } from '../contracts/settings.ts';

/** The editor's settings that affect the analysis. */
export interface Configuration {
  readonly functions: readonly string[];
  readonly rules: RuleSettings;
}

/** Malformed settings are ignored. */
export async function askForConfiguration(connection: MessageConnection): Promise<Configuration> {
  const answer: unknown = await connection.sendRequest('workspace/configuration', {
    items: [{ section: settingsSection }],
  });
  const section: unknown = Array.isArray(answer) ? answer[0] : undefined;
  return {
    functions: functionsFrom(settingIn(section, settings.functions.key)),
    rules: readRuleSettings(settingIn(section, settings.rules.key)),
  };
}

/** The section as sent by the editor: an object, null, or anything that a user wrote into the settings. */
function settingIn(section: unknown, key: string): unknown {
  return typeof section === 'object' && section !== null ? Reflect.get(section, key) : undefined;
}

function functionsFrom(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((name) => typeof name === 'string') : [];
}
