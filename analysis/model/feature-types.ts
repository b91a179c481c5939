import type { CommandId, SecretOfAgent } from '../../contracts/ids.ts';
import type { Place, Range } from '../../contracts/lsp-messages.ts';
import type { Finding } from './finding.ts';
import type { Position } from './parsed-file.ts';

/** A client command and its only argument, if it takes one. */
export interface FeatureCommand {
  readonly id: CommandId;
  readonly title: string;
  readonly argument?: SecretOfAgent;
}

export type CompletionKind = 'secret' | 'field' | 'variable' | 'action';

/** A completion item. `insertText` is plain text. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A short line next to the label. */
  readonly detail: string;
  /** What the secret is for, as one line of plain text. Shown in each row of the list. */
  readonly description?: string;
  /** Whether the editor selects this item first. At most one item of a list is preselected. */
  readonly preselected?: boolean;
  /** Markdown, in which names and descriptions are escaped. Empty if there is nothing to show. */
  readonly documentation: string;
  /**
   * The range to overwrite in insert mode, which keeps the text after the cursor. `replace` starts at the
   * same position.
   */
  readonly insert: Range;
  /** The range to overwrite in replace mode. */
  readonly replace: Range;
  readonly insertText: string;
  readonly sortText: string;
  /** The text that the editor matches against the text before the cursor, spelled as in the code. */
  readonly filterText: string;
  readonly deprecated?: boolean;
  readonly command?: FeatureCommand;
}

export interface Hover {
  readonly range: Range;
  /**
   * Names and descriptions are escaped, so that untrusted text never becomes a link, an image or a command.
   */
  readonly markdown: string;
  /** Shown as links by clients that have these commands. */
  readonly commands: readonly FeatureCommand[];
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** A fix for one or more findings: an edit or a client command. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix';
  /** The finding that the action fixes. Absent if it fixes several. */
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
  /** The places where the function reads the secrets in the title, in order. */
  readonly places: readonly Range[];
}

export interface InlayHint {
  readonly position: Position;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

/** A name that can be opened as a link. The client handles the link. */
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
