/** Explains in one sentence for the user why nothing could be reviewed. */
export class ReviewError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReviewError';
  }
}
