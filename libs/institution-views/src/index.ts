export { Deadlines } from './deadlines';
export { FileHistory } from './file-history';
export { Finder } from './finder';
export { Opener } from './opener';
export { Projector } from './projector/projector';
export { currentVersion, dropOtherVersions, nextVersion, switchVersion, ViewStore } from './view-store/view-store';
