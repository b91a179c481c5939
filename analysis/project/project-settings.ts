import { type RuleId, ruleIds } from '../../contracts/rule-ids.ts';
import { type RuleSettings, ruleSeverities, type RuleSeverity } from '../../contracts/rule-settings.ts';
import type { FileContext } from '../model/file-context.ts';
import { nearestNames } from '../catalog/nearest-names.ts';
import { inEnglish, sentence, type Sentence } from '../../contracts/words.ts';
import { TextLines } from '../source/text-lines.ts';
import { matchesPattern } from './path-pattern.ts';
import { isRecord } from '../../contracts/guards.ts';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/json';
import {
  noProjectFunctions,
  type ProjectFunctions,
  type ProjectSink,
} from '../libraries/project-functions.ts';
import { sinkKinds } from '../../contracts/sink-kinds.ts';
import type { Span } from '../model/parsed-file.ts';

export const projectSettingsFileName = '.agent-secrets.json';

/** The valid contents of an `.agent-secrets.json` file. */
export interface ProjectSettings {
  readonly rules: RuleSettings;
  readonly functions: ProjectFunctions;
  /** Patterns for files without findings, relative to the folder of the settings file. */
  readonly ignore: readonly string[];
  /** Environment variables that are set, in addition to those in the vault. */
  readonly environment: readonly string[];
}

export interface ProjectSettingsResult {
  readonly settings: ProjectSettings;
  /** Sentences for the user. Each starts with its location: `line 3, column 5: …`. */
  readonly problems: readonly string[];
}

const maximumLength = 1_000_000;
const nothing: ProjectSettings = {
  rules: {},
  functions: noProjectFunctions,
  ignore: [],
  environment: [],
};

/** Parses the `.agent-secrets.json` file at `uri`. Invalid entries are reported and skipped. Never throws. */
export function parseProjectSettings(text: string, uri?: string): ProjectSettingsResult {
  const json = text.replace(/^\uFEFF/, '');
  if (json.length > maximumLength) return { settings: nothing, problems: ['The file is too large.'] };
  const reader = new SettingsReader(json);
  const settings = reader.read(uri);
  return { settings, problems: reader.problems };
}

export type FileSettings = Pick<FileContext, 'rules' | 'ignored' | 'environment'>;

/**
 * Returns the effective settings for one file. The closest `.agent-secrets.json` in the folders above
 * overrides the editor's settings. `path` is relative to the folder that contains that settings file, with
 * forward slashes.
 */
export function settingsFor(path: string, project: ProjectSettings, editor: RuleSettings = {}): FileSettings {
  const { rules, environment, ignore } = project;
  const ignored = ignore.some((pattern) => matchesPattern(path, pattern));
  return { rules: { ...editor, ...rules }, environment, ignored };
}

/** Reads severities from a handwritten object. `wrong` is called for each invalid entry. */
export function readRuleSettings(
  value: unknown,
  wrong: (path: readonly string[], problem: string) => void = () => undefined,
): RuleSettings {
  const rules: Partial<Record<RuleId, RuleSeverity>> = {};
  if (value === undefined) return rules;
  if (!isRecord(value)) {
    wrong([], '"rules" must map rule ids to severities: { "secret-not-found": "error" }.');
    return rules;
  }
  for (const [id, severity] of Object.entries(value)) {
    if (!isOneOf(ruleIds, id)) wrong([id], `Unknown rule "${id}". ${inEnglish(adviceFor(id))}`);
    else if (isOneOf(ruleSeverities, severity)) rules[id] = severity;
    else wrong([id], `${JSON.stringify(severity)} is not a severity. Use one of ${listed(ruleSeverities)}.`);
  }
  return rules;
}

/** Suggests what to write instead of an unknown rule ID. */
export function adviceFor(id: string): Sentence {
  const [name] = nearestNames(id, ruleIds);
  return name === undefined
    ? sentence('Use one of {rules}.', { rules: listed(ruleIds) })
    : sentence('Did you mean "{name}"?', { name });
}

type Path = readonly (string | number)[];

