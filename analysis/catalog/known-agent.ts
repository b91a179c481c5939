import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { TellTime } from '../../contracts/local-time.ts';
import type { FileContext } from '../model/file-context.ts';
import { createSpeech, type Say } from '../model/translator.ts';
import { CatalogIndex } from './catalog-index.ts';

/** An agent whose secrets are known, and what the user may do with them. */
export interface KnownAgent {
  readonly agent: AgentProject;
  readonly index: CatalogIndex;
  readonly mayGrant: boolean;
  readonly mayCreate: boolean;
  readonly mayRequest: boolean;
  readonly asOf?: string;
  /** The vault is unreachable, so results based on this catalog may be out of date. */
  readonly isOld?: boolean;
  /** Translates into the user's language. */
  readonly say: Say;
  /** An ISO 8601 time as a relative age, or as a date if the current time is not known. */
  readonly tellAge: (time: string) => string | undefined;
  /** An ISO 8601 time formatted for reading. */
  readonly tellTime: TellTime;
}

/** Indexes catalogs and keeps each index as long as its catalog. */
export type KnowAgent = (context: FileContext) => KnownAgent | undefined;

/** The result is undefined unless both the agent and its own catalog are known. */
export function createKnowAgent(): KnowAgent {
  const english = createSpeech();
  const indexes = new WeakMap<AgentCatalog, CatalogIndex>();
  const indexOf = (catalog: AgentCatalog): CatalogIndex => {
    const index = indexes.get(catalog) ?? new CatalogIndex(catalog);
    indexes.set(catalog, index);
    return index;
  };
  return ({ agent, knowledge, now, speech = english }) => {
    const catalog = knowledge?.catalog;
    if (agent === undefined || catalog === undefined || catalog.agentId !== agent.agentId) return undefined;
    const { mayGrant, mayCreate, mayRequest = false, asOf, old } = knowledge ?? nothingAllowed;
    const tellAge = (time: string): string | undefined =>
      ageOf(time, now && ((then) => speech.tellAge(then, now)));
    return {
      agent,
      index: indexOf(catalog),
      mayGrant,
      mayCreate,
      mayRequest,
      say: speech.say,
      tellAge,
      tellTime: speech.tellTime,
      ...(asOf !== undefined && { asOf }),
      ...(old === true && { isOld: true }),
    };
  };
}

const nothingAllowed = {
  mayGrant: false,
  mayCreate: false,
  mayRequest: false,
  asOf: undefined,
  old: undefined,
};

function ageOf(time: string, inWords: ((time: string) => string) | undefined): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(time)?.[0];
  return day !== undefined && inWords ? inWords(time) : day;
}
