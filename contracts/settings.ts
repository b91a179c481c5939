/** Settings under `agentSecrets.`; the manifest describes them, a test checks that both agree. */
export const settings = {
  /** Application scope: a workspace must never choose where the key is sent. */
  vaultUrl: { key: 'vault.url', default: 'http://127.0.0.1:8250' },
  /** Names alone, for starting without the vault. Application scope: a workspace has no say in it. */
  keepNames: { key: 'keepNamesOffline', default: true },
  /** Further functions that take a secret's name as first argument, e.g. `my_utils.read_secret`. */
  functions: { key: 'functions', default: [] as readonly string[] },
  /** Severities of rules by id; a `.agent-secrets.json` nearer to the file wins. */
  rules: { key: 'rules', default: {} },
  /** On: one line above the few functions that read secrets, as above tests. */
  codeLens: { key: 'codeLens.enabled', default: true },
  /** On: Run, Debug and Run with Fakes above the one function of a file that the platform calls. */
  runLens: { key: 'codeLens.run', default: true },
  /** Off: they widen lines, and hover says the same. `editor.inlayHints` governs them too. */
  inlayHints: { key: 'inlayHints.enabled', default: false },
} as const;

export const settingsSection = 'agentSecrets';
