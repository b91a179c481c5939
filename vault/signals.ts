/**
 * Handles what a process would otherwise obey by itself, and returns what ends that. SIGHUP calls `reload`
 * and no longer ends the process. SIGUSR1 does nothing: it would open a debugger, through which the keys
 * can be read.
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
