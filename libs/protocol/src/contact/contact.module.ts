import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ContactMutations } from './contact.graphql';
import { contactHandlers } from './contact.handlers';

@Module({ imports: [CqrsModule], providers: [...contactHandlers, ContactMutations] })
export class ContactModule {}
