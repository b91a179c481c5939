import { visible } from '../../contracts/visible-text.ts';

/**
 * Text written by an assistant, for display between quotation marks. It stays on one line, cannot end the
 * quotation, and contains nothing that the editor would show as a link or an icon.
 */
export function quoted(text: string): string {
  return visible(text)
    .replaceAll(/["“”„‟«»「」『』]/gu, "'")
    .replaceAll('](', '] (')
    .replaceAll('$(', '$ (')
    .replaceAll('://', ': //')
    .replaceAll(/www\.|@/gi, '$& ');
}
