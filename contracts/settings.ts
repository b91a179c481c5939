/** Settings under `agentSecrets.`; the manifest describes them, and a test checks that both match. */
export const settings = {
  /** Application scope: a workspace must not be able to choose where the key is sent. */
  vaultUrl: { key: 'vault.url', default: 'http://127.0.0.1:8250' },
  /** Stores names only, for starting without the vault. Application scope: a workspace cannot change it. */
  keepNames: { key: 'keepNamesOffline', default: true },
  /** Additional functions that take a secret's name as first argument, such as `my_utils.read_secret`. */
  functions: { key: 'functions', default: [] as readonly string[] },
  /** Severities by rule ID; a `.agent-secrets.json` closer to the file takes precedence. */
  rules: { key: 'rules', default: {} },
  /** On by default: one line above the few functions that read secrets, as above tests. */
  codeLens: { key: 'codeLens.enabled', default: true },
  /**
   * On by default: Run, Debug and Run with Fakes above the one function of a file that the platform calls.
   */
  runLens: { key: 'codeLens.run', default: true },
  /**
   * Off by default: hints widen lines, and the hover shows the same. `editor.inlayHints` controls them too.
   */
  inlayHints: { key: 'inlayHints.enabled', default: false },
} as const;

export const settingsSection = 'agentSecrets';
