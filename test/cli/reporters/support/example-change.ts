import type { ReportedChange, FindingsReport } from '../../../../cli/reporters/index.ts';
import type { ReportedFinding } from '../../../../review/index.ts';

/** Assembled here, so that a search of this file finds no credential. */
export const credential = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');

export const pay = `import requests

def pay(conv, amount):
\tkey = conv.utils.get_secret("payment_api_kye")
    token = "${credential}"  # password of the old account: hunter2
    conv.log.info("支払い", conv.utils.get_secret("refund_key"))
    return requests.post("https://pay.example", headers={"Authorization": f"Bearer {key}"})
`;

const place = { path: 'hotel/functions/pay.py', agentId: 'PROJECT-1' } as const;

const misspelt: ReportedFinding = {
  ...place,
  rule: 'secret-not-found',
  severity: 'warning',
  line: 4,
  column: 30,
  endLine: 4,
  endColumn: 47,
  message: 'No secret named "payment_api_kye" exists for Hotel. Did you mean "payment_api_key"?',
  names: ['payment_api_kye'],
};
const hardcoded: ReportedFinding = {
  ...place,
  rule: 'secret-hardcoded',
  severity: 'warning',
  line: 5,
  column: 14,
  endLine: 5,
  endColumn: 40,
  message: 'This is a GitLab token. Anyone who has the code can read it.',
  names: [],
};
const leaked: ReportedFinding = {
  ...place,
  rule: 'secret-in-log',
  severity: 'error',
  line: 6,
  column: 26,
  endLine: 6,
  endColumn: 62,
  message: 'The value of "refund_key" is written to a log.',
  names: ['refund_key'],
  related: [
    { ...place, line: 6, column: 26, endLine: 6, endColumn: 62, message: 'It is read here.' },
    {
      path: 'hotel/functions/log.py',
      line: 2,
      column: 19,
      endLine: 2,
      endColumn: 23,
      message: 'The value arrives here.',
    },
  ],
};
const silenced: ReportedFinding = {
  ...place,
  path: 'hotel/functions/book.py',
  rule: 'secret-to-model',
  severity: 'warning',
  line: 12,
  column: 9,
  endLine: 12,
  endColumn: 20,
  message: 'The value of "booking_key" is returned to the model.',
  names: ['booking_key'],
};

export const change: ReportedChange = {
  verdict: { state: 'failed', reason: '3 new warnings' },
  base: { name: 'main', commit: '3f2a1b4c5d6e7f8091a2b3c4d5e6f708192a3b4c' },
  agents: { 'PROJECT-1': 'Hotel', 'PROJECT-2': 'Spa & <b>' },
  needs: [
    {
      agent: 'PROJECT-1',
      secret: 'payment_api_kye',
      access: 'nonexistent',
      suggestion: 'payment_api_key',
      path: place.path,
      line: 4,
    },
    { agent: 'PROJECT-1', secret: 'refund_key', access: 'missing', path: place.path, line: 6 },
    { agent: 'PROJECT-2', secret: 'sms_key', access: 'granted', path: 'spa/functions/sms.py', line: 3 },
    { agent: 'PROJECT-3', secret: 'maps_key', access: 'unknown', path: 'tours/functions/map.py', line: 9 },
  ],
  new: [misspelt, hardcoded, leaked],
  dynamic: [
    {
      agent: 'PROJECT-2',
      patterns: ['sms_*_key'],
      matching: {
        secrets: [
          { secret: 'sms_fr_key', access: 'missing' },
          { secret: 'sms_de_key', access: 'granted' },
        ],
        more: 3,
      },
      path: 'spa/functions/sms.py',
      line: 8,
      column: 12,
    },
    { agent: 'PROJECT-2', patterns: [], path: 'spa/functions/sms.py', line: 9, column: 12 },
  ],
  suppressions: [
    {
      by: 'comment',
      path: 'hotel/functions/book.py',
      line: 11,
      column: 5,
      rules: ['secret-to-model'],
      reason: 'the model only sees the last four digits',
      suppressed: [silenced],
    },
    {
      by: 'settings',
      path: 'spa/.agent-secrets.json',
      line: 3,
      column: 5,
      rules: [],
      reason: '',
      suppressed: [],
    },
  ],
  gone: [
    { agent: 'PROJECT-1', secret: 'old_key', path: 'hotel/functions/old.py', line: 7, mayRevoke: true },
    { agent: 'PROJECT-2', secret: 'sms_de_key', path: 'spa/functions/sms.py', line: 5, mayRevoke: false },
  ],
  catalog: [{ agent: 'PROJECT-2', secret: 'sms_key', change: 'granted' }],
  unchecked: [{ agentId: 'PROJECT-3', reason: '' }],
  snapshot: { asOf: '2025-11-09T03:04:05.000Z', ageDays: 54 },
};

/** A change that does nothing. */
export const noChange: ReportedChange = {
  verdict: { state: 'passed' },
  base: change.base,
  agents: change.agents,
  needs: [],
  new: [],
  dynamic: [],
  suppressions: [],
  gone: [],
  catalog: [],
};

export const wholeCheck: FindingsReport = {
  verdict: { state: 'failed', reason: '1 error, 2 warnings; --max-warnings allows 1' },
  findings: [misspelt, hardcoded, leaked],
  suppressed: [
    { finding: silenced, by: 'comment', reason: 'the model only sees the last four digits' },
    { finding: { ...silenced, line: 30, endLine: 30 }, by: 'settings', reason: '' },
  ],
  unchecked: [{ agentId: 'PROJECT-3', reason: 'The vault did not answer.' }],
  failed: [{ path: 'hotel/functions/odd.py', reason: 'RangeError' }],
  snapshot: { asOf: '2025-12-30T03:04:05.000Z', ageDays: 3 },
  files: 12,
};

export const options = {
  colour: false,
  version: '1.2.3',
  now: () => '2026-01-02T03:04:05.000Z',
  sourceOf: (path: string): string | undefined => (path === place.path ? pay : undefined),
};
