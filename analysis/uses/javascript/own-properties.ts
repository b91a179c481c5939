/** Properties that every string, object or promise has, regardless of its fields. */
const names = new Set([
  ...Object.getOwnPropertyNames(String.prototype),
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Promise.prototype),
]);

/** String methods that objects do not have, so that calling one on an object fails. */
const textMethods = new Set(
  (
    'at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare match matchAll ' +
    'normalize padEnd padStart repeat replace replaceAll search slice split startsWith substr substring ' +
    'toLowerCase toUpperCase trim trimEnd trimStart'
  ).split(' '),
);

/**
 * Whether the name is a standard property, such as `length`, `toString`, `hasOwnProperty` or `then`, which is
 * assumed not to be a field of a secret.
 */
export function isPropertyOfText(name: string): boolean {
  return names.has(name);
}

export function isTextMethod(name: string): boolean {
  return textMethods.has(name);
}
