export { createKeyFile } from './key-file';
export { createSecretFile, readSecretFile } from './secret-file';
export { Vault } from './vault';
