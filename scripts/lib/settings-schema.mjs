import { rules } from '../../analysis/rules/index.ts';
import { ProjectSettingsFile } from '../../contracts/project-settings.ts';
import { rulePage } from '../../contracts/rule-settings.ts';

/** The JSON schema of `.agent-secrets.json` for editors: the schema in the code, with rule summaries. */
export function settingsSchema() {
  const { properties } = ProjectSettingsFile;
  const described = { ...properties.rules, properties: describedRules() };
  return JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...ProjectSettingsFile,
    properties: { ...properties, rules: described },
  });
}

function describedRules() {
  // All rules have the same shape. A new rule has no row in the contract until this program writes it.
  const [shape] = Object.values(ProjectSettingsFile.properties.rules.properties);
  return Object.fromEntries(
    rules.map(({ id, summary, severity }) => [
      id,
      {
        ...shape,
        description: summary,
        markdownDescription: `${summary} Usually \`${severity}\`. [More](${rulePage(id)})`,
        default: severity,
      },
    ]),
  );
}
