import type { SealedEntry } from '../case-timeline/case-timeline';
import { keptPart } from '../case-timeline/case-timeline';
import { idIn, type DirectoryView } from '../directory/directory-row';

export type CourseRow = Readonly<{ course: string; title: string; providers: readonly string[]; from: string; until: string }>;
/** Whom a certificate went to stands under the holder's own key: the row keeps the name sealed. */
export type CertificateRow = Readonly<{ certificate: string; course: string; date: string; institution?: string; revoked?: string; holder: SealedEntry }>;

export const courseView: DirectoryView<CourseRow> = {
  kind: 'course',
  about: (event) => (event.type === 'CourseScheduled' ? idIn('course', event) : undefined),
  after(row, { event }) {
    if (event.type !== 'CourseScheduled') return row;
    const { title, providers, from, until } = event.data;
    return { course: idIn('course', event) ?? '', title, providers, from, until };
  },
};

/** Begins the code of every certificate of a course. */
export const certificatesOf = (course: string): string => `${course} `;

export const certificateView: DirectoryView<CertificateRow> = {
  kind: 'certificate',
  about(event) {
    const named = event.type === 'CertificateAwarded' || event.type === 'CertificateRevoked' ? event.data.certificate : undefined;
    return named === undefined ? undefined : `${certificatesOf(idIn('course', event) ?? '')}${named}`;
  },
  after(row, { event, schema, parts }) {
    if (event.type === 'CertificateRevoked') return row && { ...row, revoked: event.data.reason };
    if (event.type !== 'CertificateAwarded') return row;
    const { id, stream, type, data } = event;
    const { certificate, date, institution } = data;
    const holder = { id, stream, type, schema, parts: parts.map((part) => keptPart(part, { category: 'IDENTITY', until: null })) };
    return { certificate, course: idIn('course', event) ?? '', date, holder, ...(institution !== undefined && { institution }) };
  },
};
