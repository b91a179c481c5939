/** An error with the user's part of its stack; `runner` is the file that called the function. */
export function stackText(error: unknown, runner: string): string {
  if (!(error instanceof Error))
    return `The function threw ${typeof error === 'string' ? error : typeof error}.`;
  const cause = error.cause === undefined ? '' : `\nCaused by: ${stackText(error.cause, runner)}`;
  const head = error.message === '' ? error.name : `${error.name}: ${error.message}`;
  return [head, ...framesOf(error, runner)].join('\n') + cause;
}

/** Omits Node's frames and ours. */
function framesOf({ stack = '' }: Error, runner: string): readonly string[] {
  return stack
    .split('\n')
    .filter((line) => /^ +at /.test(line) && !line.includes('node:') && !line.includes(runner))
    .filter((line) => !line.includes('<anonymous>)') || line.includes('file:'));
}
