import { describe, expect, it } from 'vitest';
import {
  followsVariableConvention,
  suggestedVariableName,
  variableNameProblem,
} from '../../client/snippets/variable-name.ts';

describe('the name of an environment secret', () => {
  it.each([
    ['STRIPE_API_KEY', undefined],
    ['_PRIVATE2', undefined],
    ['', 'empty'],
    ['stripe_api_key', 'wrong-form'],
    ['2FA_SECRET', 'wrong-form'],
    ['WITH SPACE', 'wrong-form'],
    ['DB_PASSWORD', 'taken'],
    ['PATH', 'steers-programs'],
    ['NODE_OPTIONS', 'steers-programs'],
    ['A'.repeat(129), 'too-long'],
  ])('%s', (name, problem) => {
    expect(variableNameProblem(name, ['DB_PASSWORD'])).toBe(problem);
  });

  it.each([
    ['stripe api-key', 'STRIPE_API_KEY'],
    ['stripeApiKey', 'STRIPE_API_KEY'],
    ['2fa secret', '_2FA_SECRET'],
    [' DB_PASSWORD ', 'DB_PASSWORD'],
  ])('%s is probably meant as %s', (typed, meant) => {
    expect(suggestedVariableName(typed)).toBe(meant);
  });

  it.each([
    ['X_BEARER_TOKEN', true],
    ['DB_PASSWORD', true],
    ['STRIPE', false],
  ])('%s follows the naming convention: %s', (name, follows) => {
    expect(followsVariableConvention(name)).toBe(follows);
  });
});
