import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Called } from './assistant.ts';

/** Everything that an assistant says, sends and receives, as a page of the documentation. */
export class Transcript {
  readonly #parts: string[] = [];
  readonly #received: string[] = [];
  readonly #stable = new Map<string, string>();

  /** What the assistant received so far, unchanged. */
  get received(): string {
    return this.#received.join('\n');
  }

  /** Replaces text that differs between runs, such as an ID, with a constant. */
  showAs(found: string, shown: string): void {
    this.#stable.set(found, shown);
  }

  heading(text: string): void {
    this.#parts.push(`## ${text}`);
  }

  says(who: string, text: string): void {
    this.#parts.push(`**${who}:** ${text}`);
  }

  note(markdown: string): void {
    this.#parts.push(markdown);
  }

  code(language: string, text: string): void {
    this.#parts.push(`\`\`\`${language}\n${text.trimEnd()}\n\`\`\``);
  }

  called(tool: string, input: object, { text, isError }: Called): void {
    this.#received.push(text);
    this.#parts.push(
      `The assistant calls \`${tool}\` with`,
      `\`\`\`json\n${JSON.stringify(input)}\n\`\`\``,
      isError ? 'and gets an error:' : 'and gets',
      isError ? `> ${text}` : `\`\`\`json\n${text}\n\`\`\``,
    );
  }

  /** Formatted as all pages are. */
  async page(file: string): Promise<string> {
    let text = this.#parts.join('\n\n');
    for (const [found, shown] of this.#stable) text = text.replaceAll(found, shown);
    const options = await resolveConfig(file);
    return format(`${text}\n`, { ...options, filepath: path.basename(file) });
  }
}
