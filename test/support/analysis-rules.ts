import type { FileContext, Finding } from '../../analysis/index.ts';
import { bookingAgent, open } from './analysis-fixture.ts';

/** The findings, in order. */
export function findingsIn(
  code: string,
  context: FileContext = bookingAgent(),
  languageId = 'python',
  functions: readonly string[] = [],
): readonly Finding[] {
  const { analyzer, file } = open(code, languageId, functions);
  return analyzer.findings(file, context);
}

/** The findings in short form: `rule @ text under the finding`. */
export function rulesIn(...given: Parameters<typeof findingsIn>): readonly string[] {
  const [code, context, languageId, functions] = given;
  const { file } = open(code, languageId);
  return findingsIn(code, context, languageId, functions).map(({ rule, range }) => {
    const text = code.slice(file.offsetAt(range.start), file.offsetAt(range.end));
    return `${rule} @ ${text}`;
  });
}

/** The context of the booking agent's file, with known environment secrets of the user. */
export function withEnvironment(...environment: readonly string[]): FileContext {
  const context = bookingAgent();
  return {
    ...context,
    knowledge: { mayGrant: false, mayCreate: false, ...context.knowledge, environment },
  };
}
