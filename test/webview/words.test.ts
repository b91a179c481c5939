import { describe, expect, it } from 'vitest';
import { createTranslate } from '../../contracts/words.ts';

describe('the words of a panel', () => {
  const t = createTranslate({
    Save: 'Speichern',
    '{0} of {1} agents': '{1} Agenten, davon {0}',
    '1 use': '1 use',
  });

  it('are in the user’s language, with each value in the right place', () => {
    expect(t('Save')).toBe('Speichern');
    expect(t('{0} of {1} agents', 3, 300)).toBe('300 Agenten, davon 3');
  });

  it('stay English without a translation', () => {
    expect(t('Cancel')).toBe('Cancel');
    expect(t('Access to {0}', 'crm')).toBe('Access to crm');
  });

  it('insert a value unchanged, and only once', () => {
    expect(t('Access to {0}', '{1}')).toBe('Access to {1}');
    expect(t('constructor')).toBe('constructor');
  });
});
