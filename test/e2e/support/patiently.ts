/** What a screen that was drawn anew took away in the midst of it is done again, as a person does. */
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
