import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ExclusionMutations } from './exclusion.graphql';
import { exclusionHandlers } from './exclusion.handlers';

@Module({ imports: [CqrsModule], providers: [...exclusionHandlers, ExclusionMutations] })
export class ExclusionModule {}
