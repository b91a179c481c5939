import { isHarmlessField } from '../harmless-field.ts';

/** Properties that every text, object or promise has, whatever its fields. */
const names = new Set([
  ...Object.getOwnPropertyNames(String.prototype),
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Promise.prototype),
]);

/** Methods of texts that objects do not have, so that calling them on one fails. */
const textMethods = new Set(
  (
    'at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare match matchAll ' +
    'normalize padEnd padStart repeat replace replaceAll search slice split startsWith substr substring ' +
    'toLowerCase toUpperCase trim trimEnd trimStart'
  ).split(' '),
);

/** `length`, `toString`, `hasOwnProperty`, `then`: assumed not to be fields of a secret. */
export function isPropertyOfText(name: string): boolean {
  return names.has(name);
}

/** A field whose name suggests that its value must not be shown. */
export function isTellingField(name: string): boolean {
  return /^[\p{L}_$]/u.test(name) && !isPropertyOfText(name) && !isHarmlessField(name);
}

export function isTextMethod(name: string): boolean {
  return textMethods.has(name);
}
