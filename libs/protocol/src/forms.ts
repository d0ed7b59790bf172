import type { Upcasts } from '@amparo/event-sourcing';
import { keyClassOf, type DataCategory, type KeyClass } from './data-category';
import type { EventDefinitions } from './event-definition';

/** How an aggregate's events are stored, from their definitions: a field without one cannot be sealed by accident under the wrong key. */
export const formsOf = (definitions: EventDefinitions, upcasts: Upcasts = {}) => ({
  upcasts,
  keyClass(type: string, field: string, data: object): KeyClass {
    const category = definitions[type]?.sealed?.[field];
    if (category === undefined) throw new Error(`${type} has no sealed field ${field}: define it with its category`);
    return keyClassOf(category === 'AS_CORRECTED' ? (data as { category: DataCategory }).category : category);
  },
});
