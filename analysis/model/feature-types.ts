import type { CommandId, SecretOfAgent } from '../../contracts/ids.ts';
import type { Place, Range } from '../../contracts/lsp-messages.ts';
import type { Finding } from './finding.ts';
import type { Position } from './parsed-file.ts';

/** A command of the client, with its one argument. */
export interface FeatureCommand {
  readonly id: CommandId;
  readonly title: string;
  readonly argument: SecretOfAgent;
}

export type CompletionKind = 'secret' | 'field' | 'variable' | 'action';

/** One offer. `insertText` is plain text. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One short line beside the label. */
  readonly detail: string;
  /** Markdown; names and descriptions in it are escaped. Empty when there is nothing to say. */
  readonly documentation: string;
  /** What it takes the place of where the text after the cursor is to be kept; `replace` starts with it. */
  readonly insert: Range;
  /** What it takes the place of otherwise. */
  readonly replace: Range;
  readonly insertText: string;
  readonly sortText: string;
  /** What the editor matches against the text before the cursor, as the code spells it. */
  readonly filterText: string;
  readonly deprecated?: boolean;
  /** To run after the insertion. */
  readonly command?: FeatureCommand;
}

export interface Hover {
  readonly range: Range;
  /** Names and descriptions are escaped: nobody's text becomes a link, an image or a command. */
  readonly markdown: string;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** A way to mend findings: an edit, or a command of the client. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix';
  /** The one it is about; absent when it mends several. */
  readonly finding?: Finding;
  readonly preferred: boolean;
  readonly edit?: readonly TextEdit[];
  readonly command?: FeatureCommand;
}

/** A line of text above a function. */
export interface CodeLens {
  /** The function's name. */
  readonly range: Range;
  readonly title: string;
  /** Where the function reads what the title says, in order. */
  readonly places: readonly Range[];
}

/** A few words inside a line that are not part of the text. */
export interface InlayHint {
  readonly position: Position;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

/** A name that can be followed; the client does it. */
export interface DocumentLink {
  readonly range: Range;
  readonly tooltip: string;
  readonly command: FeatureCommand;
}

/** A place of the workspace that may read the secret `name`. */
export interface SecretSymbol {
  readonly name: string;
  readonly agentId: string;
  readonly place: Place;
}
