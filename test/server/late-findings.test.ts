import { describe, expect, it, vi } from 'vitest';
import type { Diagnostic, Range } from 'vscode-languageserver';
import { createAnalyzer, type FileContext, type Finding, type ParsedFile } from '../../analysis/index.ts';
import { LateFindings } from '../../server/late-findings.ts';

const uri = 'file:///w/functions/pay.py';
const context: FileContext = { now: new Date(0) };

function findingAt(line: number, rule: Finding['rule']): Finding {
  const range = { start: { line, character: 4 }, end: { line, character: 8 } };
  const late = rule === 'secret-in-log' ? { late: true as const } : {};
  return {
    rule,
    severity: 'warning',
    message: rule,
    range,
    agentId: 'booking',
    names: [],
    affected: [],
    suggestions: [],
    related: [],
    deprecated: false,
    ...late,
  };
}

/** Values of a shorter file are followed before its first findings are sent. */
const long = '\n'.repeat(20_001);

/** An open file whose values are followed when the test says so. */
class OpenFile {
  readonly late: LateFindings;
  readonly changes: string[] = [];
  findings: readonly Finding[] = [];
  #file = this.#version();
  #isFollowed = false;
  /** Whether the complete findings are still to be found. */
  #isWaiting = false;
  #followed = Promise.withResolvers<void>();

  constructor(isFinal = false) {
    this.late = new LateFindings({
      analyzer: () => ({
        isFollowed: () => this.#isFollowed,
        earlyFindings: () => this.findings.filter(({ late }) => late !== true),
        findings: () => {
          this.#isWaiting = false;
          return this.findings;
        },
      }),
      preparation: { values: () => this.#followed.promise },
      documents: { file: () => this.#file },
      changed: (changed) => this.changes.push(changed),
      isFinal,
      quietMs: 0,
    });
  }

  async shown(): Promise<readonly string[]> {
    this.#isWaiting = true;
    return linesOf(await this.late.in(uri, this.#file, context));
  }

  edit(range: Range, text: string): void {
    this.late.edited(uri, [{ range, text }]);
    this.#file = this.#version();
    this.#isFollowed = false;
    this.#isWaiting = false;
    this.#followed = Promise.withResolvers();
  }

  async follow(): Promise<void> {
    this.#isFollowed = true;
    this.#followed.resolve();
    await vi.waitUntil(() => !this.#isWaiting, { timeout: 20_000 });
  }

  #version(): ParsedFile {
    return createAnalyzer().parse({ uri, languageId: 'python', text: long });
  }
}

function linesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, range }) => `${String(code)} ${range.start.line}`);
}

function at(line: number, character: number, endLine = line): Range {
  return { start: { line, character }, end: { line: endLine, character } };
}

describe('findings about values', () => {
  it('arrive after those about names, and the editor is notified', async () => {
    const file = new OpenFile();
    file.findings = [findingAt(1, 'secret-not-found'), findingAt(2, 'secret-in-log')];
    expect(await file.shown()).toEqual(['secret-not-found 1']);
    expect(file.changes).toEqual([]);
    await file.follow();
    expect(file.changes).toEqual([uri]);
    expect(await file.shown()).toEqual(['secret-not-found 1', 'secret-in-log 2']);
  });

  it('are part of the first answer for an editor that asks only once', async () => {
    const file = new OpenFile(true);
    file.findings = [findingAt(2, 'secret-in-log')];
    const shown = file.shown();
    await file.follow();
    expect(await shown).toEqual(['secret-in-log 2']);
  });

  it.each([
    ['move with lines that are added above', at(0, 0), 'a\nb\n', 7],
    ['move with lines that are deleted above', at(1, 0, 3), '', 3],
    ['stay if the edit is below', at(6, 0), 'x\n', 5],
    ['stay if a letter is typed above', at(4, 3), 'x', 5],
  ])('%s, without another notification if they are the same', async (_, range, text, line) => {
    const file = new OpenFile();
    await file.follow();
    file.findings = [findingAt(5, 'secret-in-log')];
    await file.shown();
    file.edit(range, text);
    expect(await file.shown()).toEqual([`secret-in-log ${line}`]);
    file.findings = [findingAt(line, 'secret-in-log')];
    await file.follow();
    expect(file.changes).toEqual([]);
    expect(await file.shown()).toEqual([`secret-in-log ${line}`]);
  });

  it('disappear where their line is edited, until the values have been followed again', async () => {
    const file = new OpenFile();
    await file.follow();
    file.findings = [findingAt(5, 'secret-in-log'), findingAt(9, 'secret-in-log')];
    await file.shown();
    file.edit(at(5, 6), 'x');
    expect(await file.shown()).toEqual(['secret-in-log 9']);
    await file.follow();
    expect(file.changes).toEqual([uri]);
    expect(await file.shown()).toEqual(['secret-in-log 5', 'secret-in-log 9']);
  });

  it('of an older text are not announced', async () => {
    const file = new OpenFile();
    file.findings = [findingAt(2, 'secret-in-log')];
    await file.shown();
    const followed = file.follow();
    file.edit(at(0, 0), 'x');
    await followed;
    expect(file.changes).toEqual([]);
  });
});
