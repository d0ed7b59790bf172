import { recorded } from '@amparo/event-sourcing/testing';
import type { CourseEvent, ProtocolEvent } from '@amparo/protocol';
import type { SealedParts } from '../case-timeline/case-timeline';
import { certificatesOf, certificateView, courseView, type CertificateRow } from './courses';

const stream = 'course-of-2025';
const fact = (event: CourseEvent, parts: SealedParts = []) => ({ event: recorded<ProtocolEvent>(event, { id: 'e', stream }), schema: 1, parts });
const scheduled: CourseEvent = { type: 'CourseScheduled', data: { title: 'Diplomado 2025', providers: ['mmujer'], from: '2025-02-03', until: '2025-06-30' } };
const awarded: CourseEvent = { type: 'CertificateAwarded', data: { certificate: 'c', person: 'person-of-azua', date: '2025-06-30', institution: 'mmujer' } };
const revoked: CourseEvent = { type: 'CertificateRevoked', data: { certificate: 'c', reason: 'MISCONDUCT' } };
const name: SealedParts[number] = { descriptor: { kid: 'k', names: ['holderName'] } as never, iv: new Uint8Array([1]), ct: new Uint8Array([2, 3]), tag: new Uint8Array([4]) };
const known = { residential: () => false };

const certificate = (...facts: ReturnType<typeof fact>[]): CertificateRow | undefined => facts.reduce<CertificateRow | undefined>((row, one) => certificateView.after(row, one, known), undefined);

it('a course stands in the directory with who gives it, and is about its scheduling alone', () => {
  expect([scheduled, awarded, revoked].map((event) => courseView.about(fact(event).event))).toEqual(['of-2025', undefined, undefined]);
  expect(courseView.after(undefined, fact(scheduled), known)).toEqual({ course: 'of-2025', ...scheduled.data });
});

it('a certificate is a row of its own, found under its course, that keeps the name sealed and no subject id', () => {
  expect([scheduled, awarded, revoked].map((event) => certificateView.about(fact(event).event))).toEqual([undefined, `${certificatesOf('of-2025')}c`, `${certificatesOf('of-2025')}c`]);
  const row = certificate(fact(awarded, [name]));
  expect(row).toMatchObject({ certificate: 'c', course: 'of-2025', date: '2025-06-30', institution: 'mmujer' });
  expect(row?.holder).toEqual({ id: 'e', stream, type: 'CertificateAwarded', schema: 1, parts: [{ category: 'IDENTITY', until: null, descriptor: name.descriptor, iv: 'AQ', ct: 'AgM', tag: 'BA' }] });
  expect(JSON.stringify(row)).not.toContain('person-of-azua');
});

it('a revoked certificate stays, and says why it does not count', () => {
  expect(certificate(fact(awarded), fact(revoked))).toMatchObject({ date: '2025-06-30', revoked: 'MISCONDUCT' });
  expect(certificate(fact(revoked))).toBeUndefined();
});
