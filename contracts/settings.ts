/** Settings under `agentSecrets.`. The manifest describes them, and a test checks that the two match. */
export const settings = {
  /** Application scope: a workspace must not be able to redirect the key to another server. */
  vaultUrl: { key: 'vault.url', default: 'http://127.0.0.1:8250' },
  /**
   * Caches names, never values, so that the extension can start without the vault. Application scope: a
   * workspace cannot change this setting.
   */
  keepNames: { key: 'keepNamesOffline', default: true },
  /** Additional functions whose first argument is a secret's name, such as `my_utils.read_secret`. */
  functions: { key: 'functions', default: [] as readonly string[] },
  /** Severities by rule ID. The `.agent-secrets.json` closest to a file takes precedence. */
  rules: { key: 'rules', default: {} },
  /** Off by default: like most linters, the extension reports problems in open files only. */
  wholeWorkspace: { key: 'problems.wholeWorkspace', default: false },
  /** On by default: adds one line above the few functions that read secrets, like the lenses above tests. */
  codeLens: { key: 'codeLens.enabled', default: true },
  /**
   * On by default: shows Run, Debug and Run with Fakes above the function that the platform calls, one per
   * file.
   */
  runLens: { key: 'codeLens.run', default: true },
  /**
   * Off by default: hints widen lines, and the hover shows the same information. `editor.inlayHints` must be
   * on too.
   */
  inlayHints: { key: 'inlayHints.enabled', default: false },
  /**
   * The branch, tag or commit that the Changes group compares with; empty for the default branch. A workspace can
   * set it, so it is checked before Git sees it.
   */
  changesBase: { key: 'changes.base', default: '' },
  /** The tools for AI assistants, by name. Application scope: a workspace cannot turn a tool on. */
  list_agent_secrets: { key: 'assistants.list_agent_secrets', default: true },
  check_secret_access: { key: 'assistants.check_secret_access', default: true },
  find_secret_references: { key: 'assistants.find_secret_references', default: true },
  request_access: { key: 'assistants.request_access', default: true },
  request_secret: { key: 'assistants.request_secret', default: true },
} as const;

export const settingsSection = 'agentSecrets';
