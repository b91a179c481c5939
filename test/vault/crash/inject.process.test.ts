import { expect, it } from 'vitest';
import { injectFaults } from './inject.ts';
import { quietly } from './report.ts';
import { canTrace, whyNotTraced } from './traced-vault.ts';

const few = ['fsync:error=EIO:when=25+', 'pwrite64:error=ENOSPC:when=175'] as const;

it('acknowledges nothing that a failing disk did not store, and says that it is not ready', async ({
  skip,
}) => {
  skip(!canTrace(), whyNotTraced);
  expect(await injectFaults(few, quietly)).toMatchObject({ losses: [] });
});
