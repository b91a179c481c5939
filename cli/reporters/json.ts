import type { Reporter } from './report.ts';

/** For programs; its fields are a promise. */
export const json: Reporter = {
  findings: ({ findings }) => print({ findings }),
  references: ({ references }) => print({ references }),
};

function print(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
