import {
  createAnalyzer,
  noProjectFunctions,
  ProjectFileStore,
  type ProjectFiles,
  type TextChange,
} from '../../analysis/index.ts';
import { createKnowAgent } from '../../analysis/catalog/known-agent.ts';
import { createFacts, type Facts } from '../../analysis/facts.ts';
import { findings } from '../../analysis/features/findings.ts';
import { StepBudget } from '../../analysis/flow/step-budget.ts';
import { createPython } from '../../analysis/languages/python.ts';
import { SourceFile } from '../../analysis/source/source-file.ts';
import { createUserLanguage } from '../../analysis/model/user-language.ts';
import { bookingAgent, secret } from './analysis-fixture.ts';
import { programParts, randomFrom, typedPieces } from './edited-programs.ts';

export interface Rounds {
  readonly seed: number;
  readonly programs: number;
  readonly edits: number;
  readonly inProject: boolean;
  /** The maximum number of steps for one name. */
  readonly perQuestion?: number;
}

export interface Difference {
  readonly program: number;
  readonly edit: number;
  readonly change: TextChange;
  readonly before: string;
  readonly text: string;
  /** The results as JSON. */
  readonly kept: string;
  readonly fresh: string;
}

const uri = 'file:///w/booking/functions/flow_of_booking.py';
const context = bookingAgent({
  secrets: [
    secret('a', { kind: 'key_value', fields: ['client_id', 'client_secret'] }),
    secret('b'),
    secret('k', { access: 'missing' }),
  ],
});

const known = createKnowAgent()(context);

/**
 * Edits programs at random. After each edit, compares all results with those of an analyzer without a cache.
 * Returns the first difference; undefined if there is none.
 */
export function firstDifference(rounds: Rounds): Difference | undefined {
  for (let program = 0; program < rounds.programs; program++) {
    const random = randomFrom(rounds.seed * 1_000_003 + program);
    const found = editProgram(random, program, rounds);
    if (found !== undefined) return found;
  }
  return undefined;
}

function editProgram(
  random: (below: number) => number,
  program: number,
  { edits, inProject, perQuestion }: Rounds,
): Difference | undefined {
  const facts = createPythonFacts(perQuestion);
  const syntax = createPython(noProjectFunctions, new StepBudget());
  let file = new SourceFile({ uri, languageId: 'python', text: programOf(random) }, syntax);
  const store = inProject ? projectAround(() => file) : undefined;
  shown(facts, file, store);
  for (let edit = 0; edit < edits; edit++) {
    const before = file;
    const changes = Array.from({ length: random(8) === 0 ? 2 : 1 }, () => undefined);
    let change: TextChange = { start: 0, length: 0, text: '' };
    for (const _ of changes) {
      change = changeOf(random, file.text);
      const text =
        file.text.slice(0, change.start) + change.text + file.text.slice(change.start + change.length);
      const next = file.changed({ uri, languageId: 'python', text }, syntax, [change]);
      facts.follows(next, file, [change]);
      file = next;
    }
    store?.edited(uri);
    const kept = shown(facts, file, store);
    const fresh = shown(createPythonFacts(perQuestion), file, store);
    if (kept !== fresh) {
      return { program, edit, change, before: before.text, text: file.text, kept, fresh };
    }
  }
  return undefined;
}

function createPythonFacts(perQuestion?: number): Facts {
  return createFacts(new Map([['python', createPython(noProjectFunctions, new StepBudget(perQuestion))]]));
}

function programOf(random: (below: number) => number): string {
  const parts = Array.from({ length: 6 + random(14) }, () => programParts[random(programParts.length)] ?? '');
  return parts.join(random(2) === 0 ? '\n' : '');
}

/** Generates a change: a keystroke, an inserted piece, an added or removed part, or a replaced word. */
function changeOf(random: (below: number) => number, text: string): TextChange {
  const start = random(text.length + 1);
  const piece = typedPieces[random(typedPieces.length)] ?? '';
  const part = programParts[random(programParts.length)] ?? '';
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', start) + 1 || text.length;
  switch (random(9)) {
    case 0:
      return { start, length: Math.min(random(4), text.length - start), text: '' };
    case 1:
      return { start: lineStart, length: 0, text: part };
    case 2:
      return { start: lineStart, length: lineEnd - lineStart, text: '' };
    case 3:
      return { start: lineStart, length: 0, text: piece };
    case 4:
      return { start: lineStart, length: lineEnd - lineStart, text: part };
    case 5:
      return swapped(random, text) ?? { start, length: 0, text: piece };
    default:
      return { start, length: Math.min(random(3), text.length - start), text: piece };
  }
}

const wordsToSwap = [
  'LIVE',
  'NAMES',
  'TOKEN',
  'key',
  'read',
  'pick',
  'show',
  'Handler',
  'self',
  '"a"',
  '"k"',
  'KEY',
];

/** Replaces one word with another. Most real changes of meaning are no larger. */
function swapped(random: (below: number) => number, text: string): TextChange | undefined {
  const word = wordsToSwap[random(wordsToSwap.length)] ?? '';
  const places = [...text.matchAll(new RegExp(word, 'g'))];
  const place = places[random(places.length)];
  const other = wordsToSwap[random(wordsToSwap.length)] ?? '';
  return place && { start: place.index, length: word.length, text: other };
}

function projectAround(current: () => SourceFile): ProjectFileStore {
  const store = new ProjectFileStore({ rootUri: 'file:///w/booking', analyzer: createAnalyzer() });
  store.write(
    'file:///w/booking/functions/names.py',
    'OTHER = "k"\ndef other_name(n): return n\nLIVE = "b"\n',
  );
  store.write(uri, '');
  store.open(uri, current);
  store.finishReading();
  return store;
}

/** Formats all results as one text. */
function shown(facts: Facts, file: SourceFile, project: ProjectFiles | undefined): string {
  const references = facts.references(file, project);
  const uses = facts.uses(file, project);
  const { agent } = context;
  const all =
    agent &&
    findings({ file, agent, translate: createUserLanguage().translate, known, references, uses: () => uses });
  return JSON.stringify({ references, uses, findings: all });
}
