import { addAccess } from './access/index.ts';
import { addAccount } from './account/index.ts';
import type { AddCommand } from './common/add-command.ts';
import { addAgents } from './agents/index.ts';
import { addAudit } from './audit/index.ts';
import { addCompletion } from './completion.ts';
import { addEnvironment } from './environment/index.ts';
import { addIdentities } from './identities/index.ts';
import { addLogin } from './login.ts';
import { addLogout } from './logout.ts';
import { addRequests } from './requests/index.ts';
import { addSecrets } from './secrets/index.ts';
import { addTokens } from './tokens/index.ts';
import { addUsers } from './users/index.ts';
import { addWhoami } from './whoami.ts';

/** What people do with a vault over the network, with a key of theirs. */
export const managementCommands: readonly AddCommand[] = [
  addLogin,
  addLogout,
  addWhoami,
  addSecrets,
  addAccess,
  addRequests,
  addAgents,
  addAccount,
  addUsers,
  addTokens,
  addIdentities,
  addEnvironment,
  addAudit,
  addCompletion,
];
