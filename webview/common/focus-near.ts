/**
 * Runs `draw`. If that removes the focused control, such as the button of an action that is no longer possible,
 * the focus moves to an element with this ID, so that the keyboard and screen readers do not start over.
 */
export function keepFocusNear(id: string, draw: () => void): void {
  const { activeElement: before } = document;
  draw();
  const isLost = before !== null && before !== document.body && !before.isConnected;
  // Another part of the editor may have the focus, where it must stay.
  if (!isLost || document.activeElement !== document.body || !document.hasFocus()) return;
  document.getElementById(id)?.focus({ preventScroll: true });
}
