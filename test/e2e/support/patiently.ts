/** Repeats an action that was interrupted by a redraw of the screen, as a user would. */
export async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}