class SettingsReader {
  readonly problems: string[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  read(uri?: string): ProjectSettings {
    const value = this.#parse();
    if (value === undefined) return nothing;
    if (!isRecord(value)) {
      this.#report([], 'The settings must be an object. Start with { "rules": { } }.');
      return nothing;
    }
    for (const key of Object.keys(value)) {
      if (!isOneOf(knownKeys, key)) this.#report([key], unknownKey(key));
    }
    return {
      rules: readRuleSettings(value['rules'], (path, problem) => this.#report(['rules', ...path], problem)),
      functions: this.#functions(value, uri),
      ignore: this.#texts(value, 'ignore'),
      environment: this.#texts(value, 'environment'),
    };
  }

  #parse(): unknown {
    try {
      return JSON.parse(this.#text);
    } catch {
      const offset = firstSyntaxError(this.#text) ?? this.#text.length;
      this.#say(offset, 'This is not valid JSON, so the file is ignored. Fix the syntax.');
      return undefined;
    }
  }

  #texts(settings: Readonly<Record<string, unknown>>, key: string): readonly string[] {
    const value = settings[key];
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.#report([key], `"${key}" must be a list of strings. Put [ ] around it.`);
      return [];
    }
    const items: readonly unknown[] = value;
    return items.filter((item, index): item is string => {
      const isText = typeof item === 'string' && item !== '';
      if (!isText) this.#report([key, index], `Each entry of "${key}" must be a non-empty string.`);
      return isText;
    });
  }

  #functions(value: Readonly<Record<string, unknown>>, uri: string | undefined): ProjectFunctions {
    const names = [...this.#texts(value, 'readers'), ...this.#texts(value, 'functions')];
    const readers = [...new Set(names)].toSorted();
    const sinks = this.#sinks(value['sinks']);
    const sanitizers = this.#texts(value, 'sanitizers');
    if (readers.length + sinks.length + sanitizers.length === 0) return noProjectFunctions;
    return { readers, sinks, sanitizers, ...(uri !== undefined && { file: uri }) };
  }

  #sinks(value: unknown): readonly ProjectSink[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.#report(['sinks'], `"sinks" must be a list: [${sinkExample}].`);
      return [];
    }
    const items: readonly unknown[] = value;
    return items.flatMap((item, index) => this.#sink(item, ['sinks', index]) ?? []);
  }

  #sink(item: unknown, path: Path): ProjectSink | undefined {
    if (!isRecord(item)) {
      this.#report(path, `Each entry of "sinks" must be an object: ${sinkExample}.`);
      return undefined;
    }
    for (const key of Object.keys(item))
      if (!isOneOf(sinkKeys, key))
        this.#report([...path, key], `A sink cannot have "${key}". Use ${listed(sinkKeys)}.`);
    const { function: name, kind } = item;
    if (typeof name !== 'string' || name === '') {
      this.#report(
        'function' in item ? [...path, 'function'] : path,
        `"function" must be the path of a function: ${sinkExample}.`,
      );
      return undefined;
    }
    if (!isOneOf(sinkKinds, kind)) {
      const place = 'kind' in item ? [...path, 'kind'] : path;
      this.#report(
        place,
        `"kind" must state where "${name}" shows its arguments. Use one of ${listed(sinkKinds)}.`,
      );
      return undefined;
    }
    return { function: name, kind };
  }

  #report(path: Path, problem: string): void {
    this.#say(placeOf(this.#text, path).start, problem);
  }

  #say(offset: number, problem: string): void {
    const { line, character } = new TextLines(this.#text).positionAt(offset);
    this.problems.push(`line ${line + 1}, column ${character + 1}: ${problem}`);
  }
}

const knownKeys = [
  '$schema',
  'rules',
  'readers',
  'sinks',
  'sanitizers',
  'ignore',
  'environment',
  'functions',
] as const;
const sinkKeys = ['function', 'kind'] as const;
const sinkExample = '{ "function": "acme.audit.write", "kind": "log" }';

function unknownKey(key: string): string {
  const [nearest] = nearestNames(key, knownKeys);
  const advice = nearest === undefined ? `Use one of ${listed(knownKeys)}.` : `Did you mean "${nearest}"?`;
  return `Unknown setting "${key}". ${advice}`;
}

function listed(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}

function isOneOf<T extends string>(words: readonly T[], word: unknown): word is T {
  return words.some((one) => one === word);
}

/** The position of the first syntax error in a JSON document. Undefined if the parser reports none. */
function firstSyntaxError(text: string): number | undefined {
  const cursor = parser.parse(text).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

/** The position of the value at `path`. For duplicate keys, the last value counts, as in `JSON.parse`. */
function placeOf(text: string, path: readonly (string | number)[]): Span {
  let node: SyntaxNode = parser.parse(text).topNode;
  node = node.firstChild ?? node;
  for (const step of path) {
    const next = typeof step === 'number' ? itemAt(node, step) : valueOf(text, node, step);
    if (next === undefined) break;
    node = next;
  }
  return { start: node.from, end: node.to };
}

function itemAt(array: SyntaxNode, index: number): SyntaxNode | undefined {
  let item = array.firstChild;
  for (let at = -1; item !== null; item = item.nextSibling) {
    if (!/^[[\],]$/.test(item.name)) at++;
    if (at === index) return item;
  }
  return undefined;
}

function valueOf(text: string, object: SyntaxNode, key: string): SyntaxNode | undefined {
  const written = JSON.stringify(key);
  const property = object
    .getChildren('Property')
    .findLast(({ firstChild }) => firstChild && text.slice(firstChild.from, firstChild.to) === written);
  return property?.lastChild ?? undefined;
}
