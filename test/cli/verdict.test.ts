import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../cli/commands/check/verdict.ts';
import type { Severity } from '../../analysis/index.ts';
import type { CheckOptions } from '../../cli/commands/check/options.ts';

type Case = readonly [
  found: readonly Severity[],
  options: Pick<CheckOptions, 'failOn' | 'maxWarnings'>,
  code: number,
  sentence: string,
];

function sentenceOf(found: readonly Severity[], options: Case[1], isIncomplete = false, isNew = false) {
  const findings = found.map((severity) => ({ severity }));
  const { code, verdict } = verdictOf(findings, options, { isNew, isIncomplete });
  return [code, [verdict.state, verdict.reason ?? ''].join(': ')];
}

describe('the verdict', () => {
  it.each<Case>([
    [[], { failOn: 'warning' }, 0, 'passed: '],
    [['hint', 'warning', 'error', 'warning'], { failOn: 'warning' }, 1, 'failed: 1 error, 2 warnings'],
    [['hint'], { failOn: 'warning' }, 0, 'passed: 1 hint; allowed by --fail-on warning'],
    [['information', 'hint'], { failOn: 'hint' }, 1, 'failed: 1 information finding, 1 hint'],
    [['warning'], { failOn: 'warning', maxWarnings: 1 }, 0, 'passed: 1 warning; --max-warnings allows 1'],
    [
      ['warning', 'error', 'warning'],
      { failOn: 'warning', maxWarnings: 1 },
      1,
      'failed: 1 error, 2 warnings; --max-warnings allows 1',
    ],
    [['warning', 'error'], { failOn: 'warning', maxWarnings: 1 }, 1, 'failed: 1 error'],
    [
      ['warning', 'warning'],
      { failOn: 'error', maxWarnings: 1 },
      1,
      'failed: 2 warnings; --max-warnings allows 1',
    ],
    [['error'], { failOn: 'never' }, 0, 'passed: 1 error; allowed by --fail-on never'],
  ])('about %j with %j is exit code %i: "%s"', (found, options, code, sentence) => {
    expect(sentenceOf(found, options)).toEqual([code, sentence]);
  });

  it('is not that the check passed if something could not be checked, but findings count first', () => {
    const incomplete = 'incomplete: not everything could be checked';
    expect(sentenceOf([], { failOn: 'warning' }, true)).toEqual([2, incomplete]);
    expect(sentenceOf(['hint'], { failOn: 'warning' }, true)).toEqual([2, incomplete]);
    expect(sentenceOf(['error'], { failOn: 'warning' }, true)).toEqual([1, 'failed: 1 error']);
  });

  it('calls findings new if a base or a baseline hides others', () => {
    expect(sentenceOf(['error', 'error'], { failOn: 'warning' }, false, true)).toEqual([
      1,
      'failed: 2 new errors',
    ]);
  });
});
