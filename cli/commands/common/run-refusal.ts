import { steeringText } from './program-variables.ts';
import type { RunRefused } from '../../../run/run-refused.ts';
import { visible } from '../../../contracts/visible-text.ts';

/** The agent for which a run was refused, and the role that requested it. */
interface RefusedRun {
  readonly agentId: string | undefined;
  /** The advice for a user whose role cannot issue agent tokens. */
  readonly withoutToken: string;
  /** Called only if the message needs it. */
  readonly role: () => Promise<string>;
}

/** Returns one sentence that says what failed and what to do. */
export async function runRefusal(
  refused: RunRefused,
  { agentId, withoutToken, role }: RefusedRun,
): Promise<string> {
  const { variable = '', secret = '', field = '', fields = [] } = refused.about;
  const start = `${visible(variable)} cannot be set:`;
  const name = `"${visible(secret)}"`;
  const known = fields.map(visible).join(', ');
  switch (refused.code) {
    case 'invalidVariable':
      return `The vault returned a variable with an invalid name: "${visible(variable)}". Check the address of the vault.`;
    case 'unusableVariable':
      return `${visible(variable)} cannot be passed to a program, because its value contains a null byte. Set a new value.`;
    case 'steeringVariable':
      return `${steeringText(visible(variable))} Remove it with \`agent-secrets environment remove ${visible(variable)}\`.`;
    case 'nothingToGive':
      return 'The key does not belong to a person and cannot issue tokens, so it gives no access to secrets. Sign in as yourself.';
    case 'SecretNotFound':
      return `${start} secret ${name} does not exist.${field === '' ? '' : ` If its name has a dot, write agent-secrets://${visible(encodeURIComponent(`${secret}.${field}`))}.`}`;
    case 'MissingAccess':
      return `${start} the agent ${visible(agentId ?? '')} has no access to ${name}. Ask an account admin to grant it.`;
    case 'fieldNeeded':
      return `${start} ${name} has several fields. Choose one of them: ${known}.`;
    case 'noSuchField':
      return `${start} ${name} has no field "${visible(field)}". Its fields are: ${known}.`;
    case 'noFields':
      return `${start} ${name} has no fields. Leave out "${visible(field)}".`;
    case 'needsAgent':
      return agentId === undefined
        ? 'No agent found for this folder. Choose one with --agent, or leave out --as agent, --env and references, which need one.'
        : `The role ${await role()} cannot issue a token for ${visible(agentId)}. ${withoutToken}`;
  }
}
