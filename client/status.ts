import { type CommandId, commandIds } from '../contracts/ids.ts';
import type { Translate } from '../contracts/words.ts';
import { type CatalogState, identityOf, isExample, type SessionState } from './session/session-state.ts';

export interface StatusInput {
  readonly session: SessionState;
  /** The signed-in user according to the editor's storage, even while the vault is unreachable. */
  readonly accountLabel: string | undefined;
  readonly agentName: string | undefined;
  readonly projectProblem: string | undefined;
  readonly serverFailed: boolean;
  readonly catalog: CatalogState | undefined;
  /** Number of findings in the open file. */
  readonly problems: number;
  /** Formats the age of an ISO 8601 time: "3 minutes ago". */
  readonly ageOf: (time: string) => string;
}

export interface StatusRow {
  readonly text: string;
  readonly detail: string;
  readonly isBusy: boolean;
  readonly isWarning: boolean;
  readonly command: { readonly command: CommandId; readonly title: string };
}

/** Several short rows, because the editor cuts off a long one. */
interface Status {
  /** The agent, the age of its catalog and problems, with the most helpful command. */
  readonly agent: StatusRow;
  /** Absent if no one is signed in. */
  readonly account: StatusRow | undefined;
}

export function statusOf(input: StatusInput, t: Translate): Status {
  const trouble = troubleIn(input, t);
  const account = accountOf(input);
  const known = names(input, t);
  const parts = trouble
    ? [trouble.words, account === undefined ? known : undefined]
    : [known, problems(input, t)];
  return {
    agent: {
      text: input.agentName ?? t('No agent project'),
      detail: parts.filter((part) => part !== undefined).join(' · '),
      isBusy: input.session.kind === 'loading' || input.catalog?.kind === 'loading',
      isWarning: trouble?.isWarning ?? false,
      command: trouble?.command ?? { command: commandIds.pickAgent, title: t('Pick Agent') },
    },
    account: account === undefined ? undefined : accountRow(account, trouble && known, t),
  };
}

/** Also shows how old the names are, if the row of the agent shows what is wrong instead. */
function accountRow(account: string, detail: string | undefined, t: Translate): StatusRow {
  const command = { command: commandIds.switchAccount, title: t('Switch Account') };
  return {
    text: t('Signed in as {0}', account),
    detail: detail ?? '',
    isBusy: false,
    isWarning: false,
    command,
  };
}

interface Trouble {
  readonly words: string;
  readonly isWarning: boolean;
  readonly command: StatusRow['command'];
}

/** The first obstacle, if any. */
function troubleIn(input: StatusInput, t: Translate): Trouble | undefined {
  return troubleWithSession(input.session, t) ?? troubleWithAgent(input, t);
}

function troubleWithSession(session: SessionState, t: Translate): Trouble | undefined {
  const signIn = { command: commandIds.signIn, title: t('Sign In') };
  const retry = { command: commandIds.refresh, title: t('Try Again') };
  switch (session.kind) {
    case 'signedOut':
      return session.message === undefined
        ? { words: t('signed out'), isWarning: false, command: signIn }
        : { words: t('your session has ended'), isWarning: true, command: signIn };
    case 'offline':
      return { words: t('vault is unreachable'), isWarning: true, command: retry };
    case 'failed':
      return {
        words: t('vault returned an invalid response'),
        isWarning: true,
        command: { command: commandIds.showLog, title: t('Show Log') },
      };
    case 'disabled':
      return { words: t('vault turned off for the account'), isWarning: false, command: retry };
    case 'loading':
      return { words: t('contacting the vault…'), isWarning: false, command: retry };
    case 'ready':
      return undefined;
  }
}

function troubleWithAgent(input: StatusInput, t: Translate): Trouble | undefined {
  const { serverFailed, projectProblem, catalog } = input;
  const switchAccount = { command: commandIds.switchAccount, title: t('Switch Account') };
  if (serverFailed) {
    const command = { command: commandIds.restartServer, title: t('Restart Language Server') };
    return { words: t('language server did not start'), isWarning: true, command };
  }
  if (projectProblem !== undefined) {
    const command = { command: commandIds.pickAgent, title: t('Pick Agent') };
    return { words: projectProblem, isWarning: true, command };
  }
  if (catalog?.kind !== 'missing') return undefined;
  if (catalog.reason === 'refused') {
    return { words: t('you cannot see this agent’s secrets'), isWarning: true, command: switchAccount };
  }
  if (catalog.reason === 'unknownAgent') {
    return { words: t('the agent does not exist in your account'), isWarning: true, command: switchAccount };
  }
  const command = { command: commandIds.refresh, title: t('Try Again') };
  return { words: t('the secrets could not be read'), isWarning: true, command };
}

function accountOf({ session, accountLabel }: StatusInput): string | undefined {
  return session.kind === 'signedOut' ? undefined : (identityOf(session)?.name ?? accountLabel);
}

function names({ catalog, ageOf }: StatusInput, t: Translate): string | undefined {
  if (catalog?.kind !== 'known') return undefined;
  if (isExample(catalog)) return t('names of the example catalog');
  const readable = catalog.catalog.secrets.filter(({ access }) => access === 'granted').length;
  const age = ageOf(catalog.catalog.asOf);
  return readable === 1 ? t('1 secret, as of {0}', age) : t('{0} secrets, as of {1}', readable, age);
}

function problems({ problems: count }: StatusInput, t: Translate): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? t('1 problem here') : t('{0} problems here', count);
}
