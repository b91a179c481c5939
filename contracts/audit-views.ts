/**
 * Whether an action only views something, or is a checkpoint of the log. Such actions fill most of the log, but are
 * rarely useful. Reading a value does not count.
 */
export function isView({ action }: { readonly action: string }): boolean {
  return /\.list$|^(access|account|catalog)\.read$|^secret\.describe$|^audit\.checkpoint$|^events\./.test(
    action,
  );
}
