import type { Database } from '../database.ts';
import { accountOperations, agentOperations, identityOperations } from './accounts.ts';
import { endOperations, sessionOperations, tokenOperations, userOperations } from './people.ts';
import { environmentOperations } from './environment.ts';
import { figureOperations, retentionOperations } from './retention.ts';
import { keyOperations } from './keys.ts';
import { logOperations } from './log.ts';
import { requestOperations } from './requests.ts';
import { secretOperations, versionOperations } from './secrets.ts';

/**
 * Everything that an engine can do with queries alone; each engine implements appending to the audit chain
 * itself.
 */
export type Operations = ReturnType<typeof createOperations>;

export function createOperations(database: Database) {
  return {
    ...keyOperations(database),
    ...accountOperations(database),
    ...agentOperations(database),
    ...secretOperations(database),
    ...versionOperations(database),
    ...userOperations(database),
    ...tokenOperations(database),
    ...identityOperations(database),
    ...sessionOperations(database),
    ...endOperations(database),
    ...environmentOperations(database),
    ...requestOperations(database),
    ...logOperations(database),
    ...retentionOperations(database),
    ...figureOperations(database),
  };
}
