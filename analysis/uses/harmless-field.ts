const harmlessField =
  /(?:^|_)(?:id|ids|url|uri|host|hostname|port|domain|endpoint|base|path|region|zone|env|environment|name|username|user|email|mail|account|tenant|org|organisation|organization|project|bucket|database|db|schema|sender|from|scope|scopes|version|type|kind|issuer|audience|timeout|locale|language|country|currency|phone|number)$/i;

/** Whether a field, by its name, contains public data: `base_url`, `clientId`. */
export function isHarmlessField(name: string): boolean {
  return harmlessField.test(name.replaceAll(/(?<=[a-z])(?=[A-Z])|-/g, '_'));
}
