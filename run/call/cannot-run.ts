/** Why nothing can be called, as one sentence for the user; the exit code is then 2. */
export class CannotRun extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotRun';
  }
}
