import type { Translate } from './words.ts';

/** The display name of a role; `none` means that the identity provider assigns no role to the person. */
export function roleLabel(role: 'admin' | 'author' | 'reviewer' | 'agent' | 'none', t: Translate): string {
  switch (role) {
    case 'admin':
      return t('account admin');
    case 'author':
      return t('author');
    case 'reviewer':
      return t('reviewer');
    case 'agent':
      return t('agent');
    case 'none':
      return t('no role');
  }
}
