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

/** Whether the name of a field suggests that its value must not be shown. */
export function isSensitiveField(name: string): boolean {
  return /^[\p{L}_$]/u.test(name) && !isPropertyOfText(name) && !isHarmlessField(name);
}

export function isTextMethod(name: string): boolean {
  return textMethods.has(name);
}

const harmlessField =
  /(?:^|_)(?:id|ids|url|uri|host|hostname|port|domain|endpoint|base|path|region|zone|env|environment|name|username|user|email|mail|account|tenant|org|organisation|organization|project|bucket|database|db|schema|sender|from|scope|scopes|version|type|kind|issuer|audience|timeout|locale|language|country|currency|phone|number)$/i;

/** Whether the name of a field suggests that it contains public data: `base_url`, `clientId`. */
function isHarmlessField(name: string): boolean {
  return harmlessField.test(name.replaceAll(/(?<=[a-z])(?=[A-Z])|-/g, '_'));
}
