import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ExhibitMutations } from './exhibit.graphql';
import { exhibitHandlers } from './exhibit.handlers';

@Module({ imports: [CqrsModule], providers: [...exhibitHandlers, ExhibitMutations] })
export class ExhibitModule {}
