import type { Database } from '../database.ts';
import { accountOperations } from './accounts.ts';
import { agentOperations } from './agents.ts';
import { endOperations } from './ends.ts';
import { environmentOperations } from './environment.ts';
import { figureOperations } from './figures.ts';
import { keyOperations } from './keys.ts';
import { logOperations } from './log.ts';
import { requestOperations } from './requests.ts';
import { sessionOperations } from './sandbox-sessions.ts';
import { retentionOperations } from './retention.ts';
import { secretOperations } from './secrets.ts';
import { tokenOperations } from './tokens.ts';
import { userOperations } from './users.ts';
import { versionOperations } from './versions.ts';
import { identityOperations } from './workload-identities.ts';

/** Everything that an engine can do through queries alone; each engine appends to the audit chain itself. */
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
