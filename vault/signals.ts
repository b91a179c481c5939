/**
 * Overrides the default signal handling of a process, and returns a function that restores it. SIGHUP calls
 * `reload` instead of ending the process. SIGUSR1 does nothing: it would open a debugger, through which the
 * keys can be read.
 */
export function handleOtherSignals(reload: () => void): () => void {
  process.on('SIGHUP', reload);
  process.on('SIGUSR1', ignore);
  return () => {
    process.off('SIGHUP', reload);
    process.off('SIGUSR1', ignore);
  };
}

function ignore(): void {}
