import type { Partner, Recorded } from './partner';
import { descriptionOf, isChild, screeningOf, type Row } from './row';

/** Who acts, by unit and role. */
export type Desk = (unit: string, role: string) => Partner;

/** What became of a row. */
export type Told = Readonly<{ case: string; lead: Partner; first: Recorded }>;

const inAYear = (): string => new Date(Date.now() + 365 * 86_400_000).toISOString();

type Asked = Readonly<{ receiver: string; categories: readonly string[]; for: string }>;

/** One case as its lead tells it: opened, described, screened, consents asked. */
class Story {
  constructor(
    readonly id: string,
    private readonly lead: Partner,
    private readonly by: 'SURVIVOR' | 'GUARDIAN',
  ) {}

  tell(mutation: string, input: object = {}): Promise<Recorded> {
    return this.lead.do(mutation, { case: this.id, ...input });
  }

  async consent(asked: Asked): Promise<string> {
    const consent = { ...asked, language: 'spa', by: this.by, until: inAYear(), history: 'CURRENT', textVersion: '2026-1' };
    return (await this.tell('giveConsent', consent)).id;
  }

  async refer(to: string, service: string, asked: Asked, priority = 'NORMAL'): Promise<{ referral: string; consent: string }> {
    const consent = await this.consent(asked);
    const { id: referral } = await this.tell('requestReferral', { to, service, priority, consents: [consent], need: `${service}, as soon as it can be` });
    return { referral, consent };
  }
}

async function served(answering: Partner, sender: Partner, referral: string, hold?: string): Promise<void> {
  await answering.do('acknowledgeReferral', { referral });
  await answering.do('acceptReferral', { referral, hold });
  await answering.do('startService', { referral });
  await answering.do('completeService', { referral, outcome: 'SERVED', report: 'As agreed in the plan.' });
  await sender.do('confirmOutcome', { referral });
}

/** A row becomes a case: by its index it goes one of the ways a case may go. */
export async function tellCase(row: Row, index: number, desk: Desk): Promise<Told> {
  const child = isChild(row);
  const leadUnits = child ? ['conani-proteccion'] : ['mmujer-trata', 'mirex-consular', 'mmujer-linea-212'];
  const unit = leadUnits[index % leadUnits.length]!;
  const lead = desk(unit, unit === 'mmujer-linea-212' ? 'intake' : 'caseworker');
  const first = await lead.do('openCase', { matter: 'TRAFFICKING', kind: 'SURVIVOR' });
  const story = new Story(first.id, lead, child ? 'GUARDIAN' : 'SURVIVOR');
  await story.tell('recordLanguageNeed', { languages: index % 3 === 0 ? ['hat', 'spa'] : ['spa'], interpreter: index % 3 === 0 });
  await story.tell('describeSurvivor', descriptionOf(row, index));
  await story.tell('agreeSafeContact', { channel: 'PHONE', address: `+1 809 555 ${String(1000 + index)}`, owner: 'her sister', hours: '18:00–20:00', mayLeaveMessage: false });
  await story.tell('recordScreening', screeningOf(row));
  await story.tell('presumeVictim', { grounds: 'as it is seen at the first encounter' });
  if (child) await story.tell('appointGuardian', { kind: 'CONANI', check: 'CHILD_HEARD_ALONE', name: 'Delegada del consejo de la niñez' });
  await story.tell('refuseConsent', { receiver: 'dgm', categories: ['MIGRATION'], for: 'RESIDENCE', language: 'spa', by: child ? 'GUARDIAN' : 'SURVIVOR' });
  await (child ? shelterForChild(story, index, desk) : adult(story, lead, index, desk));
  return { case: first.id, lead, first };
}

/** A child is housed by the children's council, on the child's best interests where nobody can consent. */
async function shelterForChild(story: Story, index: number, desk: Desk): Promise<void> {
  const house = desk('conani-hogar', 'shelter_manager');
  const { id: referral } = await story.tell('requestReferral', {
    to: 'conani-hogar',
    service: 'SHELTER',
    priority: 'URGENT',
    consents: [],
    basis: { kind: 'BEST_INTERESTS_OF_CHILD', ref: 'Ley 136-03' },
    need: 'a place tonight',
  });
  if (index % 4 === 3) {
    await house.do('waitlistReferral', { referral });
    return;
  }
  const { id: hold } = await house.do('holdPlace', { unit: 'conani-hogar' });
  await house.do('acceptReferral', { referral, hold });
  await house.do('startService', { referral });
}

/** Ways of an adult: all of them get legal aid asked for; what then happens goes by the index. */
async function adult(story: Story, lead: Partner, index: number, desk: Desk): Promise<void> {
  const pett = desk('pgr-pett', 'prosecutor');
  const supervisor = desk('mmujer-trata', 'supervisor');
  const complaint = { receiver: 'pgr-pett', categories: ['PROTECTION', 'IDENTITY', 'LEGAL'], for: 'PROSECUTION' };
  switch (index % 6) {
    case 0: {
      const { referral } = await story.refer('pgr-pett', 'CRIMINAL_COMPLAINT', complaint);
      await served(pett, lead, referral);
      return;
    }
    case 1: {
      // Asked, declined, asked elsewhere.
      const { referral } = await story.refer('pgr-pett', 'LEGAL_AID', complaint);
      await pett.do('declineReferral', { referral, reason: 'NO_CAPACITY' });
      await lead.do('decideNextStep', { referral, step: 'NEW_REFERRAL' });
      const office = { receiver: 'mmujer-azua', categories: ['PROTECTION', 'LEGAL'], for: 'ASSISTANCE' };
      const own = await story.refer('mmujer-azua', 'LEGAL_AID', office);
      await served(supervisor, lead, own.referral);
      return;
    }
    case 2: {
      const house = index % 12 === 2 ? 'casa-malala' : 'mmujer-casa-norte';
      const manager = desk(house, 'shelter_manager');
      const { referral } = await story.refer(house, 'SHELTER', { receiver: house, categories: ['PROTECTION', 'IDENTITY', 'HEALTH', 'CONTACT'], for: 'ASSISTANCE' }, 'EMERGENCY');
      const { id: hold } = await manager.do('holdPlace', { unit: house });
      await manager.do('acceptReferral', { referral, hold });
      await manager.do('startService', { referral });
      return;
    }
    case 3: {
      // She changes her mind before anybody has answered.
      const { consent } = await story.refer('mispas-atencion', 'HEALTH_CARE', { receiver: 'mispas', categories: ['PROTECTION', 'HEALTH'], for: 'ASSISTANCE' });
      await story.tell('withdrawConsent', { consent, by: 'SURVIVOR' });
      return;
    }
    case 4: {
      // She changes her mind after it was accepted: sharing stops, the service goes on.
      const { referral, consent } = await story.refer('mispas-atencion', 'PSYCHOLOGICAL_SUPPORT', { receiver: 'mispas', categories: ['PROTECTION', 'IDENTITY'], for: 'ASSISTANCE' });
      await desk('mispas-atencion', 'caseworker').do('acceptReferral', { referral });
      await story.tell('withdrawConsent', { consent, by: 'SURVIVOR' });
      return;
    }
    default:
      // Nobody has answered yet: it waits in the inbox, with its clock.
      await story.refer('gcps-programas', 'SOCIAL_REINTEGRATION', { receiver: 'gcps', categories: ['PROTECTION', 'REINTEGRATION'], for: 'ASSISTANCE' }, index % 2 === 0 ? 'URGENT' : 'NORMAL');
  }
}
