import type { CreateActions } from './form.ts';
import { generatedLength, generateValue } from '../common/generate-model.ts';
import { t } from '../common/words-model.ts';
import { withId } from './state-model.ts';
import type { FormStore } from './store.ts';
import { readValue, writeValue } from '../common/value-inputs.ts';
import { valueRemark } from '../common/value-remark-model.ts';

export function valueActions(
  store: FormStore,
): Pick<CreateActions, 'valueTyped' | 'valueLeft' | 'reveal' | 'generate'> {
  return {
    valueTyped: (inputId) => store.typed(store.state, inputId),
    valueLeft: (inputId) => noteRemark(store, inputId),
    reveal: (inputId, shown) => {
      const { state } = store;
      store.change({ state: { ...state, revealed: withId(state.revealed, inputId, shown) } });
    },
    generate: (inputId) => {
      writeValue(inputId, generateValue(randomBytes));
      store.typed(store.state, inputId);
      noteRemark(store, inputId);
      store.change({
        status: t('A random value of {0} characters is in the field, hidden.', generatedLength),
      });
    },
  };
}

/** Says so, if the value now in the input is probably a slip of the clipboard. */
export function noteRemark(store: FormStore, inputId: string): void {
  const remarks = new Map(store.form.remarks);
  const remark = valueRemark(readValue(inputId));
  if (remark === undefined) remarks.delete(inputId);
  else remarks.set(inputId, remark);
  store.change({ remarks });
}

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
