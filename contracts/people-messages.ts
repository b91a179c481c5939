import { isFlag, isMessage, isObjectOf, isOneOf, isRecord, isText, optional } from './guards.ts';

type PersonRole = 'admin' | 'author' | 'reviewer';

/** A person as listed in the panel. Times are ISO 8601. */
export interface ListedPerson {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** `none`: the identity provider no longer gives the person a role. */
  readonly role: PersonRole | 'none';
  /** Present if the person is disabled. */
  readonly disabledAt?: string;
}

/** A key as listed in the panel: never the key itself. */
export interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly role: PersonRole | 'agent';
  /** The name of the person or agent that it belongs to. */
  readonly owner?: string;
  /** Whether it came from a sign-in, so that no one issued it. */
  readonly isSignIn: boolean;
  readonly createdAt: string;
  readonly issuedBy?: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  readonly lastUsedAt?: string;
}

/** Whether a key can still be used. */
export function isValidKey(key: Pick<ListedKey, 'expiresAt' | 'revokedAt'>, now: Date): boolean {
  return key.revokedAt === undefined && Date.parse(key.expiresAt) > now.getTime();
}

/** What the panel shows. */
export interface PeopleView {
  readonly filter: string;
  /** Whether keys that have expired or were revoked are shown too. */
  readonly ended: boolean;
}

/** Also validates what the editor restores after a window reload. */
export const isPeopleView = isObjectOf<PeopleView>({ filter: isText, ended: isFlag });

/** Extension host → People panel. */
export type ToPeoplePanel =
  | {
      readonly type: 'people';
      readonly people: readonly ListedPerson[];
      readonly keys: readonly ListedKey[];
      readonly mayChangePeople: boolean;
      readonly mayChangeKeys: boolean;
      /** What the panel showed before its tab was hidden or the window was reloaded. */
      readonly view?: PeopleView | undefined;
    }
  | { readonly type: 'failed'; readonly message: string };

const peopleActions = [
  'add-person',
  'change-person',
  'issue-for-person',
  'issue-for-agent',
  'revoke',
  'revoke-older',
] as const;
/** Each action prompts in the editor, so that a new key never reaches the page. */
export type PeopleAction = (typeof peopleActions)[number];

/** People panel → extension host. */
export type FromPeoplePanel =
  | { readonly type: 'ready' }
  | { readonly type: 'draft'; readonly view: PeopleView }
  /** `id` is that of the person or the key. */
  | { readonly type: 'act'; readonly action: PeopleAction; readonly id?: string };

/** Validates incoming panel messages. */
export const isFromPeoplePanel = isMessage<FromPeoplePanel>({
  ready: isRecord,
  draft: isObjectOf({ view: isPeopleView }),
  act: isObjectOf<{ action: PeopleAction; id?: string }>({
    action: isOneOf(...peopleActions),
    id: optional(isText),
  }),
});
