import { isIndex, isListOf, isMessage, isObjectOf, isRecord, isText, isTexts } from './guards.ts';
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

/** Extension host → Import panel. No message contains a value. */
export type ToImportPanel =
  | {
      readonly type: 'open';
      /** The file, as the user knows it. */
      readonly file: string;
      /** Identifies the file over a reload of the window. */
      readonly uri: string;
      readonly rows: readonly ImportRow[];
      /** Why other parts of the file cannot be imported. */
      readonly problems: readonly string[];
      readonly agents: readonly PanelAgent[];
      readonly takenNames: readonly string[];
      readonly deletedNames: readonly string[];
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
      /** `row` is the position in `rows` of `open`. */
      readonly secrets: readonly { readonly row: number; readonly name: string }[];
      readonly agentIds: readonly string[];
    }
  | { readonly type: 'show-line'; readonly line: number }
  | { readonly type: 'cancel' };

/** Validates incoming panel messages. */
export const isFromImportPanel = isMessage<FromImportPanel>({
  ready: isRecord,
  import: isObjectOf({ secrets: isListOf(isObjectOf({ row: isIndex, name: isText })), agentIds: isTexts }),
  'show-line': isObjectOf({ line: isIndex }),
  cancel: isRecord,
});
