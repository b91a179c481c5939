import type { Tables } from './tables.ts';

/** The tables as `case` statements, which bash and zsh read alike. Our own words need no further quoting. */
export function shellCases(tables: Tables): {
  readonly places: string;
  readonly options: string;
  readonly arguments: string;
} {
  return {
    places: tables.places
      .map(
        ({ path, commands, options }) =>
          `    '${path}') commands='${commands.join(' ')}' options='${options.join(' ')}' ;;`,
      )
      .join('\n'),
    options: tables.options
      .map(({ at, expects, many }) => `      '${at}') expects='${expects}' many=${many ? '1' : ''} ;;`)
      .join('\n'),
    arguments: tables.arguments
      .map(
        ({ at, expects }) =>
          `      ${at.endsWith('*') ? `'${at.slice(0, -1)}'*` : `'${at}'`}) expects='${expects}' ;;`,
      )
      .join('\n'),
  };
}

/** The list of commands, so that a script can distinguish a command from an argument. */
export function shellPaths({ places }: Tables): string {
  return places
    .filter(({ path }) => path !== '')
    .map(({ path }) => `'${path}'`)
    .join('|');
}
