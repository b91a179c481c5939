/** The segment location cannot be used, or lacks what was exported to it. The message is for the operator. */
export class SegmentPlaceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SegmentPlaceError';
  }
}
