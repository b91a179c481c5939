import { mayHoldCredentials } from '../hardcoded/may-hold-credentials.ts';

const ownKey = /^ags_[a-z]+_\w{20}/;
const shownLetters = 4;

/** A name as reports may show it: a credential used in place of a name must not appear in reports. */
export function shownName(name: string): string {
  return isCredential(name) ? `${name.slice(0, shownLetters)}…` : name;
}

export function isCredential(name: string): boolean {
  return mayHoldCredentials(name) || ownKey.test(name);
}
