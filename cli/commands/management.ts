import { addAccessGrant, addAccessRevoke } from './access/change.ts';
import { addAccessList } from './access/list.ts';
import { addAgentsCreate } from './agents/create.ts';
import { addAgentsDelete } from './agents/delete.ts';
import { addAgentsList } from './agents/list.ts';
import { addAgentsRename } from './agents/rename.ts';
import { addAuditList } from './audit/list.ts';
import { addAuditVerify } from './audit/verify.ts';
import { addEnvironmentList } from './environment/list.ts';
import { addEnvironmentRemove } from './environment/remove.ts';
import { addEnvironmentSet } from './environment/set.ts';
import { addIdentitiesAdd } from './identities/add.ts';
import { addIdentitiesList } from './identities/list.ts';
import { addIdentitiesRemove } from './identities/remove.ts';
import { addRequestsCreate } from './requests/create.ts';
import { addRequestsApprove, addRequestsCancel, addRequestsDecline } from './requests/decide.ts';
import { addRequestsList } from './requests/list.ts';
import { addSecretsCreate } from './secrets/create.ts';
import { addSecretsDelete } from './secrets/delete.ts';
import { addSecretsDeprecate } from './secrets/deprecate.ts';
import { addSecretsDescribe } from './secrets/describe.ts';
import { addSecretsList } from './secrets/list.ts';
import { addSecretsPurge } from './secrets/purge.ts';
import { addSecretsRestore } from './secrets/restore.ts';
import { addSecretsSet } from './secrets/set.ts';
import { addSecretsShow } from './secrets/show.ts';
import { addSecretsUndelete } from './secrets/undelete.ts';
import { addSecretsVersions } from './secrets/versions.ts';
import { addTokensIssue } from './tokens/issue.ts';
import { addTokensList } from './tokens/list.ts';
import { addTokensRevoke } from './tokens/revoke.ts';
import { addUsersAdd } from './users/add.ts';
import { addUsersChange } from './users/change.ts';
import { addUsersList } from './users/list.ts';
import { addUsersRemove } from './users/remove.ts';
import { addAccount } from './account/index.ts';
import type { AddCommand } from './common/add-command.ts';
import { commandGroup } from './common/command-group.ts';
import { addCompletion } from './completion.ts';
import { addLogin } from './login.ts';
import { addLogout } from './logout.ts';
import { addWhoami } from './whoami.ts';

/** Commands for a vault over the network, with the key of a user. No command reads a value. */
export const managementCommands: readonly AddCommand[] = [
  addLogin,
  addLogout,
  addWhoami,
  group('secrets', 'the secrets of the account; no command shows a value', [
    addSecretsList,
    addSecretsShow,
    addSecretsCreate,
    addSecretsSet,
    addSecretsDescribe,
    addSecretsDeprecate,
    addSecretsDelete,
    addSecretsUndelete,
    addSecretsVersions,
    addSecretsRestore,
    addSecretsPurge,
  ]),
  group('access', 'which agents can read which secrets', [addAccessList, addAccessGrant, addAccessRevoke]),
  group('requests', 'requests for access to secrets', [
    addRequestsList,
    addRequestsCreate,
    addRequestsApprove,
    addRequestsDecline,
    addRequestsCancel,
  ]),
  group('agents', 'the agents of the account', [
    addAgentsList,
    addAgentsCreate,
    addAgentsRename,
    addAgentsDelete,
  ]),
  addAccount,
  group('users', 'the people of the account', [addUsersList, addUsersAdd, addUsersChange, addUsersRemove]),
  group('tokens', 'the keys of agents and people', [addTokensList, addTokensIssue, addTokensRevoke]),
  group('identities', 'workloads that sign in as agents, without a static key', [
    addIdentitiesList,
    addIdentitiesAdd,
    addIdentitiesRemove,
  ]),
  group('environment', 'your own environment secrets, which your sandboxes get', [
    addEnvironmentList,
    addEnvironmentSet,
    addEnvironmentRemove,
  ]),
  group('audit', 'the audit log of the account', [addAuditList, addAuditVerify]),
  addCompletion,
];

/** `agent-secrets NAME …` */
function group(name: string, description: string, commands: readonly AddCommand[]): AddCommand {
  return (program, host, done) => {
    const own = commandGroup(program, name, description);
    for (const add of commands) add(own, host, done);
  };
}
