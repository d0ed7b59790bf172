import { callStories } from './calls';
import { courseStories } from './courses';
import { houseStories } from './houses';
import { officeStories } from './offices';
import { directoryStories } from './opening';
import { permitStories } from './permits';
import type { Story, Telling } from './telling';

/** The national programmes from 1999 to 2017: what the published figures count, and what lies beside it. */
export const nationalHistory = (telling: Telling): Story[] => [
  ...directoryStories(telling),
  ...courseStories(telling),
  ...permitStories(telling),
  ...callStories(telling),
  ...officeStories(telling),
  ...houseStories(telling),
];
