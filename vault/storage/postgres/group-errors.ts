import { StorageError } from '../storage-error.ts';

/** The server refused a statement in a group whose statements were pipelined; nothing was committed. */
export class SomethingRefused extends StorageError {
  constructor(cause: StorageError) {
    super(cause.message, { cause });
  }
}

/** A job failed after it had changed something; the other jobs did not cause this. */
export class Unsaved extends StorageError {
  constructor(cause: unknown) {
    super('A job has to be run again with a savepoint', { cause });
  }
}

/** No part of the group was committed, and a retry can succeed. */
export class Retryable extends StorageError {
  constructor(cause: StorageError) {
    super(cause.message, { cause });
  }
}
