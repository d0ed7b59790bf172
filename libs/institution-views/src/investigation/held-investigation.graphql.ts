import type { Caller } from '@amparo/access';
import type { CaseReader, Held } from '../case-reader.graphql';
import { holds } from '../visibility/investigation-memory';

/** An investigation that the caller's compartment has now and that the caller may read. Who filed it, or keeps an exhibit of it, does not have it. */
export function heldInvestigation(reader: CaseReader, caller: Caller, id: string): Held | undefined {
  const held = reader.held(caller, id, 'INVESTIGATION');
  if (!held?.pass.has('INVESTIGATION')) return undefined;
  const { visibility } = reader.views;
  const { investigation } = visibility.case(id);
  return investigation && holds(investigation, caller.compartment, visibility.progress().next) ? held : undefined;
}
