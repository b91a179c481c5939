import type { CommandId, SecretOfAgent } from '../../contracts/ids.ts';
import type { Place, Range } from '../../contracts/lsp-messages.ts';
import type { Finding } from './finding.ts';
import type { Position } from './parsed-file.ts';

/** A client command with its single argument. */
export interface FeatureCommand {
  readonly id: CommandId;
  readonly title: string;
  readonly argument: SecretOfAgent;
}

export type CompletionKind = 'secret' | 'field' | 'variable' | 'action';

/** One completion item. `insertText` is plain text. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One short line next to the label. */
  readonly detail: string;
  /** Markdown; names and descriptions in it are escaped. Empty if there is nothing to show. */
  readonly documentation: string;
  /**
   * The range to overwrite in insert mode, where the text after the cursor is kept; `replace` starts at the
   * same position.
   */
  readonly insert: Range;
  /** The range to overwrite in replace mode. */
  readonly replace: Range;
  readonly insertText: string;
  readonly sortText: string;
  /** What the editor matches against the text before the cursor, as spelled in the code. */
  readonly filterText: string;
  readonly deprecated?: boolean;
  readonly command?: FeatureCommand;
}

export interface Hover {
  readonly range: Range;
  /** Names and descriptions are escaped, so that no untrusted text becomes a link, an image or a command. */
  readonly markdown: string;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** A way to fix findings: an edit, or a client command. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix';
  /** The finding that it fixes; absent if it fixes several. */
  readonly finding?: Finding;
  readonly preferred: boolean;
  readonly edit?: readonly TextEdit[];
  readonly command?: FeatureCommand;
}

/** A line of text above a function. */
export interface CodeLens {
  /** The range of the function's name. */
  readonly range: Range;
  readonly title: string;
  /** Where the function reads the secrets in the title, in order. */
  readonly places: readonly Range[];
}

export interface InlayHint {
  readonly position: Position;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

/** A name that can be followed; the client handles it. */
export interface DocumentLink {
  readonly range: Range;
  readonly tooltip: string;
  readonly command: FeatureCommand;
}

/** A place in the workspace that may read the secret `name`. */
export interface SecretSymbol {
  readonly name: string;
  readonly agentId: string;
  readonly place: Place;
}
