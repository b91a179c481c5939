import { rules } from '../../analysis/rules/index.ts';

const written = '// Written by `npm run docs` from `analysis/rules/index.ts`.';

/** @returns {readonly [path: string, text: string][]} the modules generated from the list of rules */
export function ruleModules() {
  const ids = rules.map(({ id }) => id).toSorted();
  return [
    ['contracts/rule-ids.ts', idsModule(ids)],
    ['analysis/rules/documentation.ts', documentationModule(ids)],
  ];
}

/** @param {readonly string[]} ids */
function idsModule(ids) {
  return `${written}

/** Ids never change, because people write them into suppressions. */
export const ruleIds = ${JSON.stringify(ids, undefined, 1)} as const;
export type RuleId = (typeof ruleIds)[number];

/** How a name that a rule reports is listed; \`access\`: as what the catalog knows about the name. */
export type RuleAttention = 'access' | 'missing' | 'misused' | 'deprecated';

/** Without the rules that are not about names of agent secrets. */
export const ruleAttention: Readonly<Partial<Record<RuleId, RuleAttention>>> = {
${attentionRows().join('\n')}
};
`;
}

function attentionRows() {
  const listed = rules.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return listed.flatMap(({ id, attention }) => (attention ? `'${id}': '${attention}',` : []));
}

/** @param {readonly string[]} ids */
function documentationModule(ids) {
  return `${written}
import type { RuleId } from '../../contracts/rule-ids.ts';
${ids.map((id) => `import { documentation as ${camelCase(id)} } from './${id}.ts';`).join('\n')}
import type { RuleDocumentation } from './rule.ts';

/**
 * The texts of the rules' pages and of the help in reports. Apart from the rules, so that a program that
 * shows neither does not carry them.
 */
export const ruleDocumentation: Readonly<Record<RuleId, RuleDocumentation>> = {
${ids.map((id) => `'${id}': ${camelCase(id)},`).join('\n')}
};
`;
}

/** @param {string} id */
function camelCase(id) {
  return id.replaceAll(/-(\w)/g, (_, /** @type {string} */ letter) => letter.toUpperCase());
}

/**
 * @param {string} manifest the text of `package.json`
 * @returns {string} the manifest, with the ids of all rules as keys of the severity setting
 */
export function manifestWithRules(manifest) {
  const ids = JSON.stringify(rules.map(({ id }) => id).toSorted());
  return manifest.replace(/(?<="propertyNames": \{\s*"enum": )\[[^\]]*\]/, ids);
}
