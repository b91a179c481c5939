import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { parseProjectSettings, projectSettingsFileName } from '../../analysis/index.ts';
import { ruleDocumentation } from '../../analysis/rules/documentation.ts';
import { rules } from '../../analysis/rules/index.ts';
import { ruleIds } from '../../contracts/rule-ids.ts';
import { rulePage, ruleSeverities } from '../../contracts/rule-settings.ts';
import { secret } from '../support/analysis-fixture.ts';
import { findingsIn, withEnvironment } from '../support/analysis-rules.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Our own file in our own test: the assertions below check its shape. */
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly repository: { readonly url: string };
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly propertyNames?: { readonly enum: readonly string[] };
            readonly additionalProperties?: { readonly enum: readonly string[] };
          }
        >
      >;
    };
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
};

/** The catalog that the examples of the rules' documentation rely on. */
const documented = {
  ...withEnvironment(),
  now: new Date('2026-11-20T10:00:00Z'),
  knowledge: {
    mayGrant: false,
    mayCreate: false,
    environment: [] as readonly string[],
    catalog: {
      agentId: 'PROJECT-1',
      agentName: 'Booking',
      complete: true,
      secrets: [
        secret('stripe_api_key'),
        secret('booking_api', { kind: 'key_value', fields: ['client_id', 'client_secret'] }),
        secret('payroll_api', { access: 'missing' }),
        secret('payroll_test'),
        secret('stripe_trial_key', { expiresOn: '2026-12-01' }),
        secret('stripe_old_key', { deprecated: { replacement: 'stripe_api_key' } }),
      ],
    },
  },
};

describe.each(rules.map((rule) => [rule.id, rule] as const))('the documentation of %s', (id, rule) => {
  const { why, bad, good, silent } = ruleDocumentation[id];

  it('says something in each part, in sentences', () => {
    for (const part of [rule.summary, why, silent]) expect(part).toMatch(/^[A-Z`][^\n]+[.]$/);
  });

  // An example that is reported would be a credential in the code of this very project.
  it.skipIf(id === 'secret-hardcoded')('shows code that is reported', () => {
    expect(findingsIn(bad, documented).map((finding) => finding.rule)).toContain(id);
  });

  // A problem fixed outside the code, in the vault, looks the same before and after.
  const isMendedInVault = /granted to this agent|both are granted|added to the environment/.test(good);
  it.skipIf(isMendedInVault)('shows the same code, fixed', () => {
    expect(good).not.toBe(bad);
    expect(findingsIn(good, documented).map((finding) => finding.rule)).not.toContain(id);
  });

  it('has its page where findings link to', () => {
    const repository = manifest.repository.url.replace(/\.git$/, '');
    expect(rulePage(id)).toBe(`${repository}/blob/main/docs/rules/${id}.md`);
    expect(readdirSync(path.join(root, 'docs/rules'))).toContain(`${id}.md`);
  });
});

describe('a rule', () => {
  const generated = new Set(['analysis/rules/documentation.ts', 'contracts/rule-ids.ts']);
  const sources = ['analysis', 'cli', 'contracts', 'hardcoded', 'server'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.posix.join(folder, file)),
  );

  it.each(rules.map(({ id }) => id))('%s is named by its own file only, apart from generated files', (id) => {
    const naming = sources.filter((file) => readFileSync(path.join(root, file), 'utf8').includes(`'${id}'`));
    expect(naming.filter((file) => !generated.has(file))).toEqual([`analysis/rules/${id}.ts`]);
  });
});

describe('the setting of severities', () => {
  const setting = manifest.contributes.configuration.properties['agentSecrets.rules'];

  it('knows exactly the rules and severities of the code', () => {
    expect(setting?.propertyNames?.enum).toEqual(ruleIds);
    expect(setting?.additionalProperties?.enum).toEqual(ruleSeverities);
  });
});

describe('the published schema', () => {
  const [validation] = manifest.contributes.jsonValidation;
  const schema = JSON.parse(readFileSync(path.join(root, validation?.url ?? ''), 'utf8')) as object;

  it('is for the file that the code reads', () => {
    expect(validation?.fileMatch).toBe(projectSettingsFileName);
  });

  it.each([
    '{}',
    '{ "$schema": "x", "rules": { "secret-not-found": "off" }, "ignore": ["a"], "functions": [], "environment": ["A"] }',
    '{ "rules": { "secret-not-fond": "off" } }',
    '{ "rules": { "secret-not-found": "loud" } }',
    '{ "rules": [] }',
    '{ "rule": {} }',
    '{ "ignore": "a" }',
    '{ "ignore": [""] }',
    '{ "functions": [1] }',
    '{ "environment": {} }',
    '[]',
    'null',
  ])('says the same about %s as the code', (text) => {
    expect(Check(schema, JSON.parse(text))).toBe(parseProjectSettings(text).problems.length === 0);
  });
});
