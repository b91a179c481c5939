import { describe, expect, it } from 'vitest';
import type { FileContext } from '../../analysis/index.ts';
import { bookingAgent, open, secret } from '../support/analysis-fixture.ts';
import { hoverAt } from '../support/analysis-markers.ts';

const saidAt = '2026-11-21T10:00:00Z';
const threeHoursLater = new Date('2026-11-21T13:00:00Z');
const missing = 'conv.utils.get_secret("payroll_api")';

describe('while the vault is unreachable', () => {
  it.each([
    ['a secret that was not granted', missing],
    ['a name that did not exist', 'conv.utils.get_secret("nobody_knows_it")'],
    ['a field that did not exist', 'conv.utils.get_secret("booking_api")["nope"]'],
  ])('%s is reported as information, with the age of the catalog', (_what, code) => {
    const [found] = findingsIn(code, away());
    expect(found?.severity).toBe('information');
    expect(found?.message).toMatch(/ \(as of 3 hours ago; the vault is unreachable\)$/);
  });

  it('problems visible in the code alone are reported as usual', () => {
    const code = 'def start(conv):\n    key = conv.utils.get_secret("stripe_api_key")\n    print(key)';
    const [found] = findingsIn(code, away());
    expect(found).toMatchObject({ rule: 'secret-in-log', severity: 'warning' });
    expect(found?.message).not.toContain('as of');
  });

  it('a severity that was set lower stays', () => {
    const [found] = findingsIn(missing, { ...away(), rules: { 'secret-access-missing': 'hint' } });
    expect(found?.severity).toBe('hint');
  });

  it('a comment that suppresses nothing now may be needed later', () => {
    const code = 'conv.utils.get_secret("stripe_api_key")  # agent-secrets: ignore[secret-access-missing]';
    expect(findingsIn(code, bookingAgent()).map(({ rule }) => rule)).toEqual(['suppression-unused']);
    expect(findingsIn(code, away())).toEqual([]);
  });

  it('hovering shows it too', () => {
    expect(hoverAt('conv.utils.get_secret("payroll$0_api")', away())).toContain(
      '*Catalog complete, as of 3 hours ago; the vault is unreachable*',
    );
    expect(hoverAt('conv.utils.get_secret("payroll$0_api")', { ...away(), now: new Date(saidAt) })).toContain(
      'as of a moment ago; the vault is unreachable',
    );
  });
});

it('a vault that is reachable again restores the severity', () => {
  const [found] = findingsIn(missing, { ...bookingAgent(), now: threeHoursLater });
  expect(found?.severity).toBe('warning');
  expect(found?.message).not.toContain('as of');
});

function away(): FileContext {
  const fields = ['client_id', 'client_secret'];
  const secrets = [
    secret('booking_api', { kind: 'key_value', fields }),
    secret('payroll_api', { access: 'missing' }),
    secret('stripe_api_key'),
  ];
  const { agent, knowledge } = bookingAgent({ secrets });
  if (!agent || !knowledge) throw new Error('The fixture knows an agent.');
  return { agent, knowledge: { ...knowledge, asOf: saidAt, old: true }, now: threeHoursLater };
}

function findingsIn(code: string, context: FileContext) {
  const { analyzer, file } = open(code);
  return analyzer.findings(file, context);
}
