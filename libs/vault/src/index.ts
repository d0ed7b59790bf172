export { AttachmentDamaged } from './attachment-format';
export { Attachments, checkAttachments, type Under } from './attachments';
export { createKeyFile } from './key-file';
export { createSecretFile, readSecretFile } from './secret-file';
export { Vault } from './vault';
