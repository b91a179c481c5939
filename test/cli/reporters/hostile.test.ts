import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import fc from 'fast-check';
import type { Log } from 'sarif';
import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { visible } from '../../../contracts/visible-text.ts';
import { formats, reporters } from '../../../cli/reporters/index.ts';
import type { ReportedFinding } from '../../../review/index.ts';
import { noChange, options } from './support/example-change.ts';
import { inlineCommand, parseMarkdown, parseXml, workflowCommands } from './support/read-back.ts';

/** Pieces that mean something to one of the programs that read a report. */
const piece = fc.oneof(
  fc.constantFrom(
    '|',
    '\\',
    '\\|',
    '`',
    '``',
    '<b>',
    '</code>',
    '<!--',
    '&amp;',
    '&#64;',
    '@octocat',
    '#1',
    'GH-1',
    '*',
    '_x_',
    'https://evil.example',
    'www.evil.example',
    '[a](b)',
    '![a](b)',
    '~~a~~',
    '::',
    '::error::',
    '%0A',
    '%25',
    '%',
    '##[add-path]x',
    '##vso[task.x]y',
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '\u{1b}[31m',
    '\u{0}',
    '\u{202e}',
    '\u{2028}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{d800}',
    '"',
    "'",
    ']]>',
    '<![CDATA[',
    ',',
    ':',
    '=',
    ';',
    'é',
    '鍵',
    '🗝️',
    'a',
    'key',
    '1. ',
    '- ',
    '# ',
    '> ',
    '$x$',
    '{',
    '}',
    '0a1b2c3d4e5f',
    ':smile:',
    'mailto:a@b.example',
    'a@b.example',
  ),
  fc.string({ maxLength: 5, unit: 'binary' }),
);
const hostile = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

const finding: fc.Arbitrary<ReportedFinding> = fc.record({
  rule: fc.constantFrom('secret-not-found', 'secret-in-log'),
  severity: fc.constantFrom('error', 'warning', 'information', 'hint'),
  path: hostile,
  line: fc.nat({ max: 9 }).map((line) => line + 1),
  column: fc.constant(3),
  endLine: fc.constant(10),
  endColumn: fc.constant(5),
  message: hostile,
  agentId: hostile,
  names: fc.array(hostile, { maxLength: 2 }),
});
const few = fc.array(finding, { minLength: 1, maxLength: 4 });
const { verdict: _, ...withoutVerdict } = noChange;
const withNew = (findings: readonly ReportedFinding[]) => ({ ...withoutVerdict, new: findings });
const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();

