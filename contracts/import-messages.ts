import {
  isFlag,
  isIndex,
  isListOf,
  isMessage,
  isObjectOf,
  isRecord,
  isText,
  isTexts,
  optional,
} from './guards.ts';
import type { PanelAgent } from './panel-agent.ts';

/** A secret of the file, without its value. */
export interface ImportRow {
  /** A suggestion; empty if the file has no valid name. */
  readonly name: string;
  /** Empty for a single value. */
  readonly fields: readonly string[];
  readonly description: string;
  /** Where it begins in the file, counting from 1. */
  readonly line: number;
}

/** Why a part of the file cannot be imported, and where. */
export interface ImportProblem {
  readonly text: string;
  readonly line?: number | undefined;
}

/** What the user has changed in one row. */
export interface ChangedRow {
  /** The name in the file identifies the row, also after the file has changed. */
  readonly suggested: string;
  /** The position among the rows with this name. */
  readonly nth: number;
  readonly name?: string | undefined;
  /** Without a choice, everything that the vault would accept is imported. */
  readonly isIncluded?: boolean | undefined;
}

/** What the user has changed in the preview. */
export interface ImportDraft {
  readonly rows: readonly ChangedRow[];
  readonly agentIds: readonly string[];
}

/** Extension host → Import panel. No message contains a value. */
export type ToImportPanel =
  | {
      readonly type: 'open';
      /** The name of the file, as shown to the user. */
      readonly file: string;
      /** Identifies the file across reloads of the window. */
      readonly uri: string;
      /** Identifies the form over a reload of the window. */
      readonly form: string;
      /** Increases when the file is read again. */
      readonly revision: number;
      readonly rows: readonly ImportRow[];
      readonly problems: readonly ImportProblem[];
      readonly agents: readonly PanelAgent[];
      readonly takenNames: readonly string[];
      readonly deletedNames: readonly string[];
      /** Counts if the panel has no input yet. */
      readonly draft?: ImportDraft | undefined;
    }
  /** Nothing was created; `refused` are the rows that the vault refused. */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly refused: readonly { readonly row: number; readonly problem: string }[];
    };

/** Import panel → extension host. The host has the values. */
export type FromImportPanel =
  | { readonly type: 'ready' }
  | {
      readonly type: 'import';
      /** That of `open`; `row` is the position in its `rows`. */
      readonly revision: number;
      readonly secrets: readonly { readonly row: number; readonly name: string }[];
      readonly agentIds: readonly string[];
    }
  | { readonly type: 'draft'; readonly draft: ImportDraft }
  | { readonly type: 'show-line'; readonly line: number }
  | { readonly type: 'cancel' };

/** Also validates drafts that the editor restores after a window reload. */
export const isImportDraft = isObjectOf<ImportDraft>({
  rows: isListOf(
    isObjectOf<ChangedRow>({
      suggested: isText,
      nth: isIndex,
      name: optional(isText),
      isIncluded: optional(isFlag),
    }),
  ),
  agentIds: isTexts,
});

/** Validates incoming panel messages. */
export const isFromImportPanel = isMessage<FromImportPanel>({
  ready: isRecord,
  import: isObjectOf({
    revision: isIndex,
    secrets: isListOf(isObjectOf({ row: isIndex, name: isText })),
    agentIds: isTexts,
  }),
  draft: isObjectOf({ draft: isImportDraft }),
  'show-line': isObjectOf({ line: isIndex }),
  cancel: isRecord,
});
