import type { Replay } from '@amparo/institution-views';

type Stood = Replay['stood'];
type Basis = Stood['holders'][number]['bases'][number];

const rule = '-'.repeat(78);
const section = (es: string, en: string, lines: readonly string[]): string => `\n${es.toUpperCase()} · ${en}\n${rule}\n${lines.length > 0 ? lines.map((line) => `  ${line}`).join('\n') : '  nada · nothing'}\n`;
const list = (values: readonly (string | number)[]): string => (values.length > 0 ? values.join(', ') : '—');

/** Values that are codes or numbers, one line; of a nested state its members by name. */
const written = (state: object): string =>
  Object.entries(state)
    .filter(([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value as object).length === 0))
    .map(([name, value]) => `${name} ${typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)}`)
    .join(' · ');

const basisLine = ({ kind, from, of, task, legal, purpose, accepted, categories, consents, until }: Basis): string =>
  [
    `${kind}${task === undefined ? '' : ` ${task}`} ← ${from}`,
    ...(of === undefined ? [] : [of]),
    ...(legal === undefined ? [] : [legal]),
    ...(purpose === undefined ? [] : [purpose]),
    ...(accepted === undefined ? [] : [`aceptada · accepted ← ${accepted}`]),
    ...(categories === undefined ? [] : [list(categories)]),
    ...(consents ?? []).map((one) => `${one.consent} ← ${one.given}: ${list(one.passed)} (${one.history}) → ${one.until}`),
    ...(until === undefined ? [] : [`→ ${until}`]),
  ].join(' · ');

function holderLines({ compartment, bases, held }: Stood['holders'][number]): string[] {
  return [compartment, ...bases.map((basis) => `    ${basisLine(basis)}`), ...(held ?? []).map(({ categories, entries }) => `    tenía · held  ${list(entries)}  [${list(categories)}]`)];
}

/** A replay for a person, headings in Spanish and English. Codes, indexes and times stand as they do in the record. */
export function replayText({ stood, stoodHash, since }: Replay, hash: string): string {
  const { case: id, index, time, audience, within, status, lead, streams, consents, due, holders, exclusions, entries } = stood;
  const revision = (what: readonly Readonly<{ index: number; type: string; corrects?: number; annuls?: number; reason?: string }>[]): string[] =>
    what.map((one) => `${one.index} → ${one.corrects ?? one.annuls}  ${one.type}${one.reason === undefined ? '' : `  ${one.reason}`}`);
  return [
    `EXPEDIENTE · CASE ${id}`,
    `tal como estaba · as it stood: ${time}, índice · index ${index}`,
    `para · for: ${audience}${within === undefined ? '' : ` [${list(within)}]`}`,
    `sha256 ${hash}`,
    `stood  ${stoodHash}`,
    section('Estado', 'Status', [status, ...(lead === undefined ? [] : [`dirige · leads: ${lead.unit}${lead.from === undefined ? '' : ` ← ${lead.from}`}`])]),
    section('Procesos del expediente', 'Streams of the case', streams.map(({ stream, from, changed, state }) => `${stream}  [${from}…${changed}]  ${written(state)}`)),
    section('Consentimientos vigentes', 'Consents in force', consents.map((one) => `${one.consent} ← ${one.given}  ${one.receiver}: ${list(one.categories)}  ${one.purpose}  (${one.history}) → ${one.until}`)),
    section('Plazos', 'Due then', due.map((one) => `${one.overdue ? 'VENCIDO · OVERDUE' : 'pendiente · due'}  ${one.due}  ${one.clock}  ${one.stream}  ${one.level}${one.by === undefined ? '' : `  ${one.by}`}`)),
    section('Quién tenía qué base', 'Who held which basis', holders.flatMap(holderLines)),
    ...(exclusions === undefined ? [] : [section('Exclusiones', 'Exclusions', exclusions.map(({ exclusion, party, from }) => `${exclusion} ← ${from}  ${party.kind} ${party.id}`))]),
    section('Asientos hasta entonces', 'Entries until then', entries.map((one) => `${one.index}  ${one.at}  ${one.type}  ${one.stream}`)),
    section('Lo que se supo después', 'Learned since', since.entries.map((one) => `${one.index}  ${one.recordedAt}  ${since.late.includes(one.index) ? `(ocurrido · happened ${one.at})  ` : ''}${one.type}  ${one.stream}`)),
    section('Corrige lo anterior', 'Corrects what stood there', revision(since.corrections)),
    section('Asentado por error', 'Entered in error', revision(since.inError)),
  ].join('\n');
}
