import { describe, expect, it } from 'vitest';
import { commonInput, upkeepChange, type UpkeepPart, upkeepProblem } from '../../client/commands/upkeep.ts';
import { inEnglish } from '../../contracts/words.ts';

describe('owner and dates', () => {
  it.each<[UpkeepPart, string, object]>([
    ['owner', ' Payments team ', { owner: 'Payments team' }],
    ['owner', '', { owner: null }],
    ['labels', 'live, payments,, live', { labels: ['live', 'payments'] }],
    ['labels', '  ', { labels: null }],
    ['expiresOn', '2027-01-31', { expiresOn: '2027-01-31' }],
    ['rotateEveryDays', '90', { rotateEveryDays: 90 }],
    ['rotateEveryDays', '', { rotateEveryDays: null }],
  ])('the %s "%s" is saved as it is meant', (part, input, change) => {
    expect(upkeepProblem(part, input, inEnglish)).toBeUndefined();
    expect(upkeepChange(part, input)).toEqual(change);
  });

  it.each<[UpkeepPart, string]>([
    ['owner', 'a'.repeat(129)],
    ['owner', 'Ada, Grace'],
    ['owner', ['sk', 'live', '51NotARealKey'].join('_')],
    ['labels', `live, ${['sk', 'live', '51NotARealKey'].join('_')}`],
    ['labels', 'a'.repeat(41)],
    ['labels', Array.from({ length: 21 }, (_, at) => `l${at}`).join(',')],
    ['expiresOn', '31.1.2027'],
    ['expiresOn', '2027-02-30'],
    ['expiresOn', '2027-1-3'],
    ['rotateEveryDays', '0'],
    ['rotateEveryDays', '1.5'],
    ['rotateEveryDays', '3651'],
    ['rotateEveryDays', 'monthly'],
  ])('the %s "%s" is refused while it is typed', (part, input) => {
    expect(upkeepProblem(part, input, inEnglish)).toMatch(/./);
  });

  it('of several secrets are shown where they are the same', () => {
    const [one, other] = [
      { owner: 'Ada', labels: ['live', 'eu'] },
      { owner: 'Ada', rotateEveryDays: 90 },
    ];
    expect(commonInput('owner', [one, other])).toBe('Ada');
    expect(commonInput('labels', [one])).toBe('live, eu');
    expect(commonInput('labels', [one, other])).toBe('');
    expect(commonInput('rotateEveryDays', [other])).toBe('90');
  });
});
