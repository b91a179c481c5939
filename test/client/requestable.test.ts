import { describe, expect, it } from 'vitest';
import { requestableSecrets } from '../../client/commands/requestable.ts';
import type { AgentFinding } from '../../contracts/agent-findings.ts';
import type { RuleId } from '../../contracts/rule-ids.ts';
import { catalogOf, secret } from './support.ts';

const agent = { agentId: 'booking', agentName: 'Hotel Booking', rootUri: 'file:///booking' };
const open = 'file:///booking/functions/pay.py';
const other = 'file:///booking/functions/refund.py';
const missing = { access: 'missing' } as const;

function finding(rule: RuleId, name: string, uri: string): AgentFinding {
  const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 9 } };
  return { rule, severity: 'warning', message: '', names: [name], place: { uri, range } };
}

describe('the secrets that Request Access offers', () => {
  const catalog = catalogOf('booking', [
    secret('granted_key'),
    secret('audit_key', missing),
    secret('fraud_key', missing),
    secret('refund_key', missing),
  ]);

  it('starts with those that the open file needs, including those that do not exist', () => {
    const findings = [
      finding('secret-access-missing', 'refund_key', other),
      finding('secret-access-missing', 'fraud_key', open),
      finding('secret-not-found', 'loyalty_key', open),
    ];
    const rows = requestableSecrets(agent, findings, catalog, (uri) => uri === open);
    expect(rows.map(({ name, neededBy, secret: found }) => [name, neededBy, found !== undefined])).toEqual([
      ['fraud_key', 'file', true],
      ['loyalty_key', 'file', false],
      ['refund_key', 'agent', true],
      ['audit_key', 'none', true],
    ]);
  });

  it('leaves out granted secrets, other problems, and names that the vault would refuse', () => {
    const findings = [
      finding('secret-in-log', 'granted_key', open),
      finding('secret-not-found', `sk_live_${'a1B2'.repeat(8)}`, open),
    ];
    const rows = requestableSecrets(agent, findings, catalog, () => true);
    expect(rows.map(({ name }) => name)).toEqual(['audit_key', 'fraud_key', 'refund_key']);
  });
});
