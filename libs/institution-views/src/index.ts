export { FileHistory } from './file-history';
export { Opener } from './opener';
export { Projector } from './projector/projector';
export { currentVersion, nextVersion, switchVersion, ViewStore } from './view-store/view-store';
