import type { Translate } from './words.ts';

/** The role of a person or key as users know it; `none`: the identity provider gives the person none. */
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
