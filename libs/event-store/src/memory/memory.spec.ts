import { eventStoreContract } from '../event-store.contract';
import { MemoryEventStore } from './memory';

eventStoreContract('memory', async () => new MemoryEventStore());
