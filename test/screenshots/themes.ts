/** The four themes of the pictures, by the word in their file names. */
export const themes = {
  dark: { words: 'dark', id: 'Dark Modern', title: 'Dark Modern', mark: '.vs-dark' },
  light: { words: 'light', id: 'Light Modern', title: 'Light Modern', mark: '.vs' },
  'hc-dark': {
    words: 'high contrast, dark',
    id: 'Default High Contrast',
    title: 'Dark High Contrast',
    mark: '.hc-black',
  },
  'hc-light': {
    words: 'high contrast, light',
    id: 'Default High Contrast Light',
    title: 'Light High Contrast',
    mark: '.hc-light',
  },
} as const;

export type Theme = keyof typeof themes;

export const themeNames: readonly Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];
