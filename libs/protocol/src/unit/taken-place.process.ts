import { clocks, givenUpUntil, unnamedUntil, type ClockPolicy } from '../clocks';
import type { Process } from '../follower.process';
import type { ProcessItem, ProcessMemory } from '../process-memory';
import { FreePlaces } from './places';
import { unitStream } from './unit';

/** Moves after which nobody comes with a referral any more. */
const overs: readonly string[] = ['ReferralWithdrawn', 'SurvivorDeclined', 'ReferralLapsed', 'ReferralEnteredInError', 'ServiceDiscontinued', 'ServiceCompleted'];

/**
 * A place is taken in the unit's stream before the event of a case that names it. What nobody names was left over by a stop or a
 * refusal, and is freed after a while; what a referral named is freed when the referral has ended and she has not come; what
 * somebody lived in is freed when they leave. So no place is lost for good, and none is freed under an admission that is under way. What is to be freed is remembered until it is freed: told
 * again, the same is given again.
 */
export const takenPlace = (policy: ClockPolicy = clocks): Process => ({
  react(event, memory) {
    const id = event.stream.slice(event.stream.indexOf('-') + 1);
    switch (event.type) {
      case 'PlaceTaken':
        memory.put({ kind: 'taken-place', key: event.data.place, due: unnamedUntil(event.at, policy), data: { unit: id, cause: event.id } });
        return [];
      case 'PlaceFreed': {
        const { namedBy } = memory.find('taken-place', event.data.place)?.data ?? {};
        if (namedBy !== undefined) memory.remove('place-named', `${namedBy} ${event.data.place}`);
        memory.remove('taken-place', event.data.place);
        return [];
      }
      case 'ReferralAccepted': {
        const { hold, dependantHolds = [] } = event.data;
        for (const place of hold === undefined ? [] : [hold, ...dependantHolds]) name(memory, place, `referral-${id}`);
        return [];
      }
      case 'SurvivorAdmitted': {
        for (const place of [event.data.place, ...event.data.dependants.map((one) => one.place)]) name(memory, place, `stay-${id}`);
        return free(namedBy(memory, `referral-${id}`)); // more was promised than was needed
      }
      case 'DependantAdmitted':
        name(memory, event.data.place, `stay-${id}`);
        return [];
      case 'DependantDischarged': {
        const item = memory.find('taken-place', event.data.place);
        return item ? free([item]) : [];
      }
      case 'SurvivorDischarged':
      case 'SurvivorLeftFreely':
        return free(namedBy(memory, `stay-${id}`));
      default:
        if (overs.includes(event.type)) {
          for (const item of namedBy(memory, `referral-${id}`)) memory.put({ ...item, due: givenUpUntil(event.recordedAt, policy) });
        }
        return [];
    }
  },

  due({ kind, key, data }) {
    if (kind !== 'taken-place') return undefined;
    const { unit = '', cause = '' } = data;
    return { stream: unitStream(unit), cause, command: (meta) => new FreePlaces({ unit, places: [key] }, meta) };
  },
});

/** A place is named by a referral, then by the stay of who came with it. */
function name(memory: ProcessMemory, place: string, by: string): void {
  const item = memory.find('taken-place', place);
  if (!item) return;
  const { namedBy: before, ...data } = item.data;
  if (before !== undefined) memory.remove('place-named', `${before} ${place}`);
  memory.put({ kind: 'taken-place', key: place, data: { ...data, namedBy: by } });
  memory.put({ kind: 'place-named', key: `${by} ${place}`, data: { place } });
}

const namedBy = (memory: ProcessMemory, by: string): ProcessItem[] =>
  memory.beginning('place-named', `${by} `).flatMap(({ data: { place = '' } }) => memory.find('taken-place', place) ?? []);

/** All of one unit: nobody lives in two. */
function free(items: readonly ProcessItem[]) {
  const unit = items[0]?.data['unit'];
  if (unit === undefined) return [];
  const places = items.map(({ key }) => key);
  return [{ stream: unitStream(unit), command: (meta: ConstructorParameters<typeof FreePlaces>[1]) => new FreePlaces({ unit, places }, meta) }];
}
