import { endsStatement, statementBefore } from './brackets-model.ts';
import { headOfArrow, headOfBlock, isParameterList } from './javascript-head-model.ts';

/** Whether code at the place has `conv` of a function around it, and may wait for it. */
export function seesConversationInJavaScript(structure: string, offset: number): boolean {
  const heads = openAt(structure, offset).flatMap((opening) => {
    if (structure[opening] === '=') return headOfArrow(structure, opening);
    if (structure[opening] === '{') return headOfBlock(structure, opening) ?? [];
    // What parameters are by default is no place to wait.
    return isParameterList(structure, opening) ? { isAsync: false, hasConversation: false } : [];
  });
  return heads.at(-1)?.isAsync === true && heads.some(({ hasConversation }) => hasConversation);
}

/** Something that is open: a bracket, or an arrow whose body is an expression. */
interface Open {
  readonly at: number;
  readonly isArrow: boolean;
  /** Question marks in the body that wait for their colon. */
  choices: number;
}

/** The brackets and the arrows without a block that are open at the place, from outside to inside. */
function openAt(structure: string, offset: number): readonly number[] {
  const open: Open[] = [];
  for (const { 0: sign, index } of structure.slice(0, offset).matchAll(signs)) {
    const top = open.at(-1);
    if (/^[([{]$/.test(sign)) open.push({ at: index, isArrow: false, choices: 0 });
    else if (sign === '=>') open.push({ at: index, isArrow: true, choices: 0 });
    else if (/^[)\]}]$/.test(sign)) {
      endArrows(open);
      open.pop();
    } else if (/^[,;]$/.test(sign)) endArrows(open);
    else if (top?.isArrow !== true) continue;
    else if (sign === '\n') {
      if (endsStatement(structure, index)) endArrows(open);
    } else if (sign === '=') {
      if (isType(structure, top.at)) endArrows(open);
    } else if (sign === '?') top.choices += 1;
    else if (sign === ':') passColon(open);
  }
  return open.map(({ at }) => at);
}

/** Whether what seemed a function was the type of what is assigned: `const f: (conv: A) => B = …`. */
function isType(structure: string, arrow: number): boolean {
  return /^(?:export\s+)?(?:(?:const|let|private|protected|public|readonly|static|var)\s+)+[\w$#]+\s*[?!]?:/.test(
    statementBefore(structure, arrow),
  );
}

const signs = /=>|[=!<>]==?|\?\?|\?\.(?!\d)|\?\s*:|[([{)\]},;\n=?:]/g;

function endArrows(open: Open[]): void {
  while (open.at(-1)?.isArrow === true) open.pop();
}

/** The colon belongs to the innermost choice; the arrows within it end there. */
function passColon(open: Open[]): void {
  while (open.at(-1)?.isArrow === true && open.at(-1)?.choices === 0) open.pop();
  const top = open.at(-1);
  if (top?.isArrow === true) top.choices -= 1;
}
