/** A variable step of an address, in a test or as an expression in a template. */
const anyStep = String.raw`(?:\$\{[^}]*\}|[^/\s'"\`?$])+`;

/**
 * Whether a text requests a route. Recognizes an address by its end, because tests often assemble it: `${account}/users`. A client's path is a
 * list: `['v1', 'me']`.
 */
export function requestsTo(route: string): (text: string) => boolean {
  const addresses = [...route.matchAll(/'(\/[^']*)'/g)].map(([, address = '']) => endOf(address));
  const patterns = addresses.flatMap((steps) => [
    new RegExp(steps.map((step) => `/${step ?? anyStep}`).join('') + String.raw`(?![\w/-])`),
    new RegExp(
      steps.map((step) => (step === undefined ? '[^,]+' : `'${step}'`)).join(String.raw`,\s*`) + '[)\\]]',
    ),
  ]);
  return (text) => {
    const code = text.replaceAll(/'[^'\n]*\.m?[jt]s'/g, "''");
    return patterns.some((pattern) => pattern.test(code));
  };
}

/** The steps from the last fixed one on; undefined for a variable step. */
function endOf(address: string): readonly (string | undefined)[] {
  const steps = address
    .split('/')
    .slice(1)
    .map((step) => step.replace('::', ':'));
  const last = steps.findLastIndex((step) => !step.startsWith(':'));
  return steps.slice(last).map((step) => (step.startsWith(':') ? undefined : step));
}

/** The functions that contain a line like this. */
export function functionsWith(isLike: (line: string) => boolean, text: string): ReadonlySet<string> {
  const found = new Set<string>();
  let current: string | undefined;
  for (const line of text.split('\n')) {
    current = declaredIn(line) ?? current;
    if (current !== undefined && isLike(line)) found.add(current);
  }
  return found;
}

function declaredIn(line: string): string | undefined {
  const [, ...names] =
    /^(?:export )?(?:async )?(?:function\*?|const) (\w+)|^\s+const (\w+) = (?:async )?\([^)]*\)[^=]*=>|^\s+(\w+): (?:async )?\([^)]*\)[^=]*=>|^\s+(?:async )?(?!if|for|while|switch|catch)(\w+)\(.*\).*\{$/.exec(
      line,
    ) ?? [];
  return names.find((name) => name !== undefined);
}
