import { expect, it } from 'vitest';
import { freeNameLike } from '../../client/commands/free-name.ts';
import { limits, nameProblem } from '../../contracts/secret.ts';

it('a duplicate gets a name that is free, valid and not too long', () => {
  expect(freeNameLike('crm', ['crm'])).toBe('crm_copy');
  expect(freeNameLike('crm', ['crm', 'crm_copy', 'crm_copy_2'])).toBe('crm_copy_3');
  const long = 'a'.repeat(limits.nameLength);
  expect(freeNameLike(long, [long])).toHaveLength(limits.nameLength);
  expect(nameProblem(freeNameLike(long, [long]))).toBeUndefined();
});
