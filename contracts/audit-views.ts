/**
 * Whether an action only looks at something. Such actions are most of the log, and say little. Reading a value
 * is not one.
 */
export function isView({ action }: { readonly action: string }): boolean {
  return /\.list$|^(access|account|catalog)\.read$|^secret\.describe$|^events\./.test(action);
}