describe('with hostile names, paths and messages', () => {
  it('SARIF stays valid and gives every finding back', () => {
    fc.assert(
      fc.property(few, (findings) => {
        const log = JSON.parse(reporters.sarif.changes(withNew(findings), options)) as Log;
        expect(Check(schema, log)).toBe(true);
        const results = log.runs[0]?.results ?? [];
        expect(results.map(({ message }) => message.text)).toEqual(
          findings.map(({ message }) => message.replaceAll('](', '] (')),
        );
        const uris = results.map(
          ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '',
        );
        expect(uris.map((uri) => uri.split('/').map(decodeURIComponent).join('/'))).toEqual(
          findings.map(({ path }) => path.toWellFormed()),
        );
      }),
    );
  });

  it('JSON gives the report back', () => {
    fc.assert(
      fc.property(few, (findings) => {
        const written: unknown = JSON.parse(reporters.json.changes(withNew(findings), options));
        expect(written).toMatchObject({ ...withNew(findings) });
      }),
    );
  });

  it('GitLab gives every finding back, each with its own fingerprint', () => {
    fc.assert(
      fc.property(few, (findings) => {
        const entries = JSON.parse(reporters.gitlab.changes(withNew(findings), options)) as {
          fingerprint: string;
          description: string;
          location: { path: string };
        }[];
        expect(entries.map(({ description }) => description)).toEqual(
          findings.map(({ message }) => visible(message)),
        );
        expect(entries.map(({ location }) => location.path)).toEqual(findings.map(({ path }) => path));
        expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
      }),
    );
  });

  it("GitHub's runner finds exactly our commands", () => {
    fc.assert(
      fc.property(few, (findings) => {
        const log = reporters.github.changes(withNew(findings), options);
        const commands = workflowCommands(log);
        expect(commands).toHaveLength(log.split('\n').length - 1);
        expect(sorted(commands.map(({ data }) => data))).toEqual(
          sorted(findings.map(({ message }) => visible(message))),
        );
        expect(sorted(commands.map(({ properties }) => properties['file'] ?? ''))).toEqual(
          sorted(findings.map(({ path }) => visible(path))),
        );
        for (const { name, properties } of commands) {
          expect(['error', 'warning', 'notice']).toContain(name);
          expect(
            Object.keys(properties).filter((key) => !/^(?:file|line|endLine|col|endColumn|title)$/.test(key)),
          ).toEqual([]);
        }
      }),
    );
  });

  it('JUnit stays well-formed XML and gives every finding back', () => {
    fc.assert(
      fc.property(few, (findings) => {
        const suites = parseXml(reporters.junit.changes(withNew(findings), options)).children;
        const cases = suites.flatMap(({ children }) => children).filter(({ name }) => name === 'testcase');
        expect(cases).toHaveLength(findings.length);
        const messages = cases.map(({ children }) => children[0]?.attributes['message'] ?? '');
        expect(sorted(messages)).toEqual(
          sorted(findings.map(({ path, line, message }) => legal(`${path}:${String(line)}: ${message}`))),
        );
        const keys = cases.map(({ attributes }) => `${attributes['classname']} ${attributes['name']}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('Markdown shows every finding in its own row, and nothing but text', () => {
    fc.assert(
      fc.property(few, (findings) => {
        // Quotation marks become code.
        const unquoted = findings.map((one) =>
          Object.assign({}, one, { message: one.message.replaceAll('"', '') }),
        );
        const { tables, effects } = parseMarkdown(reporters.markdown.changes(withNew(unquoted), options));
        expect(effects).toEqual([]);
        expect(tables).toHaveLength(1);
        const rows = tables[0]?.rows ?? [];
        const spaces = (words: string): string => words.replaceAll(/\s+/g, ' ').trim();
        expect(rows.map((row) => spaces(row[1] ?? ''))).toEqual(
          unquoted.map(({ message }) => spaces(visible(message))),
        );
        expect(rows.map((row) => spaces(row[4] ?? ''))).toEqual(
          findings.map(({ path, line }) => spaces(visible(`${path}:${String(line)}`))),
        );
      }),
    );
  });

  it.each(formats.filter((format) => format !== 'github'))(
    '%s gives no command to the runner of a pipeline',
    (format) => {
      fc.assert(
        fc.property(few, hostile, (findings, name) => {
          const report = {
            ...withNew(findings),
            base: { name, commit: '' },
            needs: [{ agent: name, secret: name, access: 'missing' as const, path: name, line: 1 }],
            catalog: [{ agent: name, secret: name, change: 'created' as const }],
            suppressions: [
              {
                by: 'comment' as const,
                path: name,
                line: 1,
                column: 1,
                rules: [name],
                reason: name,
                suppressed: findings,
              },
            ],
          };
          const log = reporters[format].changes(report, options);
          expect(workflowCommands(log)).toEqual([]);
          expect(log).not.toMatch(inlineCommand);
        }),
      );
    },
  );

  it.each(formats)('%s contains no character that controls a terminal', (format) => {
    fc.assert(
      fc.property(few, (findings) => {
        const log = reporters[format].changes(withNew(findings), options);
        expect(log.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

function legal(words: string): string {
  return words.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{fffe}\u{ffff}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
