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
export function isSensitiveField(name: string): boolean {
  return /^[\p{L}_$]/u.test(name) && !isPropertyOfText(name) && !isHarmlessField(name);
}

export function isTextMethod(name: string): boolean {
  return textMethods.has(name);
}

const harmlessField =
  /(?:^|_)(?:id|ids|url|uri|host|hostname|port|domain|endpoint|base|path|region|zone|env|environment|name|username|user|email|mail|account|tenant|org|organisation|organization|project|bucket|database|db|schema|sender|from|scope|scopes|version|type|kind|issuer|audience|timeout|locale|language|country|currency|phone|number)$/i;

/** Whether a field, by its name, contains public data: `base_url`, `clientId`. */
function isHarmlessField(name: string): boolean {
  return harmlessField.test(name.replaceAll(/(?<=[a-z])(?=[A-Z])|-/g, '_'));
}
