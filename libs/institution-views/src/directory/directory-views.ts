import { agreementView } from '../agreements/agreements';
import { bodyView } from '../coordination/bodies';
import { planView } from '../coordination/plans';
import { certificateView, courseView } from '../courses/courses';
import type { DirectoryView } from './directory-row';
import { institutionView, unitView } from './directory-view';

/** Every kind of row that is kept once. */
export const directoryViews: readonly DirectoryView[] = [institutionView, unitView, courseView, certificateView, bodyView, planView, agreementView];

const prefixes = ['institution-', 'unit-', 'course-', 'body-', 'plan-', 'agreement-'];

/** Whether a stream is the directory's: it names no survivor and belongs to no case. */
export const isDirectory = (stream: string): boolean => prefixes.some((prefix) => stream.startsWith(prefix));
