import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../analysis/rules/index.ts';
import { ruleIds } from '../../contracts/ids.ts';
import { rulePage, ruleSeverities } from '../../contracts/rule-settings.ts';
import { secret } from '../support/analysis-fixture.ts';
import { findingsIn, withEnvironment } from '../support/analysis-rules.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Our own file, read by our own test: its shape is checked by the assertions below. */
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

/** What the examples of the rules' documentation count on. */
const documented = {
  ...withEnvironment(),
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
        secret('stripe_old_key', { deprecated: { replacement: 'stripe_api_key' } }),
      ],
    },
  },
};

describe.each(rules.map((rule) => [rule.id, rule] as const))('the documentation of %s', (id, rule) => {
  const { why, bad, good, silent } = rule.documentation;

  it('says something in each part, in sentences', () => {
    for (const part of [rule.summary, why, silent]) expect(part).toMatch(/^[A-Z`][^\n]+[.]$/);
  });

  // An example that is reported would be a credential in the code of this very project.
  it.skipIf(id === 'secret-hardcoded')('shows code that is reported', () => {
    expect(findingsIn(bad, documented).map((finding) => finding.rule)).toContain(id);
  });

  // What is mended outside of the code, in the vault, looks the same before and after.
  const isMendedInVault = /granted to this agent|both are granted|added to the environment/.test(good);
  it.skipIf(isMendedInVault)('shows the same code, mended', () => {
    expect(good).not.toBe(bad);
    expect(findingsIn(good, documented).map((finding) => finding.rule)).not.toContain(id);
  });

  it('has its page where findings link to', () => {
    const repository = manifest.repository.url.replace(/\.git$/, '');
    expect(rulePage(id)).toBe(`${repository}/blob/main/docs/rules/${id}.md`);
    expect(readdirSync(path.join(root, 'docs/rules'))).toContain(`${id}.md`);
  });
});

describe('the setting of severities', () => {
  const setting = manifest.contributes.configuration.properties['agentSecrets.rules'];

  it('knows exactly the rules and severities of the code', () => {
    expect(setting?.propertyNames?.enum).toEqual(ruleIds);
    expect(setting?.additionalProperties?.enum).toEqual(ruleSeverities);
  });
});

it('the published schema is there, for the file of that name', () => {
  const [validation] = manifest.contributes.jsonValidation;
  expect(validation?.fileMatch).toBe('.agent-secrets.json');
  const schema: unknown = JSON.parse(readFileSync(path.join(root, validation?.url ?? ''), 'utf8'));
  expect(schema).toMatchObject({
    additionalProperties: false,
    properties: { rules: { additionalProperties: false, properties: { 'secret-not-found': {} } } },
  });
});
