import fc from 'fast-check';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { commandsOf } from './commands.ts';
import { emptyModel } from './model.ts';
import { openWorld, type World } from './world.ts';

export interface Comparing {
  readonly open: () => Promise<Storage>;
  readonly runs: number;
  /** Maximum number of steps of a run. */
  readonly steps: number;
  readonly seed: number;
  /** Do not search for a shorter sequence that differs. */
  readonly isQuick?: boolean;
}

/**
 * Applies the same steps to a vault and to the model. @throws Error with the shortest sequence that differs
 */
export async function compareWithModel({
  open,
  runs,
  steps,
  seed,
  isQuick = false,
}: Comparing): Promise<void> {
  const property = fc.asyncProperty(commandsOf(steps), async (commands) => {
    const world = await openWorld(await open());
    try {
      await fc.asyncModelRun(() => ({ model: emptyModel(), real: world }), commands);
      await requireSound(world);
    } finally {
      await world.close();
    }
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: isQuick, seed });
}

async function requireSound({ on }: World): Promise<void> {
  const { fault } = await verifyAuditChain(on.vault);
  if (fault) throw new Error(`The audit chain is broken: ${fault.what}`);
  for await (const { row, what } of verifyRows(on.vault)) throw new Error(`A ${row} is ${what}`);
}
