import { t } from './words.ts';

/** A remark about a value that was probably pasted by mistake. */
export function valueRemark(value: string): string | undefined {
  if (value === '' || value === value.trim()) return undefined;
  return t('The value starts or ends with a space or line break. It is kept as it is.');
}
