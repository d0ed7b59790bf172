export * from './caller';
export * from './gate';
export * from './position';
export * from './reads';
export * from './refusals/refusals';
export * from './roles';
export * from './view-progress';
export * from './errors';
