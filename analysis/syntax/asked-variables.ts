const environment = String.raw`(?:set|list|tuple|sorted|frozenset)?\(?\s*(?:os\s*\.\s*environ|environ|process\s*\.\s*env)(?:\s*\.\s*keys\s*\(\s*\))?(?!\s*[\w.[(])`;

/** Compares a set with all variables, or tests each entry of a list. */
const several = new RegExp(
  String.raw`(?:\bin|[-&]|[<>]=?|==)\s*${environment}|\b(?:difference|intersection|isdisjoint|issubset)\s*\(\s*${environment}|` +
    String.raw`\benviron\s*\.\s*keys\s*\(\s*\)\s*(?:>=?|&|==)`,
);

/**
 * By text alone, which environment variables a program looks up among all: its author then knows that they
 * may be missing. `"A" in os.environ`, `required - set(os.environ)`.
 */
export function variablesAskedFor(text: string): (name: string) => boolean {
  if (!several.test(text)) return () => false;
  const [once, twice] = [new Set<string>(), new Set<string>()];
  for (const [, , name = ''] of text.matchAll(/(["'])([\w$]+)(?=\1)/g)) {
    (once.has(name) ? twice : once).add(name);
  }
  return (name) => twice.has(name);
}
