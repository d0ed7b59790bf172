import { eventId } from '@amparo/evidence';
import { isRefusal, type CommandMeta, type Refusal } from '@amparo/event-sourcing';
import { inNobodysName, type Recorder } from '../recorder.handlers';
import { placesFor, TakePlaces, type Hold } from './places';
import { noFacts, unitSlice, unitStream } from './unit';

/** The places of residential units, as referrals and stays take them. In the unit's stream nothing tells for whom. */
export class PlaceTaking {
  constructor(private readonly recorder: Recorder) {}

  /** The places that a referral may name: those held, and those it took itself. Places are its own until they are freed. */
  async of(unit: string, referral: string): Promise<Readonly<Record<string, Hold & Readonly<{ own: boolean }>>>> {
    const { state } = await this.recorder.load(unitSlice, unitStream(unit));
    return placesFor(state, this.claim(referral));
  }

  /** Takes them all, or none: then another referral took one, or its hours were over. Taken once however often it is asked. */
  async take(unit: string, places: readonly string[], referral: string, meta: CommandMeta): Promise<Refusal | undefined> {
    const claim = this.claim(referral);
    const command = new TakePlaces({ unit, places, claim }, inNobodysName(meta, eventId('amparo', claim, meta.id, 0)));
    const outcome = await this.recorder.transact(unitSlice, unitStream(unit), command, { facts: () => Promise.resolve(noFacts) });
    return isRefusal(outcome) ? outcome : undefined;
  }

  /** A keyed digest: who reads the unit's stream learns of no referral by it. */
  private claim(referral: string): string {
    return this.recorder.recording.digest({ placesOf: referral });
  }
}
