/** Repeats an action that a busy machine or a redraw of the screen interrupted, as a user would. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
}
