/** The environment variables that decide about colors. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to color what is printed, by the conventions of other tools: `FORCE_COLOR` decides if it is set, then
 * `NO_COLOR`, and otherwise colors are only for terminals that understand them.
 */
export function usesColour(env: Environment, isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined) return !/^(?:0|false)$/i.test(forced);
  if (refused !== undefined && refused !== '') return false;
  return isTerminal && terminal !== 'dumb';
}
