/**
 * A sentence for the user about the connection. Identified by its name, because it comes from a separate
 * bundle.
 */
export class NetworkError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NetworkError';
  }
}
