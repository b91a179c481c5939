import { t } from './words.ts';

export function deprecationText({ replacement }: { readonly replacement?: string }): string {
  return replacement === undefined
    ? t('Deprecated.')
    : t('Deprecated: use {name} instead.', { name: replacement });
}
