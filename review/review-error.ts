/** Says why nothing could be reviewed, in one sentence for the user. */
export class ReviewError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReviewError';
  }
}
